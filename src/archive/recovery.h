/* SPDX-License-Identifier: MIT */
/*
 * recovery.h - files that a crash, a power cut or a full disk left unfinished.
 *
 * Every NAME.part of this tap that no process has locked is cut behind its last
 * whole record and gets its finished name and a sidecar file; one without a
 * whole record is removed, and so are unfinished side and compressed files,
 * which can be made again.  A file that is not as we write them is left alone.
 */
#ifndef DTAP_RECOVERY_H
#define DTAP_RECOVERY_H

#include "archive/scan.h"
#include "archive/sidecar.h"

/* A file that this process gave up, of which it knows more than can be seen. */
struct dtap_orphan {
	struct dtap_capture_name name;
	uint64_t bytes; /* beyond them nothing counts */
	bool known;     /* there is one */
};

struct dtap_recovered {
	uint64_t captures;  /* finished */
	uint64_t bytes;     /* of theirs */
	unsigned failed;    /* could not be, and stay as they are */
	unsigned strangers; /* let alone */
	int error;          /* errno of the last that failed */
	char last[DTAP_CAPTURE_NAME_ROOM];     /* the last one finished */
	char stranger[DTAP_CAPTURE_NAME_ROOM]; /* one of them */
};

/* facts: what is known besides, its stats and bytes are not used.  -1: the
 * directory could not be read, with errno. */
int dtap_recover(struct dtap_recovered *recovered,
		 const struct dtap_sidecar *facts, const struct dtap_vfs *vfs,
		 int directory, const char *tap,
		 const struct dtap_orphan *orphan);

#endif
