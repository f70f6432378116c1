/* SPDX-License-Identifier: MIT */
/*
 * uplink_private.h - the parts of an uplink: uplink.c has its thread and its
 * owner's calls, uplink_turn.c what the thread does.
 */
#ifndef DTAP_UPLINK_PRIVATE_H
#define DTAP_UPLINK_PRIVATE_H

#include <pthread.h>

#include "base/rate_limit.h"
#include "uplink/answer_queue.h"
#include "uplink/uplink_sender.h"
#include "uplink/uplink.h"
#include "uplink/wake.h"

struct dtap_uplink {
	struct dtap_uplink_options options;
	struct dtap_link *link;
	const struct dtap_log *log;
	struct dtap_uplink_sender senders[DTAP_UPLINK_TAPS];
	size_t sender_count;
	struct dtap_wake wake;
	atomic_bool held_up; /* nothing can be sent before an answer comes */
	atomic_bool stopping;
	_Atomic(int64_t) finish_by; /* monotonic ns, once it is stopping */
	pthread_t thread;
	bool started;
	struct dtap_answer_queue *answers; /* from the link's threads */

	/* The thread's. */
	bool connected;
	int64_t began;        /* monotonic ns */
	int64_t retry, pause; /* when to connect; the pause after that */
	int64_t report_due;
	unsigned logged;    /* problems that were, in this episode, as bits */
	unsigned problem;   /* the last one */
	int64_t problem_at; /* when it came */
	struct dtap_rate_limit notices;
	uint64_t connections, failures, timeouts, refusals, reports;
	char server[DTAP_LINK_WHY], why[DTAP_UPLINK_WHY];

	pthread_mutex_t lock;
	struct dtap_uplink_status status; /* after the last turn */
};

/* One turn of the thread.  Returns when the next is due, monotonic ns. */
int64_t dtap_uplink_turn(struct dtap_uplink *uplink, int64_t now);

/* There is no more to do, or no more time.  Once it is stopping. */
bool dtap_uplink_is_over(const struct dtap_uplink *uplink, int64_t now);

/* Says that it leaves, and ends the connection. */
void dtap_uplink_leave(struct dtap_uplink *uplink);

#endif
