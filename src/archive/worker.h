/* SPDX-License-Identifier: MIT */
/*
 * worker.h - a thread of the lowest priority for processor and disk, that
 * does what there is to do with an archive's finished captures.
 *
 * Told that there is something, at its start, and when its rest is over, it
 * makes a pass.  Embedded in who passes; a pass runs on the thread.
 */
#ifndef DTAP_WORKER_H
#define DTAP_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What comes after a pass. */
struct dtap_next_run {
	int64_t ns; /* until the next one */
	bool deaf;  /* what it is told meanwhile can wait for that */
};

struct dtap_worker {
	const char *name; /* of the thread, for top(1) */
	struct dtap_next_run (*pass)(void *arg);
	void *arg;
	atomic_bool stopping; /* a pass looks at it now and then */
	/* Private. */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool told; /* guarded by the lock */
	bool started;
};

void dtap_worker_init(struct dtap_worker *worker, const char *name,
		      struct dtap_next_run (*pass)(void *arg), void *arg);
void dtap_worker_destroy(struct dtap_worker *worker); /* stopped */

int dtap_worker_start(struct dtap_worker *worker); /* -1: errno */

/* There is something to do.  Any thread. */
void dtap_worker_notify(struct dtap_worker *worker);

/* From now on it is stopping. */
void dtap_worker_cancel(struct dtap_worker *worker);

/* The same, and returns when the thread has ended.  Allowed before a start. */
void dtap_worker_stop(struct dtap_worker *worker);

#endif
