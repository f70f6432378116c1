/* SPDX-License-Identifier: MIT */
/*
 * upload_pass.h - one pass of an uploader over its directory: what is ready is
 * sent, marked, and deleted where that is wanted; what fails is said.
 *
 * Private to the uploader: its thread's, but for the status.
 */
#ifndef DTAP_UPLOAD_PASS_H
#define DTAP_UPLOAD_PASS_H

#include <pthread.h>

#include "archive/scan.h"
#include "archive/status.h"
#include "archive/upload/http_put.h"
#include "base/log.h"

struct dtap_upload_context {
	const struct dtap_archive_options *options;
	const char *tap;
	const struct dtap_vfs *vfs;
	struct dtap_upload_transport *transport;
	const struct dtap_log *log;
	const atomic_bool *stopping;

	uint32_t said; /* bits: kinds of trouble warned of, this time */
	bool unmarked; /* `sent` was taken by the server, and is not */
	struct dtap_capture_name sent;

	pthread_mutex_t lock;
	struct dtap_upload_status status; /* guarded by the lock */
};

/* What a pass goes through, and what came of it. */
struct dtap_upload_pass {
	int directory;
	int64_t now;         /* Unix seconds */
	int64_t due;         /* when the next one is old enough; or 0 */
	uint64_t sent, left; /* captures uploaded, and not */
	uint32_t trouble;    /* bits: kinds of it */
	unsigned asked;      /* s, by the server that refused; or 0 */
	bool blocked;        /* there was no use in trying others */
};

/* `directory` and `now` are set, the rest is 0. */
void dtap_upload_pass_run(struct dtap_upload_context *uploading,
			  struct dtap_upload_pass *pass);

/* What it is at; `file` may be "". */
void dtap_upload_pass_show(struct dtap_upload_context *uploading,
			   enum dtap_upload_state state, const char *file);

#endif
