/* SPDX-License-Identifier: MIT */
#include "archive/worker.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"

/* Of ioprio_set(2), which the C library does not know. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_IDLE        (3 << 13)

void
dtap_worker_init(struct dtap_worker *worker, const char *name,
		 struct dtap_next_run (*pass)(void *arg), void *arg)
{
	worker->name = name;
	worker->pass = pass;
	worker->arg = arg;
	worker->notified = true;
	worker->hurried = false;
	worker->started = false;
	atomic_init(&worker->stopping, false);
	pthread_mutex_init(&worker->lock, NULL);
	dtap_clock_cond_init(&worker->changed);
}

void
dtap_worker_destroy(struct dtap_worker *worker)
{
	pthread_cond_destroy(&worker->changed);
	pthread_mutex_destroy(&worker->lock);
}

/* What fails here costs others more time than it should, and nothing else. */
static void
lower_priority(void)
{
	/* In Linux both are a thread's own. */
	setpriority(PRIO_PROCESS, 0, 19);
	syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}

/* Until there is something to do, or the time of the next pass has come. */
static void
await(struct dtap_worker *worker, const struct dtap_next_run *next)
{
	int64_t until = dtap_clock_now() + next->ns;

	pthread_mutex_lock(&worker->lock);
	while ((next->ignore_notify || !worker->notified) && !worker->hurried &&
	       !atomic_load(&worker->stopping) &&
	       dtap_clock_cond_wait(&worker->changed, &worker->lock, until) !=
		       ETIMEDOUT)
		;
	worker->notified = worker->hurried = false;
	pthread_mutex_unlock(&worker->lock);
}

static void *
worker_main(void *arg)
{
	struct dtap_worker *worker = arg;
	struct dtap_next_run next = {0, false};

	lower_priority();
	for (;;) {
		await(worker, &next);
		if (atomic_load(&worker->stopping))
			return NULL;
		next = worker->pass(worker->arg);
	}
}

int
dtap_worker_start(struct dtap_worker *worker)
{
	worker->started = dtap_thread_start(&worker->thread, worker->name,
					    worker_main, worker) == 0;
	return worker->started ? 0 : -1;
}

void
dtap_worker_notify(struct dtap_worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	worker->notified = true;
	pthread_cond_signal(&worker->changed);
	pthread_mutex_unlock(&worker->lock);
}

void
dtap_worker_hurry(struct dtap_worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	worker->notified = worker->hurried = true;
	pthread_cond_signal(&worker->changed);
	pthread_mutex_unlock(&worker->lock);
}

void
dtap_worker_cancel(struct dtap_worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	atomic_store(&worker->stopping, true);
	pthread_cond_signal(&worker->changed);
	pthread_mutex_unlock(&worker->lock);
}

void
dtap_worker_stop(struct dtap_worker *worker)
{
	if (!worker->started)
		return;
	dtap_worker_cancel(worker);
	pthread_join(worker->thread, NULL);
	worker->started = false;
}
