/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "commands/new_file.h"
#include "sources/file/frame_check.h"
#include "sources/sources.h"

#define BAR       40
#define SHOW_EACH (100 * DTAP_NS_PER_MS)

/* Bytes of records that may wait for the first time in a capture. */
#define EARLY_MAX ((size_t)64 << 20)

struct conversion {
	const struct dtap_log *log;
	const char *in, *out;
	struct dtap_source *source;
	uint8_t *container, *scratch;
	struct dtap_new_file *file; /* NULL until there is something to write */
	uint8_t *records;           /* of one container */
	size_t room;
	struct {
		uint8_t *data;
		size_t size, room;
		bool over; /* the first time is known, or too late */
	} early;           /* records before the first time */
	struct dtap_amount done;
	int64_t unix_us; /* the last time in a container */
	bool shows;      /* a bar, on a terminal */
	int64_t shown;
};

static void
show(struct conversion *conversion, bool last)
{
	double part = dtap_file_progress(conversion->source);
	int64_t now = dtap_clock_now();
	char bar[BAR + 1] = "";

	if (!conversion->shows || part < 0 ||
	    (!last && now - conversion->shown < SHOW_EACH))
		return;
	conversion->shown = now;
	memset(bar, '#', (size_t)(part * BAR));
	fprintf(stderr, "\r[%-*s] %3.0f %%%s", BAR, bar, part * 100,
		last ? "\n" : "");
}

/* The time of the container itself, if it has one that fits into pcap. */
static struct timespec
time_of(struct conversion *conversion, size_t size)
{
	struct timespec recorded = conversion->source->time;
	int64_t us;

	if (recorded.tv_sec != 0) {
		conversion->unix_us = (int64_t)recorded.tv_sec * 1000000;
		return recorded;
	}
	if (dtap_frame_container_time(conversion->container, size,
				      conversion->scratch, &us) &&
	    us / 1000000 <= UINT32_MAX)
		conversion->unix_us = us;
	return (struct timespec){
		.tv_sec = (time_t)(conversion->unix_us / 1000000),
		.tv_nsec = (long)(conversion->unix_us % 1000000) * 1000,
	};
}

