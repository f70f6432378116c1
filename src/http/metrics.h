/* SPDX-License-Identifier: MIT */
/*
 * metrics.h - GET /metrics: the figures of /api/status, for Prometheus.
 *
 * On the server's thread.
 */
#ifndef DTAP_METRICS_H
#define DTAP_METRICS_H

#include "service/service.h"

enum dtap_metrics_form {
	DTAP_METRICS_PROMETHEUS,  /* text format 0.0.4 */
	DTAP_METRICS_OPENMETRICS, /* 1.0.0 */
};

/* Content-Type of a form. */
const char *dtap_metrics_type(enum dtap_metrics_form form);

/* The caller frees it; *size bytes.  NULL: ENOMEM. */
char *dtap_metrics_text(const struct dtap_service *service,
			enum dtap_metrics_form form, size_t *size);

#endif
