/* SPDX-License-Identifier: MIT */
#include "nats/spent.h"

void
dtap_spent_add(struct dtap_spent *spent, const struct dtap_libnats *nats,
	       natsMsg *message, size_t size)
{
	if (message == NULL)
		return;
	spent->messages[spent->count++] = message;
	spent->bytes += size;
	if (spent->count == DTAP_SPENT_MESSAGES ||
	    spent->bytes >= DTAP_SPENT_BYTES)
		dtap_spent_clear(spent, nats);
}

void
dtap_spent_clear(struct dtap_spent *spent, const struct dtap_libnats *nats)
{
	while (spent->count > 0)
		nats->message_destroy(spent->messages[--spent->count]);
	spent->bytes = 0;
}
