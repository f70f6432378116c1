/* SPDX-License-Identifier: MIT */
/*
 * report.h - the lines in the log about addresses, at start, and totals, at
 * end.
 *
 * Main thread.
 */
#ifndef DTAP_REPORT_H
#define DTAP_REPORT_H

#include "daemon/setup.h"

/* After the start: the addresses where clients reach the daemon. */
void dtap_report_start(const struct dtap_log *log, const struct dtap_conf *conf,
		       const struct dtap_setup *parts);

/*
 * What the taps do, in one line: "diag: running; ipa: disabled".
 */
void dtap_report_state(char out[512], const struct dtap_service *service);

/* After the stop: a line for each tap and archive, and one for all streams. */
void dtap_report_end(const struct dtap_log *log,
		     const struct dtap_service *service);

#endif
