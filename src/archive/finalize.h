/* SPDX-License-Identifier: MIT */
/*
 * finalize.h - a file that was being written gets its finished name.
 *
 * In this order: the capture is on the disk (the caller has synced it), its
 * sidecar file is, and only then its name changes: whenever the power goes, a
 * finished name is a finished file with a sidecar file.  Any thread.
 */
#ifndef DTAP_FINALIZE_H
#define DTAP_FINALIZE_H

#include "archive/sidecar.h"

/*
 * *name is what the file is called now; then its finished name, of a later
 * number where a stranger has taken its own meanwhile.  -1 with errno: where
 * name->part is still set it has the name that it had, else that it has another
 * may not be on the disk yet.
 */
int dtap_finalize(struct dtap_capture_name *name,
		  const struct dtap_sidecar *side, const struct dtap_vfs *vfs,
		  int directory);

#endif
