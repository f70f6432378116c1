/* SPDX-License-Identifier: MIT */
#include "archive/worker.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"

/* Of ioprio_set(2), which the C library does not know. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_IDLE        (3 << 13)

void
dtap_worker_init(struct dtap_worker *background, const char *name,
		 struct dtap_next_run (*pass)(void *arg), void *arg)
{
	background->name = name;
	background->pass = pass;
	background->arg = arg;
	background->told = true;
	background->started = false;
	atomic_init(&background->stopping, false);
	pthread_mutex_init(&background->lock, NULL);
	dtap_clock_cond_init(&background->changed);
}

void
dtap_worker_destroy(struct dtap_worker *background)
{
	pthread_cond_destroy(&background->changed);
	pthread_mutex_destroy(&background->lock);
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
await(struct dtap_worker *background, const struct dtap_next_run *rest)
{
	int64_t until = dtap_clock_now() + rest->ns;

	pthread_mutex_lock(&background->lock);
	while ((rest->deaf || !background->told) &&
	       !atomic_load(&background->stopping) &&
	       dtap_clock_cond_wait(&background->changed, &background->lock,
				    until) != ETIMEDOUT)
		;
	background->told = false;
	pthread_mutex_unlock(&background->lock);
}

static void *
background_main(void *arg)
{
	struct dtap_worker *background = arg;
	struct dtap_next_run rest = {0, false};

	pthread_setname_np(pthread_self(), background->name);
	step_back();
	for (;;) {
		await(background, &rest);
		if (atomic_load(&background->stopping))
			return NULL;
		rest = background->pass(background->arg);
	}
}

int
dtap_worker_start(struct dtap_worker *background)
{
	int error = pthread_create(&background->thread, NULL, background_main,
				   background);

	background->started = error == 0;
	errno = error;
	return error == 0 ? 0 : -1;
}

void
dtap_worker_notify(struct dtap_worker *background)
{
	pthread_mutex_lock(&background->lock);
	background->told = true;
	pthread_cond_signal(&background->changed);
	pthread_mutex_unlock(&background->lock);
}

void
dtap_worker_cancel(struct dtap_worker *background)
{
	pthread_mutex_lock(&background->lock);
	atomic_store(&background->stopping, true);
	pthread_cond_signal(&background->changed);
	pthread_mutex_unlock(&background->lock);
}

void
dtap_worker_stop(struct dtap_worker *background)
{
	if (!background->started)
		return;
	dtap_worker_cancel(background);
	pthread_join(background->thread, NULL);
	background->started = false;
}
