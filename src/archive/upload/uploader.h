/* SPDX-License-Identifier: MIT */
/*
 * uploader.h - sends an archive's finished captures to a server, the oldest
 * first, each followed by its sidecar file.
 *
 * It has a thread of its own (worker.h).  A capture that the server has
 * accepted is marked, and with `remove` it is deleted then.  A capture that was
 * sent but could not be marked is sent again after a restart; PUT makes this
 * harmless.  A failure is logged once for each cause and episode, counted, and
 * tried again: after 1 s, then less and less often, up to 10 minutes, or when
 * the server says (Retry-After, up to an hour).
 */
#ifndef DTAP_UPLOADER_H
#define DTAP_UPLOADER_H

#include "archive/capture_index.h"
#include "archive/options.h"
#include "archive/status.h"
#include "archive/upload/http_put.h"
#include "archive/worker.h"
#include "base/log.h"

struct dtap_uploader;

/*
 * Options, tap, index and log outlive it.  It takes over the transport.  NULL:
 * ENOMEM, and the transport is freed.
 */
struct dtap_uploader *dtap_uploader_new(
	const struct dtap_archive_options *options, const char *tap,
	struct dtap_capture_index *index,
	struct dtap_upload_transport *transport, const struct dtap_log *log);
void dtap_uploader_free(struct dtap_uploader *uploader); /* or NULL */

int dtap_uploader_start(struct dtap_uploader *uploader); /* -1 with errno */

/* Ends what it is doing: the file is sent again another time. */
void dtap_uploader_stop(struct dtap_uploader *uploader);

/* There is a new finished capture, or a compressed one.  Any thread. */
void dtap_uploader_notify(struct dtap_uploader *uploader);

/*
 * Its thread applies these to the files that follow, and tries at once. Whether
 * anything is uploaded cannot change.  Any thread.
 */
void dtap_uploader_set_options(struct dtap_uploader *uploader,
			       const struct dtap_upload_options *options);

void dtap_uploader_status(struct dtap_uploader *uploader,
			  struct dtap_upload_status *status); /* any thread */

/*
 * One pass over the captures at the Unix time `now`, which the thread does each
 * time.  For tests.
 */
struct dtap_next_run dtap_uploader_pass(struct dtap_uploader *uploader,
					int64_t now);

#endif
