/* SPDX-License-Identifier: MIT */
/*
 * opening.h - how an open of /dev/diag becomes a connection to diagtapd.
 *
 * The thread makes the connection itself, in the place of its open: socket(2),
 * and connect(2) to a socket on which we listen for this one open.  We give the
 * accepted end to diagtapd (attachments.h) and hold the thread until diagtapd
 * has answered.  Then its open returns the socket.  O_NONBLOCK of the open is
 * dropped, for it has no effect on the driver.
 *
 * While no diagtapd answers, the thread sleeps for a moment in the place of its
 * open, and then makes it again; so it takes signals meanwhile.  When that has
 * lasted for the time to wait, the open fails with EINVAL, as the driver's does
 * if another program has the modem.
 *
 * While the calls follow each other the thread's signals are blocked (Linux
 * 3.11 or later).
 */
#ifndef DTAP_OPENING_H
#define DTAP_OPENING_H

#include "launcher/attachments.h"
#include "launcher/thread_table.h"

struct dtap_opening {
	struct dtap_attachments *attachments;
	const char *socket; /* as the user wrote it */
	int64_t wait;       /* ns */
	bool verbose;
};

/*
 * A thread is stopped at the entry of an open of the device.  Its stage says
 * what it does now: it has to be seen at the exit of that.
 */
void dtap_opening_begin(const struct dtap_opening *opening,
			struct dtap_thread *thread,
			const struct dtap_registers *registers, bool cloexec);

/* It is stopped at the exit of that.  ANSWER: it must stay stopped. */
void dtap_opening_next(const struct dtap_opening *opening,
		       struct dtap_thread *thread,
		       const struct dtap_registers *registers);

/* diagtapd has answered to a thread that is stopped for it, or an error. */
void dtap_opening_answered(const struct dtap_opening *opening,
			   struct dtap_thread *thread, int error);

#endif
