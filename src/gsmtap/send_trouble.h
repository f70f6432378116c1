/* SPDX-License-Identifier: MIT */
/*
 * send_trouble.h - whether a warning about datagrams that do not arrive is due.
 *
 * Of an address where nobody listens every second datagram fails, or every
 * hundredth.  So trouble lasts until nothing has failed for some time, and each
 * trouble has one warning.  Plain memory, zeros at first, one owner.  It has no
 * clock: the caller passes the time (monotonic ns).
 */
#ifndef DTAP_SEND_TROUBLE_H
#define DTAP_SEND_TROUBLE_H

#include <stdbool.h>
#include <stdint.h>

/* Trouble ends when nothing has failed for so long. */
#define DTAP_SEND_TROUBLE_S 10

struct dtap_send_trouble {
	bool lasts;
	int64_t failed_at; /* then: the last failure */
};

/* A datagram failed.  True: a warning is due. */
bool dtap_send_trouble_failed(struct dtap_send_trouble *trouble, int64_t now);

/* A datagram was sent.  True: the trouble is over. */
bool dtap_send_trouble_sent(struct dtap_send_trouble *trouble, int64_t now);

#endif
