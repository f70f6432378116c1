/* SPDX-License-Identifier: MIT */
/*
 * wake.h - wakes the thread of the uplink, seldom.
 *
 * To wake a thread costs more than to copy a block.  So the thread rests first:
 * blocks and answers that come meanwhile are looked at together, unless there
 * are many.
 */
#ifndef DTAP_WAKE_H
#define DTAP_WAKE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct dtap_wake {
	/* Private. */
	int fd; /* an eventfd */
	unsigned many;
	atomic_bool written; /* to fd */
	atomic_uint news;    /* since the last wait */
	atomic_bool alert;   /* the first news shall wake it */
};

/* many: news that end a rest, 1 or more.  -1 with errno. */
int dtap_wake_init(struct dtap_wake *wake, unsigned many);
void dtap_wake_clear(struct dtap_wake *wake); /* after a failed init, too */

/* Before there is another thread: no more than so many news. */
void dtap_wake_limit(struct dtap_wake *wake, unsigned many);

/* Ends the wait, or the next one.  Any thread. */
void dtap_wake_now(struct dtap_wake *wake);

/* There is something to look at, after the rest.  Any thread; arg: the wake. */
void dtap_wake_news(void *arg);

/*
 * Waits until the monotonic time `until`, or for news, but rests for so many ns
 * first.  What comes after it has returned ends the next wait.
 */
void dtap_wake_await(struct dtap_wake *wake, int64_t until, int64_t rest);

#endif
