/* SPDX-License-Identifier: MIT */
/*
 * finalize.h - gives an unfinished file its finished name.
 *
 * The order is: the capture is on the disk (the caller has synced it), then its
 * sidecar file is, and only then the name changes.  So at any power cut a file
 * with a finished name is finished and has a sidecar file.  Any thread.
 */
#ifndef DTAP_FINALIZE_H
#define DTAP_FINALIZE_H

#include "archive/capture_index.h"
#include "archive/sidecar.h"

/*
 * *name is the present name; on return the finished one.  It has a later number
 * if another file has taken the name meanwhile.  -1 with errno: if name->part
 * is still set, the name is unchanged; else the file has its new name, but this
 * may not be on the disk yet.
 */
int dtap_finalize(struct dtap_capture_name *name,
		  const struct dtap_sidecar *side,
		  struct dtap_capture_index *index,
		  const struct dtap_directory_handle *handle);

#endif
