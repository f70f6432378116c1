/* SPDX-License-Identifier: MIT */
/*
 * options.h - what an archive does, and with what.  Plain data, never changed.
 */
#ifndef DTAP_ARCHIVE_OPTIONS_H
#define DTAP_ARCHIVE_OPTIONS_H

#include <stdatomic.h>
#include <stdbool.h>

#include <dtap/record_clock.h>
#include <dtap/ring.h>

#include "archive/capture_name.h"
#include "archive/capture_index.h"
#include "base/log.h"

/* A server that captures are sent to. */
struct dtap_server_options {
	char url[384];            /* of a folder, with '/' at its end */
	char token[512];          /* a bearer token, or "" */
	char password[512];       /* "USER:PASSWORD", or "" */
	char secret_file[1024];   /* that the token or password was read from */
	char ca_file[1024];       /* trusted certificates; "": the system's */
	const char *agent;        /* "diagtapd/1.0"; a static string */
	unsigned connect_timeout; /* s */
	unsigned stall_timeout;   /* s without a byte accepted, or an answer */
};

/* The keys of the group `upload`.  Without a URL nothing is uploaded. */
struct dtap_upload_options {
	struct dtap_server_options server;
	unsigned min_age_seconds;
	bool remove; /* delete what was uploaded */
};

enum dtap_compression {
	DTAP_COMPRESSION_NONE,
	DTAP_COMPRESSION_GZIP,
	DTAP_COMPRESSION_ZSTD
};

/* The keys of the group `archive`; diagtapd.conf(5) says what each does. */
struct dtap_archive_options {
	const char *directory, *name;
	enum dtap_form form; /* PCAP or RAW */
	bool split;          /* PCAP: a record for each message of DIAG */
	uint64_t rotate_bytes, keep_bytes, keep_files;
	uint64_t min_free_bytes_to_start, min_free_bytes;
	unsigned rotate_seconds, keep_seconds, flush_ms, sync_seconds;
	enum dtap_compression compression;
	struct dtap_upload_options upload;
	bool stopped; /* records only after DTAP_ARCHIVE_BEGIN */

	/* For the sidecar files.  NULL: not known.  They outlive the archive.
	 */
	const struct dtap_record_clock *record_clock;
	const char *version, *device, *masks;
	const char *uplink_device, *boot;
};

/* The time.  All deadlines follow `now`. */
struct dtap_moment {
	int64_t now;    /* monotonic ns */
	int64_t passed; /* ns since the machine's start, with its sleep */
	int64_t wall;   /* Unix seconds, as far as the machine knows them */
};

/* What a recorder records, and where.  All of it outlives the recorder. */
struct dtap_recorder_setup {
	const struct dtap_archive_options *options;
	const char *tap; /* its name */
	struct dtap_ring *ring;
	uint32_t snaplen;
	struct dtap_capture_index *index; /* of the directory */
	const struct dtap_log *log;
	const atomic_bool *stopping; /* the daemon stops; or NULL */
};

static inline bool
dtap_archive_uploads(const struct dtap_archive_options *options)
{
	return options->upload.server.url[0] != '\0';
}

#endif
