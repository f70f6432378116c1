/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/pcap.h>

#include "base/clock.h"
#include "sources/file/frame_check.h"
#include "sources/sources.h"

#define BAR       40
#define SHOW_EACH (100 * DTAP_NS_PER_MS)

struct conversion {
	const struct dtap_log *log;
	const char *in, *out;
	struct dtap_source *source;
	uint8_t *container, *scratch;
	FILE *file;       /* NULL until there is something to write */
	uint8_t *records; /* of one container */
	size_t room;
	struct dtap_amount done;
	int64_t unix_us; /* the last that a container bore */
	uint64_t wrong;  /* frames that looking ahead has counted */
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

/* The container's own time where it bears one that pcap can hold. */
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

/* The input is not to be lost by writing over it. */
static bool
is_input(const struct conversion *conversion)
{
	struct stat in, out;

	return stat(conversion->in, &in) == 0 &&
	       stat(conversion->out, &out) == 0 && S_ISREG(in.st_mode) &&
	       in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

static bool
begin(struct conversion *conversion)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	int fd = STDOUT_FILENO;

	if (strcmp(conversion->out, "-") != 0) {
		if (is_input(conversion))
			return DTAP_FAIL(conversion->log,
					 "%s is what is to be converted",
					 conversion->out);
		fd = open(conversion->out,
			  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	}
	conversion->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (conversion->file == NULL)
		return cannot_write(conversion);
	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	fwrite(header, 1, sizeof header, conversion->file);
	return true;
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
	if (conversion->file == NULL && !begin(conversion))
		return false;
	room = dtap_pcap_write(conversion->records, &container,
			       DTAP_SNAPLEN_MAX, note_nothing, NULL);
	if (fwrite(conversion->records, 1, room, conversion->file) != room)
		return cannot_write(conversion);
	if (dtap_container_counts(&container)) {
		conversion->done.containers++;
		conversion->done.bytes += size;
	}
	show(conversion, false);
	return true;
}

/*
 * The next container; 0: that was all, or, with the source's why, all that is
 * good.
 */
static size_t
next(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;
	ssize_t size;

	do
		size = source->ops->read(source, conversion->container,
					 source->buffer_size);
	while (size == 0);
	return size > 0 ? (size_t)size : 0;
}

static bool
open_source(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;

	return source->ops->open(source) == 0 ||
	       DTAP_FAIL(conversion->log, "%s", source->why);
}

/*
 * What comes before the first container with a time has that time too.  A file
 * can be read twice to know it.
 */
static bool
look_ahead(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;
	size_t size;

	if (!open_source(conversion))
		return false;
	if (dtap_file_progress(source) < 0)
		return true;
	while (conversion->unix_us == 0 && (size = next(conversion)) > 0)
		time_of(conversion, size);
	source->ops->close(source);
	conversion->wrong = source->wrong_frames;
	return open_source(conversion);
}

static bool
run(struct conversion *conversion)
{
	struct dtap_source *source = conversion->source;
	bool good = true;
	size_t size;

	if (!look_ahead(conversion))
		return false;
	while (good && (size = next(conversion)) > 0)
		good = convert(conversion, size);
	if (good && conversion->done.containers > 0)
		show(conversion, true);
	source->ops->close(source);
	if (conversion->file != NULL && fclose(conversion->file) != 0 && good)
		good = cannot_write(conversion);
	if (conversion->file != NULL && good)
		dtap_log(conversion->log, DTAP_NOTICE,
			 "%s: %" PRIu64 " containers (%" PRIu64
			 " bytes), %" PRIu64 " frames with a wrong CRC",
			 conversion->out, conversion->done.containers,
			 conversion->done.bytes,
			 source->wrong_frames - conversion->wrong);
	if (good && source->why[0] != '\0')
		good = DTAP_FAIL(conversion->log, "%s", source->why);
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
	return good ? 0 : 1;
}
