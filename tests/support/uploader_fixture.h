/* SPDX-License-Identifier: MIT */
/*
 * uploader_fixture.h - a recorder_fixture whose captures are uploaded to a
 * server that answers as the test says.
 */
#ifndef DTAP_UPLOADER_FIXTURE_H
#define DTAP_UPLOADER_FIXTURE_H

#include "archive/upload/uploader.h"
#include "support/faulty_vfs.h"
#include "support/recorder_fixture.h"

#define UPLOADS_MOST 64 /* files that are sent in a test */

/* The server: it remembers what it was sent. */
struct upload_server {
	struct dtap_upload_transport transport; /* first */
	enum dtap_upload_result
		answers[UPLOADS_MOST];  /* to each; 0 is carried */
	struct dtap_upload_error error; /* of those refused */
	char names[UPLOADS_MOST][DTAP_CAPTURE_NAME_ROOM];
	unsigned asked;
	const struct recorder_fixture *fixture;
	bool deletes; /* all of the directory, when it is asked */
	bool hangs;   /* until it is cancelled */
	atomic_bool hanging, cancelled;
};

struct uploader_fixture {
	struct recorder_fixture recording;
	struct faulty_vfs faulty;
	struct upload_server *server; /* the uploader's */
	struct dtap_uploader *uploader;
	int64_t now; /* of the next pass */
};

/* Setup and teardown of a test: *state is a fixture. */
int uploader_fixture_make(void **state);
int uploader_fixture_clear(void **state);

/* As after a restart: an uploader that knows what the directory says. */
void uploader_fixture_begin(struct uploader_fixture *fixture);

/* So many captures of about 40 KiB. */
void uploader_fixture_record(struct uploader_fixture *fixture,
			     unsigned captures);

struct dtap_next_run uploader_fixture_pass(struct uploader_fixture *fixture);
struct dtap_upload_status uploader_fixture_status(
	struct uploader_fixture *fixture);

/* What was sent: captures 1 to count, of this kind, each with its sidecar file.
 */
void uploader_fixture_sent(const struct uploader_fixture *fixture,
			   unsigned count, const char *kind);

#endif
