/* SPDX-License-Identifier: MIT */
/*
 * uploader_fixture.h - a desk (recorder_fixture.h) whose captures are uploaded, to a server that
 * answers as the test says.
 */
#ifndef DTAP_UPLOADER_FIXTURE_H
#define DTAP_UPLOADER_FIXTURE_H

#include "archive/upload/uploader.h"
#include "support/recorder_fixture.h"
#include "support/faulty_vfs.h"

#define DEPOT_MOST 64 /* files that are sent in a test */

/* The server: it remembers what it was sent. */
struct depot_server {
	struct dtap_upload_transport transport;      /* first */
	enum dtap_upload_result answers[DEPOT_MOST]; /* to each; 0 is carried */
	struct dtap_upload_error error;              /* of those refused */
	char names[DEPOT_MOST][DTAP_CAPTURE_NAME_ROOM];
	unsigned asked;
	const struct desk *desk;
	bool deletes; /* all of the directory, when it is asked */
	bool hangs;   /* until it is cancelled */
	atomic_bool hanging, cancelled;
};

struct depot {
	struct desk desk;
	struct faulty_disk faulty;
	struct depot_server *server; /* the uploader's */
	struct dtap_uploader *uploader;
	int64_t now; /* of the next pass */
};

/* Setup and teardown of a test: *state is a depot. */
int depot_make(void **state);
int depot_clear(void **state);

/* As after a restart: an uploader that knows what the directory says. */
void depot_begin(struct depot *depot);

/* So many captures of about 40 KiB. */
void depot_record(struct depot *depot, unsigned captures);

struct dtap_next_run depot_pass(struct depot *depot);
struct dtap_upload_status depot_status(struct depot *depot);

/* What was sent: captures 1 to count, of this kind, each with its sidecar file.
 */
void depot_sent(const struct depot *depot, unsigned count, const char *kind);

#endif
