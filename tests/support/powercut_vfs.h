/* SPDX-License-Identifier: MIT */
/*
 * powercut_vfs.h - the real file system, until the power is cut.
 *
 * It records what was not synced: bytes of files, and names that were created,
 * changed or removed.  A power cut undoes what a real one may undo.  Of the
 * bytes that were not synced, some at the beginning are kept; the rest is gone
 * or reads as zeros.  Of the names, those since the last sync of the directory
 * are undone from the newest back, all or some.
 */
#ifndef DTAP_POWERCUT_VFS_H
#define DTAP_POWERCUT_VFS_H

#include "archive/vfs.h"

struct powercut_vfs;

struct powercut_vfs *powercut_vfs_new(const char *directory, uint64_t seed);
void powercut_vfs_free(struct powercut_vfs *powercut);

const struct dtap_vfs *powercut_vfs_calls(const struct powercut_vfs *powercut);

/* Cuts the power.  The owners close descriptors that are still open. */
void powercut_vfs_cut(struct powercut_vfs *powercut);

#endif
