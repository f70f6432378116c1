/* SPDX-License-Identifier: MIT */
#include "http/archive/file_worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"

#define MOST       16
#define PATIENCE_S 30

struct job {
	struct job *next;
	struct dtap_errand errand;
	struct dtap_delivery delivery;
	int64_t deadline; /* monotonic ns: for its next byte */
	bool blocked;     /* its socket is full */
};

struct dtap_clerk {
	int epoll, wake;
	pthread_t thread;
	bool started;
	atomic_bool stopping;
	struct job *jobs; /* the thread's: under way */
	pthread_mutex_t lock;
	struct job *given; /* under the lock: the last one first */
	unsigned count;    /* under the lock: given and under way */
};

static void
watch(struct dtap_clerk *clerk, int fd, uint32_t events, void *what)
{
	struct epoll_event event = {.events = events, .data.ptr = what};

	epoll_ctl(clerk->epoll, EPOLL_CTL_ADD, fd, &event);
}

struct dtap_clerk *
dtap_clerk_new(void)
{
	struct dtap_clerk *clerk = calloc(1, sizeof *clerk);
	int error;

	if (clerk == NULL)
		return NULL;
	pthread_mutex_init(&clerk->lock, NULL);
	clerk->epoll = epoll_create1(EPOLL_CLOEXEC);
	clerk->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (clerk->epoll >= 0 && clerk->wake >= 0) {
		watch(clerk, clerk->wake, EPOLLIN, NULL);
		return clerk;
	}
	error = errno;
	dtap_clerk_free(clerk);
	errno = error;
	return NULL;
}

static void
end_jobs(struct job *jobs)
{
	while (jobs != NULL) {
		struct job *job = jobs;

		jobs = job->next;
		dtap_delivery_end(&job->delivery);
		free(job);
	}
}

void
dtap_clerk_free(struct dtap_clerk *clerk)
{
	if (clerk == NULL)
		return;
	if (clerk->started) {
		atomic_store(&clerk->stopping, true);
		eventfd_write(clerk->wake, 1);
		pthread_join(clerk->thread, NULL);
	}
	end_jobs(clerk->jobs);
	end_jobs(clerk->given);
	if (clerk->epoll >= 0)
		close(clerk->epoll);
	if (clerk->wake >= 0)
		close(clerk->wake);
	pthread_mutex_destroy(&clerk->lock);
	free(clerk);
}

bool
dtap_clerk_has_time(struct dtap_clerk *clerk)
{
	bool has_time;

	pthread_mutex_lock(&clerk->lock);
	has_time = clerk->count < MOST;
	pthread_mutex_unlock(&clerk->lock);
	return has_time;
}

int
dtap_clerk_give(struct dtap_clerk *clerk, const struct dtap_errand *errand,
		int socket)
{
	struct job *job = calloc(1, sizeof *job);

	if (job == NULL) {
		close(socket);
		errno = ENOMEM;
		return -1;
	}
	job->errand = *errand;
	job->delivery = (struct dtap_delivery){.socket = socket, .file = -1};
	pthread_mutex_lock(&clerk->lock);
	job->next = clerk->given;
	clerk->given = job;
	clerk->count++;
	pthread_mutex_unlock(&clerk->lock);
	eventfd_write(clerk->wake, 1);
	return 0;
}

static struct job *
take_given(struct dtap_clerk *clerk)
{
	struct job *job;

	pthread_mutex_lock(&clerk->lock);
	job = clerk->given;
	if (job != NULL)
		clerk->given = job->next;
	pthread_mutex_unlock(&clerk->lock);
	return job;
}

static int64_t
patience(void)
{
	return dtap_clock_now() + PATIENCE_S * DTAP_NS_PER_S;
}

static void
end_job(struct dtap_clerk *clerk, struct job **at)
{
	struct job *job = *at;

	*at = job->next;
	job->next = NULL;
	end_jobs(job);
	pthread_mutex_lock(&clerk->lock);
	clerk->count--;
	pthread_mutex_unlock(&clerk->lock);
}

/* What was given is prepared here: this is where the disk is waited for. */
static void
begin_jobs(struct dtap_clerk *clerk)
{
	struct job *job;

	while ((job = take_given(clerk)) != NULL) {
		job->next = clerk->jobs;
		clerk->jobs = job;
		if (!job->errand.run(&job->errand, &job->delivery)) {
			end_job(clerk, &clerk->jobs);
			continue;
		}
		job->deadline = patience();
		watch(clerk, job->delivery.socket,
		      EPOLLOUT | EPOLLET | EPOLLRDHUP, job);
	}
}

/* False: it is over, one way or another. */
static bool
go_on(struct job *job, int64_t now)
{
	if (!job->blocked) {
		switch (dtap_delivery_step(&job->delivery)) {
		case DTAP_DELIVERED_SOME:
			job->deadline = patience();
			return true;
		case DTAP_DELIVERED_BLOCKED:
			job->blocked = true;
			break;
		default:
			return false;
		}
	}
	return now < job->deadline;
}

/* Each has its turn; true: some can go on at once. */
static bool
serve(struct dtap_clerk *clerk)
{
	int64_t now = dtap_clock_now();
	bool busy = false;

	for (struct job **at = &clerk->jobs; *at != NULL;) {
		if (!go_on(*at, now)) {
			end_job(clerk, at);
			continue;
		}
		busy = busy || !(*at)->blocked;
		at = &(*at)->next;
	}
	return busy;
}

static void *
clerk_main(void *arg)
{
	struct dtap_clerk *clerk = arg;
	struct epoll_event events[MOST + 1];

	while (!atomic_load(&clerk->stopping)) {
		bool busy = serve(clerk);
		int wait = busy ? 0 : clerk->jobs != NULL ? 1000 : -1;
		int count = epoll_wait(clerk->epoll, events, MOST + 1, wait);
		eventfd_t ignored;

		for (int i = 0; i < count; i++)
			if (events[i].data.ptr != NULL)
				((struct job *)events[i].data.ptr)->blocked =
					false;
			else
				eventfd_read(clerk->wake, &ignored);
		begin_jobs(clerk);
	}
	return NULL;
}

int
dtap_clerk_start(struct dtap_clerk *clerk)
{
	int error = pthread_create(&clerk->thread, NULL, clerk_main, clerk);

	clerk->started = error == 0;
	errno = error;
	return error == 0 ? 0 : -1;
}
