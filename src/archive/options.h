/* SPDX-License-Identifier: MIT */
/*
 * options.h - what an archive is to do.  Plain data, never changed.
 */
#ifndef DTAP_ARCHIVE_OPTIONS_H
#define DTAP_ARCHIVE_OPTIONS_H

#include <dtap/block.h>
#include <dtap/wall.h>

#include "archive/upload/http_put.h"
#include "archive/vfs.h"
#include "archive/capture_name.h"

/* The keys of the group `upload`.  Without a URL nothing is uploaded. */
struct dtap_upload_options {
	struct dtap_server_options server;
	unsigned min_age_seconds;
	bool remove; /* what was uploaded */
};

enum dtap_squeeze { DTAP_SQUEEZE_NONE, DTAP_SQUEEZE_GZIP, DTAP_SQUEEZE_ZSTD };

/* The keys of the group `archive`; diagtapd.conf(5) says what each does. */
struct dtap_archive_options {
	const char *directory, *name;
	enum dtap_form form; /* PCAP or RAW */
	uint64_t rotate_bytes, keep_bytes, keep_files;
	uint64_t min_free_bytes_to_start, min_free_bytes;
	unsigned rotate_seconds, keep_seconds, flush_ms, sync_seconds;
	enum dtap_squeeze squeeze;
	struct dtap_upload_options upload;
	bool stopped; /* begins when it is told to */

	/* For the side files; NULL is not known.  They outlive the archive. */
	const struct dtap_wall *wall;
	const char *version, *device, *masks;
};

static inline bool
dtap_archive_uploads(const struct dtap_archive_options *options)
{
	return options->upload.server.url[0] != '\0';
}

#endif
