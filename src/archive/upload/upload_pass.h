/* SPDX-License-Identifier: MIT */
/*
 * upload_pass.h - one pass of an uploader over the captures: it sends what is
 * ready, marks it, and deletes it if that is configured.
 *
 * Private to the uploader.  The uploader's thread owns all of it; other threads
 * read the status under the lock.
 */
#ifndef DTAP_UPLOAD_PASS_H
#define DTAP_UPLOAD_PASS_H

#include <pthread.h>

#include "archive/capture_index.h"
#include "archive/options.h"
#include "archive/status.h"
#include "archive/upload/http_put.h"
#include "base/log.h"

struct dtap_upload_context {
	const struct dtap_archive_options *options;
	const struct dtap_upload_options *upload; /* in force */
	struct dtap_upload_options applied[2];    /* by reloads, in turn */
	const char *tap;
	struct dtap_capture_index *index;
	const struct dtap_vfs *vfs; /* the index's */
	struct dtap_upload_transport *transport;
	const struct dtap_log *log;
	const atomic_bool *stopping;

	uint32_t logged; /* bits: kinds of problems logged in this episode */
	bool unmarked;   /* the server has `sent`, and its mark is missing */
	struct dtap_capture_name sent;

	pthread_mutex_t lock;
	struct dtap_upload_status status; /* guarded by the lock */
	struct dtap_upload_options fresh; /* the same */
	bool has_fresh;                   /* the same: not applied yet */
};

/* One pass and its result. */
struct dtap_upload_pass {
	struct dtap_directory_handle handle;
	int64_t now;          /* Unix seconds */
	int64_t due;          /* Unix s: the next capture is old enough; or 0 */
	uint64_t sent, left;  /* captures uploaded in this pass; not uploaded */
	uint32_t problems;    /* bits: their kinds */
	unsigned retry_after; /* s, from the server that refused; or 0 */
	bool blocked; /* the problem is not about one file: no others were tried
		       */
};

/* The caller sets `handle` and `now`; the rest is 0. */
void dtap_upload_pass_run(struct dtap_upload_context *context,
			  struct dtap_upload_pass *pass);

/* Sets the state and the file being sent (or "") in the status. */
void dtap_upload_pass_show(struct dtap_upload_context *context,
			   enum dtap_upload_state state, const char *file);

#endif
