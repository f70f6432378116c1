/* SPDX-License-Identifier: MIT */
#include "archive/archive.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "archive/compress/compressor.h"
#include "archive/recorder.h"
#include "archive/upload/uploader.h"
#include "base/clock.h"
#include "base/thread.h"

/* Names of what is asked of the thread, as bits. */
#define BIT(order) (1U << (order))

struct dtap_archive {
	struct dtap_archive_options options;
	const char *tap;
	struct dtap_capture_index *index;
	struct dtap_recorder *recorder;     /* the thread's, once it runs */
	struct dtap_compressor *compressor; /* NULL: nothing is compressed */
	struct dtap_uploader *uploader;     /* NULL: nothing is uploaded */
	uint64_t notified;                  /* these two, of so many captures */
	pthread_t thread;
	bool started;
	int wake;          /* an eventfd */
	atomic_bool woken; /* it has been written */
	atomic_bool stopping;
	pthread_mutex_t lock; /* guards all below */
	unsigned orders;      /* not carried out yet */
	bool has_limits;      /* new ones, not applied yet */
	struct dtap_archive_options limits;
	struct dtap_archive_status status; /* after the last step */
};

static void
wake(void *arg)
{
	struct dtap_archive *archive = arg;

	if (!atomic_exchange(&archive->woken, true))
		eventfd_write(archive->wake, 1);
}

/* On the compressor's thread. */
static void
notify_uploader(void *arg)
{
	dtap_uploader_notify(((struct dtap_archive *)arg)->uploader);
}

static bool
make_compressor(struct dtap_archive *archive, const struct dtap_log *log)
{
	if (archive->options.compression == DTAP_COMPRESSION_NONE)
		return true;
	archive->compressor = dtap_compressor_new(
		&archive->options, archive->tap, archive->index, log);
	if (archive->compressor == NULL)
		return false;
	if (archive->uploader != NULL)
		dtap_compressor_watch(archive->compressor, notify_uploader,
				      archive);
	return true;
}

static bool
make_uploader(struct dtap_archive *archive, const struct dtap_log *log)
{
	struct dtap_upload_transport *transport;

	if (!dtap_archive_uploads(&archive->options))
		return true;
	transport = dtap_upload_transport_new(&archive->options.upload.server);
	if (transport == NULL)
		return false;
	archive->uploader = dtap_uploader_new(&archive->options, archive->tap,
					      archive->index, transport, log);
	return archive->uploader != NULL;
}

static bool
make(struct dtap_archive *archive, struct dtap_tap *tap,
     const struct dtap_log *log)
{
	const struct dtap_recorder_setup setup = {
		.options = &archive->options,
		.tap = archive->tap,
		.ring = dtap_tap_ring(tap),
		.snaplen = dtap_tap_options(tap)->snaplen,
		.index = archive->index,
		.log = log,
		.stopping = &archive->stopping,
	};

	archive->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (archive->wake < 0 || dtap_ring_watch(setup.ring, wake, archive) < 0)
		return false;
	archive->recorder = dtap_recorder_new(&setup);
	if (archive->recorder == NULL || !make_uploader(archive, log) ||
	    !make_compressor(archive, log))
		return false;
	dtap_recorder_status(archive->recorder, &archive->status);
	return true;
}

struct dtap_archive *
dtap_archive_new(const struct dtap_archive_options *options,
		 struct dtap_tap *tap, const struct dtap_vfs *vfs,
		 const struct dtap_log *log)
{
	struct dtap_archive *archive = calloc(1, sizeof *archive);
	int error;

	if (archive == NULL)
		return NULL;
	pthread_mutex_init(&archive->lock, NULL);
	archive->options = *options;
	archive->tap = dtap_tap_name(tap);
	archive->index =
		dtap_capture_index_new(options->directory, archive->tap, vfs);
	archive->wake = -1;
	if (archive->index != NULL && make(archive, tap, log))
		return archive;
	error = errno;
	dtap_archive_free(archive);
	errno = error;
	return NULL;
}

