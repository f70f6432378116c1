/* SPDX-License-Identifier: MIT */
/*
 * uplink_report.h - what a device says of itself to its fleet, as JSON
 * (docs/wire.md, "The uplink").  Pure; any thread.
 */
#ifndef DTAP_UPLINK_REPORT_H
#define DTAP_UPLINK_REPORT_H

#include "uplink/options.h"
#include "uplink/status.h"

struct dtap_tap;

/*
 * Writes the report, with the NUL.  uptime: seconds; taps are those of the
 * status, in its order.  Returns its size without the NUL; 0: no room.
 */
#define DTAP_UPLINK_REPORT 4096
size_t dtap_uplink_report(char out[DTAP_UPLINK_REPORT],
			  const struct dtap_uplink_options *options,
			  const struct dtap_uplink_status *status,
			  struct dtap_tap *const taps[DTAP_UPLINK_TAPS],
			  int64_t uptime);

#endif
