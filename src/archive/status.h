/* SPDX-License-Identifier: MIT */
/*
 * status.h - the state of an archive, and the orders that it accepts.  Plain
 * data.
 */
#ifndef DTAP_ARCHIVE_STATUS_H
#define DTAP_ARCHIVE_STATUS_H

#include <dtap/container.h>

#include "archive/capture_name.h"

enum dtap_archive_order {
	DTAP_ARCHIVE_ROTATE, /* finish the file; the next block begins one */
	DTAP_ARCHIVE_BEGIN,  /* record from now on */
	DTAP_ARCHIVE_END,    /* finish the file, and record no more */
};

enum dtap_archive_state {
	DTAP_ARCHIVE_STOPPED,   /* by order, or the tap has ended */
	DTAP_ARCHIVE_WAITING,   /* for the first block of a file */
	DTAP_ARCHIVE_RECORDING, /* to `file` */
	DTAP_ARCHIVE_PAUSED, /* the disk is too full; it continues by itself */
	DTAP_ARCHIVE_FAILED, /* the disk refuses; it tries again by itself */
};

/* "stopped", "waiting", ... */
const char *dtap_archive_state_name(enum dtap_archive_state state);

enum dtap_upload_state {
	DTAP_UPLOAD_OFF,     /* nothing is to be uploaded */
	DTAP_UPLOAD_IDLE,    /* everything is uploaded */
	DTAP_UPLOAD_WAITING, /* for captures to be old enough, or compressed */
	DTAP_UPLOAD_SENDING, /* `file` */
	DTAP_UPLOAD_FAILING, /* it tries again by itself */
};

/* "off", "idle", ... */
const char *dtap_upload_state_name(enum dtap_upload_state state);

struct dtap_upload_status {
	enum dtap_upload_state state;
	char why[512];                     /* why the last try failed; or "" */
	char file[DTAP_CAPTURE_NAME_ROOM]; /* is being sent, or "" */
	char last[DTAP_CAPTURE_NAME_ROOM]; /* the last one uploaded, or "" */
	uint64_t pending; /* captures not uploaded, at the last look */

	/* Since the start. */
	uint64_t uploaded,
		bytes;     /* captures, theirs and their sidecar files' */
	uint64_t failures; /* tries that failed */
};

struct dtap_archive_status {
	enum dtap_archive_state state;
	char why[256]; /* reason of paused and failed, else "" */
	char file[DTAP_CAPTURE_NAME_ROOM]; /* its finished name; "": none is
					      open */
	uint64_t file_bytes;               /* written of it: whole records */
	char last[DTAP_CAPTURE_NAME_ROOM]; /* the last one finished, or "" */

	/* Since the start. */
	uint64_t finished, recovered, deleted;  /* captures */
	uint64_t bytes, writes, syncs;          /* of captures */
	struct dtap_amount recorded;            /* containers, theirs */
	struct dtap_amount lost;                /* left the ring unrecorded */
	uint64_t lags, failures, pauses;        /* episodes */
	uint64_t compressed, compress_failures; /* captures */
	uint64_t unsent; /* deleted by the limits before they were uploaded */
	struct dtap_upload_status upload;
	uint64_t orders; /* carried out */
};

#endif
