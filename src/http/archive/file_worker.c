/* SPDX-License-Identifier: MIT */
#include "http/archive/file_worker.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"

#define MOST           16
#define SEND_TIMEOUT_S 30

struct job {
	struct job *next;
	struct dtap_file_request file_request;
	struct dtap_response response;
	int64_t deadline; /* monotonic ns: of its next byte */
	bool blocked;     /* its socket is full */
};

struct dtap_file_worker {
	int epoll, wake;
	pthread_t thread;
	bool started;
	atomic_bool stopping;
	struct job *jobs; /* of the thread: in progress */
	pthread_mutex_t lock;
	struct job *given; /* under the lock: new ones, the newest first */
	unsigned count;    /* under the lock: new and in progress */
};

static void
watch(struct dtap_file_worker *file_worker, int fd, uint32_t events, void *what)
{
	struct epoll_event event = {.events = events, .data.ptr = what};

	epoll_ctl(file_worker->epoll, EPOLL_CTL_ADD, fd, &event);
}

struct dtap_file_worker *
dtap_file_worker_new(void)
{
	struct dtap_file_worker *file_worker = calloc(1, sizeof *file_worker);
	int error;

	if (file_worker == NULL)
		return NULL;
	pthread_mutex_init(&file_worker->lock, NULL);
	file_worker->epoll = epoll_create1(EPOLL_CLOEXEC);
	file_worker->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (file_worker->epoll >= 0 && file_worker->wake >= 0) {
		watch(file_worker, file_worker->wake, EPOLLIN, NULL);
		return file_worker;
	}
	error = errno;
	dtap_file_worker_free(file_worker);
	errno = error;
	return NULL;
}

static void
end_jobs(struct job *jobs)
{
	while (jobs != NULL) {
		struct job *job = jobs;

		jobs = job->next;
		dtap_response_end(&job->response);
		free(job);
	}
}

void
dtap_file_worker_free(struct dtap_file_worker *file_worker)
{
	if (file_worker == NULL)
		return;
	if (file_worker->started) {
		atomic_store(&file_worker->stopping, true);
		eventfd_write(file_worker->wake, 1);
		pthread_join(file_worker->thread, NULL);
	}
	end_jobs(file_worker->jobs);
	end_jobs(file_worker->given);
	if (file_worker->epoll >= 0)
		close(file_worker->epoll);
	if (file_worker->wake >= 0)
		close(file_worker->wake);
	pthread_mutex_destroy(&file_worker->lock);
	free(file_worker);
}

bool
dtap_file_worker_has_room(struct dtap_file_worker *file_worker)
{
	bool has_time;

	pthread_mutex_lock(&file_worker->lock);
	has_time = file_worker->count < MOST;
	pthread_mutex_unlock(&file_worker->lock);
	return has_time;
}

int
dtap_file_worker_take(struct dtap_file_worker *file_worker,
		      const struct dtap_file_request *file_request, int socket)
{
	struct job *job = calloc(1, sizeof *job);

	if (job == NULL) {
		close(socket);
		errno = ENOMEM;
		return -1;
	}
	job->file_request = *file_request;
	job->response = (struct dtap_response){.socket = socket, .file = -1};
	pthread_mutex_lock(&file_worker->lock);
	job->next = file_worker->given;
	file_worker->given = job;
	file_worker->count++;
	pthread_mutex_unlock(&file_worker->lock);
	eventfd_write(file_worker->wake, 1);
	return 0;
}

static struct job *
take_given(struct dtap_file_worker *file_worker)
{
	struct job *job;

	pthread_mutex_lock(&file_worker->lock);
	job = file_worker->given;
	if (job != NULL)
		file_worker->given = job->next;
	pthread_mutex_unlock(&file_worker->lock);
	return job;
}

static int64_t
send_deadline(void)
{
	return dtap_clock_now() + SEND_TIMEOUT_S * DTAP_NS_PER_S;
}

static void
end_job(struct dtap_file_worker *file_worker, struct job **at)
{
	struct job *job = *at;

	*at = job->next;
	job->next = NULL;
	end_jobs(job);
	pthread_mutex_lock(&file_worker->lock);
	file_worker->count--;
	pthread_mutex_unlock(&file_worker->lock);
}

/* Runs new requests: only this waits for the disk. */
static void
begin_jobs(struct dtap_file_worker *file_worker)
{
	struct job *job;

	while ((job = take_given(file_worker)) != NULL) {
		job->next = file_worker->jobs;
		file_worker->jobs = job;
		if (!job->file_request.run(&job->file_request,
					   &job->response)) {
			end_job(file_worker, &file_worker->jobs);
			continue;
		}
		job->deadline = send_deadline();
		watch(file_worker, job->response.socket,
		      EPOLLOUT | EPOLLET | EPOLLRDHUP, job);
	}
}

/* False: it is over. */
static bool
go_on(struct job *job, int64_t now)
{
	if (!job->blocked) {
		switch (dtap_response_step(&job->response)) {
		case DTAP_RESPONSE_SOME:
			job->deadline = send_deadline();
			return true;
		case DTAP_RESPONSE_BLOCKED:
			job->blocked = true;
			break;
		default:
			return false;
		}
	}
	return now < job->deadline;
}

/* Each job has its turn.  True: some can be continued at once. */
static bool
serve(struct dtap_file_worker *file_worker)
{
	int64_t now = dtap_clock_now();
	bool busy = false;

	for (struct job **at = &file_worker->jobs; *at != NULL;) {
		if (!go_on(*at, now)) {
			end_job(file_worker, at);
			continue;
		}
		busy = busy || !(*at)->blocked;
		at = &(*at)->next;
	}
	return busy;
}

/* sendfile(2) would raise it for a client that has left. */
static void
block_sigpipe(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void *
file_worker_main(void *arg)
{
	struct dtap_file_worker *file_worker = arg;
	struct epoll_event events[MOST + 1];

	block_sigpipe();
	while (!atomic_load(&file_worker->stopping)) {
		bool busy = serve(file_worker);
		int wait = busy ? 0 : file_worker->jobs != NULL ? 1000 : -1;
		int count =
			epoll_wait(file_worker->epoll, events, MOST + 1, wait);
		eventfd_t ignored;

		for (int i = 0; i < count; i++)
			if (events[i].data.ptr != NULL)
				((struct job *)events[i].data.ptr)->blocked =
					false;
			else
				eventfd_read(file_worker->wake, &ignored);
		begin_jobs(file_worker);
	}
	return NULL;
}

int
dtap_file_worker_start(struct dtap_file_worker *file_worker)
{
	file_worker->started =
		dtap_thread_start(&file_worker->thread, "file worker",
				  file_worker_main, file_worker) == 0;
	return file_worker->started ? 0 : -1;
}
