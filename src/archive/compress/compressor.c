/* SPDX-License-Identifier: MIT */
#include "archive/compress/compressor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/compress/compress.h"
#include "archive/worker.h"
#include "base/clock.h"

#define TRY_AGAIN (60 * DTAP_NS_PER_S)
#define QUIET     (3600 * DTAP_NS_PER_S)

struct dtap_compressor {
	const struct dtap_archive_options *options;
	const char *tap;
	struct dtap_capture_index *index;
	const struct dtap_log *log;
	void (*compressed_one)(void *arg); /* or NULL */
	void *arg;
	struct dtap_worker worker;
	_Atomic uint64_t compressed, failures;
	bool failing; /* the thread's: said so */
};

static struct dtap_next_run
pass(void *arg)
{
	return (struct dtap_next_run){
		.ns = dtap_compressor_pass(arg) < 0 ? TRY_AGAIN : QUIET};
}

struct dtap_compressor *
dtap_compressor_new(const struct dtap_archive_options *options, const char *tap,
		    struct dtap_capture_index *index,
		    const struct dtap_log *log)
{
	struct dtap_compressor *compressor = calloc(1, sizeof *compressor);

	if (compressor == NULL)
		return NULL;
	compressor->options = options;
	compressor->tap = tap;
	compressor->index = index;
	compressor->log = log;
	dtap_worker_init(&compressor->worker, "compressor", pass, compressor);
	return compressor;
}

void
dtap_compressor_free(struct dtap_compressor *compressor)
{
	if (compressor == NULL)
		return;
	dtap_worker_destroy(&compressor->worker);
	free(compressor);
}

static void
note_failure(struct dtap_compressor *compressor, const char *name)
{
	int error = errno;

	/* We stop; it was deleted; or the directory is another one. */
	if (error == ECANCELED || error == ENOENT || error == ESTALE)
		return;
	atomic_fetch_add(&compressor->failures, 1);
	if (!compressor->failing)
		dtap_log(compressor->log, DTAP_WARNING,
			 "archive of %s: cannot compress %s: %s; the plain "
			 "file stays, and compression will be tried again",
			 compressor->tap, name, strerror(error));
	compressor->failing = true;
}

/* -1: it could not be compressed. */
static int
compress_one(struct dtap_compressor *compressor,
	     const struct dtap_directory_handle *handle,
	     const struct dtap_capture *capture)
{
	struct dtap_capture_name name = capture->name;
	char text[DTAP_CAPTURE_NAME_ROOM];

	name.kind = dtap_capture_kind(capture);
	dtap_capture_name_write_as(&name, name.kind, false, text);
	if (dtap_compress_capture(&name, compressor->options->compression,
				  compressor->index, handle,
				  &compressor->worker.stopping) == 0) {
		atomic_fetch_add(&compressor->compressed, 1);
		if (compressor->compressed_one != NULL)
			compressor->compressed_one(compressor->arg);
		return 0;
	}
	note_failure(compressor, text);
	return -1;
}

static int
compress_all(struct dtap_compressor *compressor,
	     const struct dtap_directory_handle *handle)
{
	static const struct dtap_capture_filter plain = {
		.all = DTAP_FILE_BIT(DTAP_FILE_SIDECAR),
		.any = DTAP_PLAIN_FILES};
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture capture;
	int status = 0;

	for (; !atomic_load(&compressor->worker.stopping) &&
	       dtap_capture_index_next(compressor->index, handle, &plain, after,
				       &capture);
	     after = &capture.name) {
		if (dtap_capture_index_confirm(compressor->index, handle,
					       &capture.name, &capture) &&
		    (capture.there & DTAP_PLAIN_FILES) != 0 &&
		    compress_one(compressor, handle, &capture) < 0)
			status = -1;
	}
	return status;
}

int
dtap_compressor_pass(struct dtap_compressor *compressor)
{
	struct dtap_directory_handle handle;
	int status;

	/* The recorder reports a directory that is not there. */
	if (dtap_capture_index_enter(compressor->index, false, &handle) < 0)
		return -1;
	status = compress_all(compressor, &handle);
	compressor->failing = compressor->failing && status < 0;
	dtap_capture_index_leave(compressor->index, &handle);
	return status;
}

void
dtap_compressor_watch(struct dtap_compressor *compressor,
		      void (*compressed_one)(void *arg), void *arg)
{
	compressor->compressed_one = compressed_one;
	compressor->arg = arg;
}

int
dtap_compressor_start(struct dtap_compressor *compressor)
{
	return dtap_worker_start(&compressor->worker);
}

void
dtap_compressor_stop(struct dtap_compressor *compressor)
{
	dtap_worker_stop(&compressor->worker);
}

void
dtap_compressor_notify(struct dtap_compressor *compressor)
{
	dtap_worker_notify(&compressor->worker);
}

void
dtap_compressor_counts(struct dtap_compressor *compressor, uint64_t *compressed,
		       uint64_t *failures)
{
	*compressed = atomic_load(&compressor->compressed);
	*failures = atomic_load(&compressor->failures);
}
