/* SPDX-License-Identifier: MIT */
#include "daemon/setup_archive.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/compress/encoder.h"
#include "daemon/setup_upload.h"
#include "version.h"

/* One line, and the value of a function that cannot go on. */
#define FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

static enum dtap_compression
compression_of(const char *word)
{
	if (strcmp(word, "gzip") == 0)
		return DTAP_COMPRESSION_GZIP;
	return strcmp(word, "zstd") == 0 ? DTAP_COMPRESSION_ZSTD
					 : DTAP_COMPRESSION_NONE;
}

static struct dtap_archive_options
options_of(const struct dtap_conf *conf)
{
	return (struct dtap_archive_options){
		.directory = conf->archive.directory,
		.name = conf->archive.name,
		.form = strcmp(conf->archive.format, "raw") == 0
				? DTAP_FORM_RAW
				: DTAP_FORM_PCAP,
		.rotate_bytes = (uint64_t)conf->archive.rotate_bytes,
		.rotate_seconds = (unsigned)conf->archive.rotate_seconds,
		.keep_bytes = (uint64_t)conf->archive.keep_bytes,
		.keep_files = (uint64_t)conf->archive.keep_files,
		.keep_seconds = (unsigned)conf->archive.keep_seconds,
		.min_free_bytes_to_start =
			(uint64_t)conf->archive.min_free_bytes_to_start,
		.min_free_bytes = (uint64_t)conf->archive.min_free_bytes,
		.flush_ms = (unsigned)conf->archive.flush_ms,
		.sync_seconds = (unsigned)conf->archive.sync_seconds,
		.compression = compression_of(conf->archive.compress),
		.version = DTAP_VERSION,
	};
}

/* What the ranges of single keys do not say. */
static bool
check(const struct dtap_archive_options *options, const struct dtap_log *log)
{
	/* The file that grows, one that is kept, and one being compressed. */
	uint64_t files = options->compression == DTAP_COMPRESSION_NONE ? 2 : 3;

	if (!dtap_capture_name_is_word(options->name))
		return FAIL(log,
			    "archive.name = \"%s\": must be at most %d "
			    "letters, digits, '_' and '.'",
			    options->name, DTAP_CAPTURE_NAME_WORD);
	if (options->keep_bytes > 0 &&
	    options->keep_bytes / files < options->rotate_bytes)
		return FAIL(log,
			    "archive.keep_bytes = %" PRIu64 ": must be 0 (all "
			    "is kept) or at least %" PRIu64 ", %" PRIu64
			    " times archive.rotate_bytes",
			    options->keep_bytes, files * options->rotate_bytes,
			    files);
	if (options->compression != DTAP_COMPRESSION_NONE &&
	    !dtap_encoder_is_known(options->compression))
		return FAIL(log,
			    "archive.compress = \"zstd\": this diagtapd was "
			    "built without it; there is \"gzip\"");
	if (options->min_free_bytes_to_start < options->min_free_bytes)
		return FAIL(log,
			    "archive.min_free_bytes_to_start = %" PRIu64
			    ": must be at least archive.min_free_bytes, "
			    "%" PRIu64,
			    options->min_free_bytes_to_start,
			    options->min_free_bytes);
	return true;
}

/* "/dev/diag (diag)". */
static const char *
describe(struct dtap_service_tap *tap)
{
	const struct dtap_source *source = dtap_tap_source(tap->tap);

	snprintf(tap->device, sizeof tap->device, "%.200s (%.32s)",
		 source->where, source->type);
	return tap->device;
}

static bool
make_archive(struct dtap_service_tap *tap, struct dtap_archive_options *options,
	     const struct dtap_conf *conf, const struct dtap_log *log)
{
	options->device = describe(tap);
	options->masks =
		strcmp(tap->name, "diag") == 0 ? conf->masks.preset : NULL;
	tap->archive = dtap_archive_new(options, tap->tap, NULL, log);
	return tap->archive != NULL ||
	       FAIL(log, "the archive of %s: %s", tap->name, strerror(errno));
}

bool
dtap_archives_make(struct dtap_service *service, const struct dtap_conf *conf,
		   const struct dtap_log *log)
{
	struct dtap_archive_options options = options_of(conf);

	options.wall = service->wall;
	if (!conf->archive.enabled)
		return true;
	if (!check(&options, log) ||
	    !dtap_uploads_read(&options.upload, conf, log))
		return false;
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    !make_archive(&service->taps[i], &options, conf, log))
			return false;
	return true;
}

void
dtap_archives_free(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_archive_free(service->taps[i].archive);
}

int
dtap_archives_start(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].archive != NULL &&
		    dtap_archive_start(service->taps[i].archive) < 0)
			return -1;
	return 0;
}

void
dtap_archives_stop(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_archive_stop(service->taps[i].archive);
}
