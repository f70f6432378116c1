/* SPDX-License-Identifier: MIT */
#include "rewrite/segment_joiner.h"

#include <stdlib.h>
#include <string.h>

/* The job of a key; a first segment takes a free one, or the oldest. */
static int
job_of(struct dtap_segment_joiner *joiner, const struct dtap_upper_pdu *pdu)
{
	int unused = -1;

	for (int i = 0; i < DTAP_SEGMENT_JOBS; i++) {
		if (joiner->jobs[i].begun && joiner->jobs[i].key == pdu->key)
			return i;
		if (!joiner->jobs[i].begun)
			unused = i;
	}
	if (!pdu->is_first)
		return -1;
	if (unused < 0)
		unused = (int)(joiner->next++ % DTAP_SEGMENT_JOBS);
	return unused;
}

bool
dtap_segment_joiner_add(struct dtap_segment_joiner *joiner,
			struct dtap_upper_pdu *pdu)
{
	int job = job_of(joiner, pdu);
	size_t size;

	if (job < 0)
		return false;
	if (joiner->jobs[job].data == NULL)
		joiner->jobs[job].data = malloc(DTAP_SEGMENT_MOST + 1);
	size = pdu->is_first ? 0 : joiner->jobs[job].size;
	joiner->jobs[job].key = pdu->key;
	joiner->jobs[job].begun = joiner->jobs[job].data != NULL &&
				  pdu->size <= DTAP_SEGMENT_MOST - size;
	if (!joiner->jobs[job].begun)
		return false;
	memcpy(joiner->jobs[job].data + size, pdu->data, pdu->size);
	joiner->jobs[job].size = size + pdu->size;
	joiner->jobs[job].begun = !pdu->is_last;
	pdu->data = joiner->jobs[job].data;
	pdu->size = joiner->jobs[job].size;
	return pdu->is_last;
}

void
dtap_segment_joiner_forget(struct dtap_segment_joiner *joiner)
{
	for (int i = 0; i < DTAP_SEGMENT_JOBS; i++)
		free(joiner->jobs[i].data);
	*joiner = (struct dtap_segment_joiner){.next = 0};
}
