/* SPDX-License-Identifier: MIT */
/*
 * report.h - what the daemon says of itself: where it is, and what it has done.
 */
#ifndef DTAP_REPORT_H
#define DTAP_REPORT_H

#include "daemon/setup.h"

/* Started: the addresses that it is reached at. */
void dtap_report_start(const struct dtap_log *log, const struct dtap_conf *conf,
		       const struct dtap_setup *parts);

/* Stopped: a line for each tap, and one for all streams. */
void dtap_report_end(const struct dtap_log *log,
		     const struct dtap_service *service);

#endif