void
dtap_archive_free(struct dtap_archive *archive)
{
	if (archive == NULL)
		return;
	dtap_compressor_free(archive->compressor);
	dtap_uploader_free(archive->uploader);
	dtap_recorder_free(archive->recorder);
	dtap_capture_index_free(archive->index);
	if (archive->wake >= 0)
		close(archive->wake);
	pthread_mutex_destroy(&archive->lock);
	free(archive);
}

static struct dtap_moment
read_clocks(void)
{
	return (struct dtap_moment){dtap_clock_now(), dtap_clock_boot(),
				    time(NULL)};
}

/* With the lock held.  Only the thread looks at these while it runs. */
static void
apply_limits(struct dtap_archive *archive)
{
	const struct dtap_archive_options *from = &archive->limits;
	struct dtap_archive_options *to = &archive->options;

	archive->has_limits = false;
	to->rotate_bytes = from->rotate_bytes;
	to->rotate_seconds = from->rotate_seconds;
	to->keep_bytes = from->keep_bytes;
	to->keep_files = from->keep_files;
	to->keep_seconds = from->keep_seconds;
	to->min_free_bytes_to_start = from->min_free_bytes_to_start;
	to->min_free_bytes = from->min_free_bytes;
	to->flush_ms = from->flush_ms;
	to->sync_seconds = from->sync_seconds;
}

static void
carry_out_orders(struct dtap_archive *archive, const struct dtap_moment *moment)
{
	unsigned orders;

	pthread_mutex_lock(&archive->lock);
	orders = archive->orders;
	archive->orders = 0;
	if (archive->has_limits)
		apply_limits(archive);
	pthread_mutex_unlock(&archive->lock);
	for (unsigned order = 0; orders >> order != 0; order++)
		if (orders & BIT(order))
			dtap_recorder_order(archive->recorder,
					    (enum dtap_archive_order)order,
					    moment);
}

static void
publish_status(struct dtap_archive *archive)
{
	struct dtap_archive_status status;

	dtap_recorder_status(archive->recorder, &status);
	pthread_mutex_lock(&archive->lock);
	archive->status = status;
	pthread_mutex_unlock(&archive->lock);
	if (archive->notified == status.finished + status.recovered)
		return;
	archive->notified = status.finished + status.recovered;
	if (archive->compressor != NULL)
		dtap_compressor_notify(archive->compressor);
	if (archive->uploader != NULL)
		dtap_uploader_notify(archive->uploader);
}

/* Until the ring has news, somebody an order, or the time has come. */
static void
await(struct dtap_archive *archive, int64_t until)
{
	struct pollfd fd = {.fd = archive->wake, .events = POLLIN};
	int64_t left = until - dtap_clock_now();
	int64_t most = INT64_C(3600) * DTAP_NS_PER_S;
	eventfd_t count;

	if (left <= 0)
		return;
	left = left < most ? left : most;
	/* Not before its time: that would be a busy wait. */
	poll(&fd, 1, (int)((left + DTAP_NS_PER_MS - 1) / DTAP_NS_PER_MS));
	eventfd_read(archive->wake, &count);
	/* Cleared before we look: what comes now wakes us again. */
	atomic_store(&archive->woken, false);
}

static void *
archive_main(void *arg)
{
	struct dtap_archive *archive = arg;

	for (;;) {
		struct dtap_moment moment = read_clocks();
		int64_t again;

		if (atomic_load(&archive->stopping))
			dtap_recorder_cancel(archive->recorder);
		carry_out_orders(archive, &moment);
		again = dtap_recorder_step(archive->recorder, &moment);
		publish_status(archive);
		if (again == DTAP_NEVER && atomic_load(&archive->stopping))
			return NULL;
		await(archive, again);
	}
}

