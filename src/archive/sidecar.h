/* SPDX-License-Identifier: MIT */
/*
 * sidecar.h - the sidecar file of a capture: NAME.json, facts about the
 * capture.
 *
 * It also says that an archive made the capture: a capture without one belongs
 * to somebody else and is left alone.  Any thread.
 */
#ifndef DTAP_SIDECAR_H
#define DTAP_SIDECAR_H

#include <dtap/record_clock.h>

#include "archive/capture_name.h"
#include "archive/capture_stats.h"
#include "archive/vfs.h"

/* Which containers of its tap a capture has, by their numbers. */
struct dtap_container_range {
	uint64_t first, next; /* next: behind the last one */
	bool known;
};

struct dtap_sidecar {
	const char *version, *device, *masks;         /* NULL: not known */
	const char *uplink_device, *boot;             /* the same */
	struct dtap_container_range range;            /* counted in this boot */
	const struct dtap_record_clock *record_clock; /* the same */
	bool recovered;                               /* after a crash */
	uint64_t bytes;                               /* of the plain capture */
	const struct dtap_capture_stats *stats;
};

/*
 * Writes the sidecar file of a capture (kind: the plain capture's) and syncs
 * it and the directory.  One that an archive wrote is replaced.  -1 with errno.
 */
int dtap_sidecar_write(const struct dtap_sidecar *side,
		       const struct dtap_vfs *vfs, int directory,
		       const struct dtap_capture_name *name);

enum dtap_sidecar_owner {
	DTAP_SIDECAR_NONE,       /* there is no file */
	DTAP_SIDECAR_OURS,       /* an archive wrote it */
	DTAP_SIDECAR_FOREIGN,    /* or it is no regular file */
	DTAP_SIDECAR_UNREADABLE, /* the disk refuses */
};

/* This text begins and ends as the archive writes it. */
bool dtap_sidecar_is_whole(const char *text, size_t size);

/* Whose sidecar file the capture has. */
enum dtap_sidecar_owner dtap_sidecar_check(
	const struct dtap_vfs *vfs, int directory,
	const struct dtap_capture_name *name);

#endif
