/* SPDX-License-Identifier: MIT */
/*
 * recovery.h - files that a crash, a power cut or a full disk left unfinished.
 *
 * Every NAME.part of this tap that no process has locked is cut behind its last
 * whole record, and gets its finished name and a sidecar file.  A file without
 * a whole record is removed, and so are unfinished sidecar files and compressed
 * files, which can be made again.  A sidecar file without its capture, which a
 * crash leaves of a deletion, is removed.  A file that is not as the archive
 * writes them is left alone.
 */
#ifndef DTAP_RECOVERY_H
#define DTAP_RECOVERY_H

#include "archive/capture_index.h"
#include "archive/sidecar.h"

/* A file that this process abandoned, and of which it knows what is valid. */
struct dtap_orphan {
	struct dtap_capture_name name;
	uint64_t bytes; /* valid; the rest is not */
	bool known;     /* there is one */
};

struct dtap_recovered {
	uint64_t captures; /* finished */
	uint64_t bytes;    /* of these */
	unsigned failed;   /* could not be finished, and stay as they are */
	unsigned foreign;  /* left alone */
	int error;         /* errno of the last that failed */
	char last[DTAP_CAPTURE_NAME_ROOM];         /* the last one finished */
	char foreign_name[DTAP_CAPTURE_NAME_ROOM]; /* one of those */
};

/*
 * Finishes the files of the directory, as the index has them.  facts: for the
 * sidecar files; its stats and bytes are not used.  -1: ENOMEM.
 */
int dtap_recover(struct dtap_recovered *recovered,
		 const struct dtap_sidecar *facts,
		 struct dtap_capture_index *index,
		 const struct dtap_directory_handle *handle,
		 const struct dtap_orphan *orphan);

#endif
