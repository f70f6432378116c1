/* SPDX-License-Identifier: MIT */
/*
 * session.h - the logging session of an open DIAG device.
 *
 * The driver gives traffic to the one process that has switched it to
 * memory-device mode, until this process closes it.  The switch call differs
 * from kernel to kernel, and so does the error if another program has the
 * session.
 */
#ifndef DTAP_DIAG_SESSION_H
#define DTAP_DIAG_SESSION_H

#include <stdbool.h>
#include <stdint.h>

struct dtap_session {
	/*
	 * The driver was in this mode before.  Linux 3.4 reports this as
	 * success, although another program has the traffic.
	 */
	bool was_on;
	uint16_t remote; /* a bit for each remote modem */
};

/*
 * Begins the session.  -1 with errno: EBUSY, another program has it (whatever
 * error the driver uses for that); ENOTTY, this is not a DIAG device.
 */
int dtap_session_begin(int fd, struct dtap_session *session);

/* EBUSY for the errors of drivers when another program has the device. */
int dtap_session_errno(int error);

#endif
