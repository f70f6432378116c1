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
	worker->told = true;
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
step_back(void)
{
	/* In Linux both are a thread's own. */
	setpriority(PRIO_PROCESS, 0, 19);
	syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}

/* Until there is something to do, or the rest is over. */
static void
await(struct dtap_worker *worker, const struct dtap_next_run *rest)
{
	int64_t until = dtap_clock_now() + rest->ns;

	pthread_mutex_lock(&worker->lock);
	while ((rest->deaf || !worker->told) &&
	       !atomic_load(&worker->stopping) &&
	       dtap_clock_cond_wait(&worker->changed, &worker->lock, until) !=
		       ETIMEDOUT)
		;
	worker->told = false;
	pthread_mutex_unlock(&worker->lock);
}

static void *
background_main(void *arg)
{
	struct dtap_worker *worker = arg;
	struct dtap_next_run rest = {0, false};

	step_back();
	for (;;) {
		await(worker, &rest);
		if (atomic_load(&worker->stopping))
			return NULL;
		rest = worker->pass(worker->arg);
	}
}

int
dtap_worker_start(struct dtap_worker *worker)
{
	worker->started = dtap_thread_start(&worker->thread, worker->name,
					    background_main, worker) == 0;
	return worker->started ? 0 : -1;
}

void
dtap_worker_notify(struct dtap_worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	worker->told = true;
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
