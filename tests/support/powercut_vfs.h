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

struct powercut_vfs;

struct powercut_vfs *powercut_vfs_new(const char *directory, uint64_t seed);
void powercut_vfs_free(struct powercut_vfs *forgetful);

const struct dtap_vfs *powercut_vfs_calls(const struct powercut_vfs *forgetful);

/* The power goes.  Descriptors that are still open are closed by their owner.
 */
void powercut_vfs_cut(struct powercut_vfs *forgetful);

#endif
