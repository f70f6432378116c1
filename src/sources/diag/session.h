/* SPDX-License-Identifier: MIT */
/*
 * session.h - the logging session of an open DIAG device.
 *
 * The driver gives traffic to the one process that has switched it to
 * memory-device mode, until that process closes it.  How the switch is asked
 * for differs from kernel to kernel; so does what says that another program has
 * it already.
 */
#ifndef DTAP_DIAG_SESSION_H
#define DTAP_DIAG_SESSION_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_session {
	/*
	 * The driver was in that mode before: on Linux 3.4, which says so and
	 * calls it success, another program has the traffic.
	 */
	bool was_on;
	uint16_t remote; /* a bit for each remote modem */
};

/*
 * Begins the session.  -1 with errno: EBUSY, another program has it, whatever
 * the driver calls that; ENOTTY, this is no DIAG device.
 */
int dtap_session_begin(int fd, struct dtap_session *session);

/* EBUSY for what a driver says when another program has the device. */
int dtap_session_errno(int error);

#endif
