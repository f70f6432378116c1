/* SPDX-License-Identifier: MIT */
/*
 * sidecar.h - the sidecar file of a capture: NAME.json, what it holds and
 * whence.
 *
 * Also the mark of our own: a capture without one is a stranger's, and left
 * alone.  Any thread.
 */
#ifndef DTAP_SIDECAR_H
#define DTAP_SIDECAR_H

#include <dtap/record_clock.h>

#include "archive/capture_name.h"
#include "archive/capture_stats.h"
#include "archive/vfs.h"

struct dtap_sidecar {
	const char *version, *device, *masks;         /* NULL: not known */
	const struct dtap_record_clock *record_clock; /* the same */
	bool recovered;                               /* after a crash */
	uint64_t bytes;                               /* of the plain capture */
	const struct dtap_capture_stats *stats;
};

/*
 * Writes the sidecar file of a capture (kind: the plain capture's) and puts it
 * on the disk; one that is there, of ours, is replaced.  -1 with errno.
 */
int dtap_sidecar_write(const struct dtap_sidecar *side,
		       const struct dtap_vfs *vfs, int directory,
		       const struct dtap_capture_name *name);

/* The capture has a sidecar file that an archive wrote. */
bool dtap_sidecar_is_ours(const struct dtap_vfs *vfs, int directory,
			  const struct dtap_capture_name *name);

#endif
