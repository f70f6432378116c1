/* SPDX-License-Identifier: MIT */
/*
 * answer_queue.h - what the threads of a link say to the thread of the uplink.
 *
 * A server may send more answers than there are messages: those that find no
 * place are dropped, and their messages sent again.  One lock, held for O(1).
 */
#ifndef DTAP_ANSWER_QUEUE_H
#define DTAP_ANSWER_QUEUE_H

#include <stdint.h>

#include "fleet/fleet_name.h"
#include "uplink/answer.h"
#include "uplink/link.h"

struct dtap_answer_queue;

/* The answer to TAP.NUMBER; the tap "report" is the report. */
struct dtap_queued_answer {
	char tap[DTAP_FLEET_WORD_ROOM];
	uint64_t number;
	struct dtap_uplink_answer answer;
};

/* wake(arg) is called after each event, on the thread of the event.  NULL:
 * ENOMEM. */
struct dtap_answer_queue *dtap_answer_queue_new(void (*wake)(void *arg),
						void *arg);
void dtap_answer_queue_free(struct dtap_answer_queue *queue); /* or NULL */

/* The events of a link that fill it; it is empty from now on. */
struct dtap_link_events dtap_answer_queue_events(
	struct dtap_answer_queue *queue);

bool dtap_answer_queue_is_empty(struct dtap_answer_queue *queue);

/* False: there is none. */
bool dtap_answer_queue_next(struct dtap_answer_queue *queue,
			    struct dtap_queued_answer *answer);
bool dtap_answer_queue_warning(struct dtap_answer_queue *queue,
			       char why[DTAP_LINK_WHY]);

/* The other side has closed the connection. */
bool dtap_answer_queue_is_closed(struct dtap_answer_queue *queue);

#endif
