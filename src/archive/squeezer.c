/* SPDX-License-Identifier: MIT */
#include "archive/squeezer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive/shelf.h"
#include "archive/squeeze.h"
#include "base/clock.h"

#define TRY_AGAIN (60 * DTAP_NS_PER_S)
#define QUIET     (3600 * DTAP_NS_PER_S)

/* Of ioprio_set(2), which the C library does not know. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_IDLE        (3 << 13)

struct dtap_squeezer {
	const struct dtap_archive_options *options;
	const char *tap;
	const struct dtap_disk *disk;
	const struct dtap_log *log;
	pthread_t thread;
	atomic_bool stopping;
	_Atomic uint64_t squeezed, failures;
	bool failing; /* the thread's: said so */
	pthread_mutex_t lock;
	pthread_cond_t told_so;
	bool told; /* guarded by the lock */
};

struct dtap_squeezer *
dtap_squeezer_new(const struct dtap_archive_options *options, const char *tap,
		  const struct dtap_disk *disk, const struct dtap_log *log)
{
	struct dtap_squeezer *squeezer = calloc(1, sizeof *squeezer);

	if (squeezer == NULL)
		return NULL;
	squeezer->options = options;
	squeezer->tap = tap;
	squeezer->disk = disk;
	squeezer->log = log;
	squeezer->told = true;
	pthread_mutex_init(&squeezer->lock, NULL);
	dtap_clock_cond_init(&squeezer->told_so);
	return squeezer;
}

void
dtap_squeezer_free(struct dtap_squeezer *squeezer)
{
	if (squeezer == NULL)
		return;
	pthread_cond_destroy(&squeezer->told_so);
	pthread_mutex_destroy(&squeezer->lock);
	free(squeezer);
}

static void
note_failure(struct dtap_squeezer *squeezer, const char *name)
{
	int error = errno;

	if (error == ECANCELED || error == ENOENT)
		return; /* we stop; or it was deleted meanwhile */
	atomic_fetch_add(&squeezer->failures, 1);
	if (!squeezer->failing)
		dtap_log(squeezer->log, DTAP_WARNING,
			 "archive of %s: cannot compress %s: %s; it stays as "
			 "it is, and is tried again",
			 squeezer->tap, name, strerror(error));
	squeezer->failing = true;
}

/* -1: it could not be compressed. */
static int
squeeze(struct dtap_squeezer *squeezer, int directory,
	const struct dtap_capture *capture)
{
	struct dtap_name name = capture->name;
	char text[DTAP_NAME_ROOM];

	name.kind = capture->there & 1U << DTAP_FILE_PCAP ? DTAP_FILE_PCAP
							  : DTAP_FILE_RAW;
	dtap_name_write_as(&name, name.kind, false, text);
	if (dtap_squeeze_capture(&name, squeezer->options->squeeze,
				 squeezer->disk, directory,
				 &squeezer->stopping) == 0) {
		atomic_fetch_add(&squeezer->squeezed, 1);
		return 0;
	}
	note_failure(squeezer, text);
	return -1;
}

static bool
is_plain(const struct dtap_capture *capture)
{
	return dtap_capture_is_finished(capture) &&
	       capture->there & (1U << DTAP_FILE_PCAP | 1U << DTAP_FILE_RAW);
}

static int
squeeze_all(struct dtap_squeezer *squeezer, int directory)
{
	struct dtap_shelf shelf;
	int status = 0;

	if (dtap_shelf_read(&shelf, squeezer->disk, directory, squeezer->tap) <
	    0)
		return -1;
	for (size_t i = 0; i < shelf.count; i++)
		if (!atomic_load(&squeezer->stopping) &&
		    is_plain(&shelf.captures[i]) &&
		    squeeze(squeezer, directory, &shelf.captures[i]) < 0)
			status = -1;
	dtap_shelf_free(&shelf);
	return status;
}

int
dtap_squeezer_pass(struct dtap_squeezer *squeezer)
{
	int status, directory = dtap_disk_directory(
			    squeezer->disk, squeezer->options->directory);

	/* A directory that is not there is the recorder's to complain of. */
	if (directory < 0)
		return -1;
	status = squeeze_all(squeezer, directory);
	squeezer->failing = squeezer->failing && status < 0;
	squeezer->disk->close(squeezer->disk, directory);
	return status;
}

/* What fails here costs others more time than it should, and nothing else. */
static void
step_back(void)
{
	/* In Linux both are a thread's own. */
	setpriority(PRIO_PROCESS, 0, 19);
	syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}

/* Until there is something to do, or it is time to try again. */
static void
await(struct dtap_squeezer *squeezer, int64_t until)
{
	pthread_mutex_lock(&squeezer->lock);
	while (!squeezer->told && !atomic_load(&squeezer->stopping) &&
	       dtap_clock_cond_wait(&squeezer->told_so, &squeezer->lock,
				    until) != ETIMEDOUT)
		;
	squeezer->told = false;
	pthread_mutex_unlock(&squeezer->lock);
}

static void *
squeezer_main(void *arg)
{
	struct dtap_squeezer *squeezer = arg;
	int64_t pause = QUIET;

	pthread_setname_np(pthread_self(), "squeezer");
	step_back();
	for (;;) {
		await(squeezer, dtap_clock_now() + pause);
		if (atomic_load(&squeezer->stopping))
			return NULL;
		pause = dtap_squeezer_pass(squeezer) < 0 ? TRY_AGAIN : QUIET;
	}
}

int
dtap_squeezer_start(struct dtap_squeezer *squeezer)
{
	int error = pthread_create(&squeezer->thread, NULL, squeezer_main,
				   squeezer);

	errno = error;
	return error == 0 ? 0 : -1;
}

void
dtap_squeezer_stop(struct dtap_squeezer *squeezer)
{
	pthread_mutex_lock(&squeezer->lock);
	atomic_store(&squeezer->stopping, true);
	pthread_cond_signal(&squeezer->told_so);
	pthread_mutex_unlock(&squeezer->lock);
	pthread_join(squeezer->thread, NULL);
}

void
dtap_squeezer_tell(struct dtap_squeezer *squeezer)
{
	pthread_mutex_lock(&squeezer->lock);
	squeezer->told = true;
	pthread_cond_signal(&squeezer->told_so);
	pthread_mutex_unlock(&squeezer->lock);
}

void
dtap_squeezer_counts(struct dtap_squeezer *squeezer, uint64_t *squeezed,
		     uint64_t *failures)
{
	*squeezed = atomic_load(&squeezer->squeezed);
	*failures = atomic_load(&squeezer->failures);
}