static void
note_nothing(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

static bool
cannot_write(struct conversion *conversion)
{
	return DTAP_FAIL(conversion->log, "%s: %s", conversion->out,
			 strerror(errno));
}

/* The input must not be replaced. */
static bool
is_input(const struct conversion *conversion)
{
	struct stat in, out;

	return strcmp(conversion->out, "-") != 0 &&
	       stat(conversion->in, &in) == 0 &&
	       stat(conversion->out, &out) == 0 && S_ISREG(in.st_mode) &&
	       in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

static bool
write_bytes(struct conversion *conversion, const uint8_t *data, size_t size)
{
	FILE *stream = dtap_new_file_stream(conversion->file);

	return fwrite(data, 1, size, stream) == size ||
	       cannot_write(conversion);
}

static bool
begin(struct conversion *conversion)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	if (conversion->file != NULL)
		return true;
	if (is_input(conversion))
		return DTAP_FAIL(conversion->log,
				 "%s is the input itself: choose another "
				 "output file",
				 conversion->out);
	conversion->file = dtap_new_file_open(conversion->out);
	if (conversion->file == NULL)
		return cannot_write(conversion);
	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	return write_bytes(conversion, header, sizeof header);
}

/* The records that have waited, with the first time in the capture. */
static bool
write_early(struct conversion *conversion)
{
	uint8_t *at = conversion->early.data;
	uint8_t *end = at + conversion->early.size;
	int64_t us = conversion->unix_us;

	conversion->early.over = true;
	while (at < end) {
		dtap_put32(at, (uint32_t)(us / 1000000));
		dtap_put32(at + 4, (uint32_t)(us % 1000000));
		at += DTAP_PCAP_RECORD_HEADER + dtap_get32(at + 8);
	}
	return conversion->early.size == 0 ||
	       write_bytes(conversion, conversion->early.data,
			   conversion->early.size);
}

/*
 * Containers before the first one with a time get this time too.  What waits
 * for it is bounded: a capture that begins with more has no times there.
 */
static bool
keep_early(struct conversion *conversion, size_t size)
{
	size_t needed = conversion->early.size + size;

	if (needed > conversion->early.room) {
		uint8_t *more = realloc(conversion->early.data, 2 * needed);

		if (more == NULL)
			return cannot_write(conversion);
		conversion->early.data = more;
		conversion->early.room = 2 * needed;
	}
	memcpy(conversion->early.data + conversion->early.size,
	       conversion->records, size);
	conversion->early.size = needed;
	return needed <= EARLY_MAX || write_early(conversion);
}

static bool
write_records(struct conversion *conversion, size_t size)
{
	if (!begin(conversion))
		return false;
	if (!conversion->early.over && conversion->unix_us == 0)
		return keep_early(conversion, size);
	if (!conversion->early.over && !write_early(conversion))
		return false;
	return write_bytes(conversion, conversion->records, size);
}

static bool
convert(struct conversion *conversion, size_t size)
{
	const struct dtap_container container = {
		.data = conversion->container,
		.size = size,
		.time = time_of(conversion, size),
		.number = conversion->done.containers,
		.shape = conversion->source->shape,
	};
	size_t room = dtap_pcap_room(&container, DTAP_SNAPLEN_MAX);

	if (room > conversion->room) {
		free(conversion->records);
		conversion->records = malloc(room);
		conversion->room = conversion->records != NULL ? room : 0;
	}
	if (conversion->records == NULL)
		return cannot_write(conversion);
	room = dtap_pcap_write(conversion->records, &container,
			       DTAP_SNAPLEN_MAX, note_nothing, NULL);
	if (!write_records(conversion, room))
		return false;
	if (dtap_container_counts(&container)) {
		conversion->done.containers++;
		conversion->done.bytes += size;
	}
	show(conversion, false);
	return true;
}

/* The next container; 0: that was all. */
static size_t
next(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;
	ssize_t size;

	do {
		size = source->ops->read(source, conversion->container,
					 source->buffer_size);
		if (size == 0 && source->why[0] != '\0')
			dtap_log(conversion->log, DTAP_WARNING, "%s",
				 source->why);
	} while (size == 0);
	return size > 0 ? (size_t)size : 0;
}

/* What was not converted: one line, or none. */
static void
log_skipped(const struct conversion *conversion)
{
	const struct dtap_source *source = conversion->source;
	struct dtap_skipped_records records = dtap_file_skipped(source);

	if (source->skipped_bytes > 0)
		dtap_log(conversion->log, DTAP_WARNING,
			 "%s: damaged: %" PRIu64 " bytes skipped in %" PRIu64
			 " places",
			 conversion->in, (uint64_t)source->skipped_bytes,
			 (uint64_t)source->resyncs);
	if (source->skipped_records > 0)
		dtap_log(conversion->log, DTAP_WARNING,
			 "%s: %" PRIu64 " records skipped: %" PRIu64
			 " not of diagtap, %" PRIu64
			 " cut by a snaplen, %" PRIu64
			 " of containers that are not complete",
			 conversion->in, (uint64_t)source->skipped_records,
			 records.foreign, records.cut, records.incomplete);
}

static void
log_result(const struct conversion *conversion)
{
	dtap_log(conversion->log, DTAP_NOTICE,
		 "%s: %" PRIu64 " containers (%" PRIu64 " bytes), %" PRIu64
		 " frames with a wrong CRC",
		 conversion->out, conversion->done.containers,
		 conversion->done.bytes,
		 (uint64_t)conversion->source->wrong_frames);
}

static bool
finish(struct conversion *conversion)
{
	struct dtap_new_file *file = conversion->file;

	conversion->file = NULL;
	return dtap_new_file_finish(file) || cannot_write(conversion);
}

/* Nothing came out of an input with something in it: an old output stays. */
static bool
refuse(const struct conversion *conversion)
{
	const char *why = conversion->source->why;
	struct stat old;
	bool is_old = strcmp(conversion->out, "-") != 0 &&
		      stat(conversion->out, &old) == 0 && S_ISREG(old.st_mode);

	return DTAP_FAIL(conversion->log, "%s%s%s%s%s",
			 why[0] != '\0' ? "" : conversion->in,
			 why[0] != '\0' ? why : ": nothing to convert",
			 is_old ? "; " : "", is_old ? conversion->out : "",
			 is_old ? " was not changed" : "");
}

/* The whole input was read. */
static bool
end(struct conversion *conversion)
{
	const struct dtap_source *source = conversion->source;
	bool damaged = source->skipped_bytes > 0 || source->why[0] != '\0';

	log_skipped(conversion);
	if (conversion->file == NULL &&
	    (damaged || source->skipped_records > 0))
		return refuse(conversion);
	if (!begin(conversion) ||
	    (!conversion->early.over && !write_early(conversion)) ||
	    !finish(conversion))
		return false;
	if (conversion->done.containers > 0)
		show(conversion, true);
	log_result(conversion);
	if (source->why[0] != '\0')
		return DTAP_FAIL(conversion->log, "%s", source->why);
	return !damaged;
}

static bool
run(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;
	bool good = true;
	size_t size;

	if (source->ops->open(source) < 0)
		return DTAP_FAIL(conversion->log, "%s", source->why);
	while (good && (size = next(conversion)) > 0)
		good = convert(conversion, size);
	good = good && end(conversion);
	source->ops->close(source);
	dtap_new_file_discard(conversion->file);
	return good;
}

int
dtap_command_convert(const struct dtap_log *log, const char *in,
		     const char *out)
{
	const struct dtap_file_options options = {.path = in};
	struct conversion conversion = {
		.log = log,
		.in = in,
		.out = out,
		.source = dtap_file_new(&options),
		.scratch = malloc(DTAP_FRAME_MAX),
		.shows = isatty(STDERR_FILENO),
	};
	bool good = false;

	if (conversion.source != NULL)
		conversion.container = malloc(conversion.source->buffer_size);
	if (conversion.container != NULL && conversion.scratch != NULL)
		good = run(&conversion);
	else
		dtap_log(log, DTAP_ERROR, "%s", strerror(ENOMEM));
	if (conversion.source != NULL)
		conversion.source->ops->free(conversion.source);
	free(conversion.container);
	free(conversion.scratch);
	free(conversion.records);
	free(conversion.early.data);
	return good ? 0 : 1;
}