/* Those that were not started are as they were. */
static void
stop_workers(struct dtap_archive *archive)
{
	if (archive->compressor != NULL)
		dtap_compressor_stop(archive->compressor);
	if (archive->uploader != NULL)
		dtap_uploader_stop(archive->uploader);
}

static int
start_all(struct dtap_archive *archive)
{
	if ((archive->compressor != NULL &&
	     dtap_compressor_start(archive->compressor) < 0) ||
	    (archive->uploader != NULL &&
	     dtap_uploader_start(archive->uploader) < 0))
		return -1;
	archive->started = dtap_thread_start(&archive->thread, "archive",
					     archive_main, archive) == 0;
	return archive->started ? 0 : -1;
}

int
dtap_archive_start(struct dtap_archive *archive)
{
	int error;

	if (start_all(archive) == 0)
		return 0;
	error = errno;
	stop_workers(archive);
	errno = error;
	return -1;
}

void
dtap_archive_stop(struct dtap_archive *archive)
{
	if (archive == NULL || !archive->started)
		return;
	atomic_store(&archive->stopping, true);
	eventfd_write(archive->wake, 1);
	/* First: the archive needs the disk for what the ring still holds. */
	stop_workers(archive);
	pthread_join(archive->thread, NULL);
	archive->started = false;
}

void
dtap_archive_order(struct dtap_archive *archive, enum dtap_archive_order order)
{
	pthread_mutex_lock(&archive->lock);
	/* Of two that contradict the later one counts. */
	if (order != DTAP_ARCHIVE_ROTATE)
		archive->orders &=
			~(BIT(DTAP_ARCHIVE_BEGIN) | BIT(DTAP_ARCHIVE_END));
	archive->orders |= BIT(order);
	pthread_mutex_unlock(&archive->lock);
	wake(archive);
}

void
dtap_archive_set_limits(struct dtap_archive *archive,
			const struct dtap_archive_options *limits)
{
	pthread_mutex_lock(&archive->lock);
	archive->limits = *limits;
	archive->has_limits = true;
	pthread_mutex_unlock(&archive->lock);
	wake(archive);
}

void
dtap_archive_set_upload(struct dtap_archive *archive,
			const struct dtap_upload_options *upload)
{
	if (archive->uploader != NULL)
		dtap_uploader_set_options(archive->uploader, upload);
}

const char *
dtap_archive_state_name(enum dtap_archive_state state)
{
	static const char *const names[] = {
		[DTAP_ARCHIVE_STOPPED] = "stopped",
		[DTAP_ARCHIVE_WAITING] = "waiting",
		[DTAP_ARCHIVE_RECORDING] = "recording",
		[DTAP_ARCHIVE_PAUSED] = "paused",
		[DTAP_ARCHIVE_FAILED] = "failed",
	};

	return names[state];
}

const char *
dtap_upload_state_name(enum dtap_upload_state state)
{
	static const char *const names[] = {
		[DTAP_UPLOAD_OFF] = "off",
		[DTAP_UPLOAD_IDLE] = "idle",
		[DTAP_UPLOAD_WAITING] = "waiting",
		[DTAP_UPLOAD_SENDING] = "sending",
		[DTAP_UPLOAD_FAILING] = "failing",
	};

	return names[state];
}

void
dtap_archive_status(struct dtap_archive *archive,
		    struct dtap_archive_status *status)
{
	pthread_mutex_lock(&archive->lock);
	*status = archive->status;
	pthread_mutex_unlock(&archive->lock);
	if (archive->compressor != NULL)
		dtap_compressor_counts(archive->compressor, &status->compressed,
				       &status->compress_failures);
	if (archive->uploader != NULL)
		dtap_uploader_status(archive->uploader, &status->upload);
}

const char *
dtap_archive_tap(const struct dtap_archive *archive)
{
	return archive->tap;
}

struct dtap_capture_index *
dtap_archive_index(const struct dtap_archive *archive)
{
	return archive->index;
}
