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

#include <dtap/block.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "commands/record_file.h"
#include "rewrite/rewrite.h"
#include "sources/sources.h"

#define BAR       40
#define SHOW_EACH (100 * DTAP_NS_PER_MS)

struct conversion {
	const struct dtap_log *log;
	const char *in, *out;
	struct dtap_source *source;
	uint8_t *container;
	struct dtap_record_file file;
	struct dtap_rewrite *rewrite;
	struct dtap_rewrite_scratch *scratch;
	struct dtap_amount done;
	uint64_t cut; /* bytes of frames without an end, left out */
	bool shows;   /* a bar, on a terminal */
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

/* NULL: ENOMEM. */
static struct dtap_block *
make_block(const struct dtap_container *container)
{
	struct dtap_block *block =
		dtap_block_open(dtap_pcap_room(container, DTAP_SNAPLEN_MAX));

	if (block == NULL)
		return NULL;
	dtap_block_append(block, container, DTAP_SNAPLEN_MAX);
	dtap_block_seal(block);
	return block;
}

static bool
write_block(struct conversion *conversion, const struct dtap_block *block)
{
	struct dtap_rewrite_piece piece;
	struct dtap_amount loss;

	dtap_rewrite_begin(conversion->rewrite, block);
	while (!dtap_rewrite_is_done(conversion->rewrite)) {
		piece = dtap_rewrite_next(conversion->rewrite,
					  conversion->scratch, &loss);
		if (loss.containers > 0)
			errno = ENOMEM;
		if (loss.containers > 0 ||
		    !dtap_record_file_write(&conversion->file, piece.data,
					    piece.size))
			return cannot_write(conversion);
	}
	return true;
}

static bool
convert(struct conversion *conversion, size_t size)
{
	/* What has no time gets the modem's, by the rewrite. */
	const struct dtap_container container = {
		.data = conversion->container,
		.size = size,
		.time = conversion->source->time,
		.number = conversion->done.containers,
		.shape = conversion->source->shape,
	};
	struct dtap_block *block = make_block(&container);
	bool written;

	if (block == NULL)
		return cannot_write(conversion);
	written = write_block(conversion, block);
	dtap_block_unref(block);
	if (!written)
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
	if (conversion->cut > 0)
		dtap_log(conversion->log, DTAP_WARNING,
			 "%s: %" PRIu64
			 " bytes left out, of frames whose end is not there",
			 conversion->in, conversion->cut);
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
		 "%s: %" PRIu64 " records of %" PRIu64 " containers (%" PRIu64
		 " bytes), %" PRIu64 " frames with a wrong CRC",
		 conversion->out, conversion->file.records,
		 conversion->done.containers, conversion->done.bytes,
		 (uint64_t)conversion->source->wrong_frames);
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

	conversion->cut = dtap_rewrite_lost(conversion->rewrite);
	log_skipped(conversion);
	if (conversion->file.records == 0 &&
	    (damaged || source->skipped_records > 0))
		return refuse(conversion);
	if (!dtap_record_file_finish(&conversion->file))
		return cannot_write(conversion);
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

	if (is_input(conversion))
		return DTAP_FAIL(conversion->log,
				 "%s is the input itself: choose another "
				 "output file",
				 conversion->out);
	if (source->ops->open(source) < 0)
		return DTAP_FAIL(conversion->log, "%s", source->why);
	while (good && (size = next(conversion)) > 0)
		good = convert(conversion, size);
	good = good && end(conversion);
	source->ops->close(source);
	return good;
}

/* False: ENOMEM. */
static bool
make_rewrite(struct conversion *conversion,
	     const struct dtap_convert_options *options)
{
	const struct dtap_rewrite_options rewrite = {
		.snaplen = DTAP_SNAPLEN_MAX,
		.split = options->split,
		.modem_times = true,
	};

	conversion->scratch = dtap_rewrite_scratch_new();
	conversion->rewrite = dtap_rewrite_new(&rewrite);
	return conversion->scratch != NULL && conversion->rewrite != NULL;
}

static void
clean_up(struct conversion *conversion)
{
	if (conversion->source != NULL)
		conversion->source->ops->free(conversion->source);
	dtap_rewrite_free(conversion->rewrite);
	dtap_rewrite_scratch_free(conversion->scratch);
	dtap_record_file_free(&conversion->file);
	free(conversion->container);
}

int
dtap_command_convert(const struct dtap_log *log, const char *in,
		     const char *out,
		     const struct dtap_convert_options *options)
{
	const struct dtap_file_options file = {.path = in};
	struct conversion conversion = {
		.log = log,
		.in = in,
		.out = out,
		.source = dtap_file_new(&file),
		.file = {.path = out},
		.shows = isatty(STDERR_FILENO),
	};
	bool good = false;

	if (conversion.source != NULL)
		conversion.container = malloc(conversion.source->buffer_size);
	if (conversion.container != NULL && make_rewrite(&conversion, options))
		good = run(&conversion);
	else
		dtap_log(log, DTAP_ERROR, "%s", strerror(ENOMEM));
	clean_up(&conversion);
	return good ? 0 : 1;
}
