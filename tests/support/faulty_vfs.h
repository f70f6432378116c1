/* SPDX-License-Identifier: MIT */
/*
 * faulty_vfs.h - the real file system with calls that fail when a test wants
 * it.
 */
#ifndef DTAP_FAULTY_VFS_H
#define DTAP_FAULTY_VFS_H

#include <stdbool.h>

#include "archive/vfs.h"

enum faulty_verb {
	FAULTY_OPEN,
	FAULTY_WRITE,
	FAULTY_READ,
	FAULTY_CUT,
	FAULTY_SYNC,
	FAULTY_RENAME,
	FAULTY_REMOVE,
	FAULTY_SPACE,
	FAULTY_VERBS
};

struct faulty_vfs {
	struct dtap_vfs vfs;
	int errors[FAULTY_VERBS];     /* errno of each call; 0: it works */
	unsigned calls[FAULTY_VERBS]; /* counted */
	size_t torn;    /* bytes that a failing write has written */
	uint64_t space; /* free, if not 0 */
	/* One call in so many fails with EIO; 0: none. */
	unsigned odds;
	uint64_t random;
};

void faulty_vfs_init(struct faulty_vfs *faulty);

#endif
