/* SPDX-License-Identifier: MIT */
/*
 * worker.h - a thread of the lowest priority for processor and disk, which
 * works on an archive's finished captures.
 *
 * It makes a pass at its start, after dtap_worker_notify(), and when the time
 * of the next pass has come.  The struct is embedded in its owner; a pass runs
 * on the thread.
 */
#ifndef DTAP_WORKER_H
#define DTAP_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* After a pass. */
struct dtap_next_run {
	int64_t ns;         /* until the next pass */
	bool ignore_notify; /* dtap_worker_notify() does not make it earlier */
};

struct dtap_worker {
	const char *name; /* of the thread, for top(1) */
	struct dtap_next_run (*pass)(void *arg);
	void *arg;
	atomic_bool stopping; /* a pass ends soon after this is set */
	/* Private. */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool notified, hurried; /* guarded by the lock */
	bool started;
};

void dtap_worker_init(struct dtap_worker *worker, const char *name,
		      struct dtap_next_run (*pass)(void *arg), void *arg);
void dtap_worker_destroy(struct dtap_worker *worker); /* stopped */

int dtap_worker_start(struct dtap_worker *worker); /* -1: errno */

/* There is something to do.  Any thread. */
void dtap_worker_notify(struct dtap_worker *worker);

/* As notify, and it also ends a pause that ignores that.  Any thread. */
void dtap_worker_hurry(struct dtap_worker *worker);

/* Sets `stopping`, and returns at once. */
void dtap_worker_cancel(struct dtap_worker *worker);

/* Sets `stopping`, and returns when the thread has ended.  Allowed before the
 * start. */
void dtap_worker_stop(struct dtap_worker *worker);

#endif
