/* SPDX-License-Identifier: MIT */
/*
 * powercut_vfs.h - the real file system, until the power goes.
 *
 * Keeps account of what was not synced: bytes of files, and names made,
 * changed and removed.  A power cut undoes what a real one may: of the bytes
 * behind those synced some run is kept, the rest is gone or reads as zeros; of
 * the names, those since the directory's last sync are undone from the newest
 * back, all or some.
 */
#ifndef DTAP_POWERCUT_VFS_H
#define DTAP_POWERCUT_VFS_H

#include "archive/vfs.h"

struct forgetful_disk;

struct forgetful_disk *forgetful_disk_new(const char *directory, uint64_t seed);
void forgetful_disk_free(struct forgetful_disk *forgetful);

const struct dtap_vfs *forgetful_disk_calls(
	const struct forgetful_disk *forgetful);

/* The power goes.  Descriptors that are still open are closed by their owner.
 */
void forgetful_disk_cut(struct forgetful_disk *forgetful);

#endif
