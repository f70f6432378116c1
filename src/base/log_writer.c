/* SPDX-License-Identifier: MIT */
#include "base/log_writer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/thread.h"

#define ROOM 65536 /* of the queue, bytes */

/* Before each line in the queue. */
struct prefix {
	size_t size;
	uint64_t lines; /* that are lost if this one cannot be written */
};

struct dtap_log_writer {
	int fd;
	dtap_log_lost_line *lost_line;
	pthread_t thread;
	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t pushed, ended;
	bool stopping, has_ended;
	uint64_t lost;     /* lines, not yet reported */
	bool failed;       /* the last write(2) */
	size_t from, size; /* the bytes held: each line behind its prefix */
	unsigned char queue[ROOM];
};

/* With the lock held. */
static void
put(struct dtap_log_writer *writer, const void *bytes, size_t size)
{
	size_t at = (writer->from + writer->size) % ROOM;
	size_t first = size < ROOM - at ? size : ROOM - at;

	memcpy(writer->queue + at, bytes, first);
	memcpy(writer->queue, (const char *)bytes + first, size - first);
	writer->size += size;
}

/* With the lock held. */
static void
take(struct dtap_log_writer *writer, void *out, size_t size)
{
	size_t first = size < ROOM - writer->from ? size : ROOM - writer->from;

	memcpy(out, writer->queue + writer->from, first);
	memcpy((char *)out + first, writer->queue, size - first);
	writer->from = (writer->from + size) % ROOM;
	writer->size -= size;
}

/* With the lock held.  False: there is no room. */
static bool
put_line(struct dtap_log_writer *writer, const char *line,
	 const struct prefix *prefix)
{
	if (ROOM - writer->size < sizeof *prefix + prefix->size)
		return false;
	put(writer, prefix, sizeof *prefix);
	put(writer, line, prefix->size);
	return true;
}

/* The line about those that are lost. */
static struct prefix
report(const struct dtap_log_writer *writer, char out[DTAP_LOG_LINE])
{
	return (struct prefix){writer->lost_line(out, writer->lost),
			       writer->lost};
}

void
dtap_log_writer_push(struct dtap_log_writer *writer, const char *line,
		     size_t size)
{
	const struct prefix prefix = {size, 1};
	struct prefix about;
	char text[DTAP_LOG_LINE];

	pthread_mutex_lock(&writer->lock);
	/* Where lines are missing, the line about them comes first. */
	if (writer->lost > 0 && !writer->stopping) {
		about = report(writer, text);
		if (put_line(writer, text, &about))
			writer->lost = 0;
	}
	if (writer->lost > 0 || writer->stopping ||
	    !put_line(writer, line, &prefix))
		writer->lost++;
	pthread_cond_signal(&writer->pushed);
	pthread_mutex_unlock(&writer->lock);
}

/*
 * The next line to write, for the thread.  Size 0: the writer is to end.  After
 * a write that failed, lost lines are reported with the next line and not
 * before: so a descriptor that always fails is not tried again and again.
 */
static struct prefix
next_line(struct dtap_log_writer *writer, char out[DTAP_LOG_LINE])
{
	struct prefix prefix = {0, 0};

	pthread_mutex_lock(&writer->lock);
	while (writer->size == 0 && !writer->stopping &&
	       (writer->lost == 0 || writer->failed))
		pthread_cond_wait(&writer->pushed, &writer->lock);
	if (writer->size > 0) {
		take(writer, &prefix, sizeof prefix);
		take(writer, out, prefix.size);
	} else if (writer->lost > 0 && !writer->failed) {
		prefix = report(writer, out);
		writer->lost = 0;
	}
	writer->failed = false;
	pthread_mutex_unlock(&writer->lock);
	return prefix;
}

/* False: the line cannot be written. */
static bool
write_line(int fd, const char *line, size_t size)
{
	while (size > 0) {
		struct pollfd writable = {.fd = fd, .events = POLLOUT};
		ssize_t n = write(fd, line, size);

		if (n >= 0) {
			line += n;
			size -= (size_t)n;
		} else if (errno == EAGAIN) {
			/* Another process made it non-blocking. */
			poll(&writable, 1, -1);
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

static void *
run(void *arg)
{
	struct dtap_log_writer *writer = arg;
	char line[DTAP_LOG_LINE];
	struct prefix prefix;

	while ((prefix = next_line(writer, line)).size > 0) {
		if (write_line(writer->fd, line, prefix.size))
			continue;
		pthread_mutex_lock(&writer->lock);
		writer->lost += prefix.lines;
		writer->failed = true;
		pthread_mutex_unlock(&writer->lock);
	}
	pthread_mutex_lock(&writer->lock);
	writer->has_ended = true;
	pthread_cond_signal(&writer->ended);
	pthread_mutex_unlock(&writer->lock);
	return NULL;
}

static int
start_thread(struct dtap_log_writer *writer)
{
	sigset_t all, before;
	int result;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = dtap_thread_start(&writer->thread, "log", run, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

static void
free_writer(struct dtap_log_writer *writer)
{
	pthread_cond_destroy(&writer->ended);
	pthread_cond_destroy(&writer->pushed);
	pthread_mutex_destroy(&writer->lock);
	free(writer);
}

struct dtap_log_writer *
dtap_log_writer_start(int fd, dtap_log_lost_line *lost_line)
{
	struct dtap_log_writer *writer = calloc(1, sizeof *writer);
	pthread_condattr_t monotonic;
	int saved;

	if (writer == NULL)
		return NULL;
	writer->fd = fd;
	writer->lost_line = lost_line;
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->pushed, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (start_thread(writer) == 0)
		return writer;
	saved = errno;
	free_writer(writer);
	errno = saved;
	return NULL;
}

/* With the lock held.  False: the time is over. */
static bool
await_end(struct dtap_log_writer *writer, int timeout_ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += timeout_ms % 1000 * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	while (!writer->has_ended)
		if (pthread_cond_timedwait(&writer->ended, &writer->lock,
					   &until) == ETIMEDOUT)
			return writer->has_ended;
	return true;
}

bool
dtap_log_writer_stop(struct dtap_log_writer *writer, int timeout_ms)
{
	bool has_ended;

	pthread_mutex_lock(&writer->lock);
	writer->stopping = true;
	pthread_cond_signal(&writer->pushed);
	has_ended = await_end(writer, timeout_ms);
	pthread_mutex_unlock(&writer->lock);
	if (!has_ended)
		return false; /* it waits in write(2), perhaps for ever */
	pthread_join(writer->thread, NULL);
	free_writer(writer);
	return true;
}
