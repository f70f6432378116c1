/* SPDX-License-Identifier: MIT */
/* metrics.h - GET /metrics: what /api/status tells, as OpenMetrics text. */
#ifndef DTAP_METRICS_H
#define DTAP_METRICS_H

#include "service/service.h"

/* The caller frees it; *size bytes.  NULL: ENOMEM. */
char *dtap_metrics_text(const struct dtap_service *service, size_t *size);

#endif
