/* SPDX-License-Identifier: MIT */
/*
 * spent.h - messages of libnats that are to be destroyed.
 *
 * natsMsg_Destroy only wakes a thread of libnats, which frees the message, and
 * both want one lock.  So some are kept, and destroyed together.  One owner,
 * one thread.
 */
#ifndef DTAP_SPENT_H
#define DTAP_SPENT_H

#include <stddef.h>

#include "nats/libnats.h"

#define DTAP_SPENT_MESSAGES 16
#define DTAP_SPENT_BYTES    (512 << 10) /* one may exceed it */

struct dtap_spent {
	/* Private.  Zero: there are none. */
	natsMsg *messages[DTAP_SPENT_MESSAGES];
	size_t count, bytes;
};

/* Takes the message over, which has so many bytes.  NULL is allowed. */
void dtap_spent_add(struct dtap_spent *spent, const struct dtap_libnats *nats,
		    natsMsg *message, size_t size);

/* Destroys what is kept. */
void dtap_spent_clear(struct dtap_spent *spent,
		      const struct dtap_libnats *nats);

#endif
