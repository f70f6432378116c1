/* SPDX-License-Identifier: MIT */
/*
 * uploader_fixture.h - a recorder_fixture with an uploader, and a server that
 * answers as the test says.
 */
#ifndef DTAP_UPLOADER_FIXTURE_H
#define DTAP_UPLOADER_FIXTURE_H

#include "archive/upload/uploader.h"
#include "support/faulty_vfs.h"
#include "support/recorder_fixture.h"

#define UPLOADS_MOST 64 /* files that a test may send */

/* The server; it keeps a list of what it was sent. */
struct upload_server {
	struct dtap_upload_transport transport;        /* first */
	enum dtap_upload_result answers[UPLOADS_MOST]; /* to each; 0: success */
	struct dtap_upload_error error;                /* for refused files */
	char names[UPLOADS_MOST][DTAP_CAPTURE_NAME_ROOM];
	unsigned asked;
	char url[384]; /* of the last set_server */
	const struct recorder_fixture *fixture;
	bool deletes;        /* the whole directory, at each request */
	bool hangs;          /* until it is cancelled */
	bool refuses_change; /* set_server fails */
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

/* A new uploader, as after a restart. */
void uploader_fixture_begin(struct uploader_fixture *fixture);

/* Makes so many captures of about 40 KiB. */
void uploader_fixture_record(struct uploader_fixture *fixture,
			     unsigned captures);

struct dtap_next_run uploader_fixture_pass(struct uploader_fixture *fixture);
struct dtap_upload_status uploader_fixture_status(
	struct uploader_fixture *fixture);

/* Checks that captures 1 to count, of this kind, were sent with their sidecar
 * files. */
void uploader_fixture_sent(const struct uploader_fixture *fixture,
			   unsigned count, const char *kind);

#endif
