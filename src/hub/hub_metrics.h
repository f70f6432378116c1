/* SPDX-License-Identifier: MIT */
/*
 * hub_metrics.h - the figures of the hub, for Prometheus.
 *
 * On the server's thread.
 */
#ifndef DTAP_HUB_METRICS_H
#define DTAP_HUB_METRICS_H

#include "http/metrics.h"
#include "hub/hub.h"

/* malloc'd.  NULL: ENOMEM. */
char *dtap_hub_metrics_text(const struct dtap_hub *hub,
			    enum dtap_metrics_form form, size_t *size);

#endif
