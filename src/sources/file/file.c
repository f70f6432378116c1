/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/rate_limit.h"
#include "sources/file/capture_reader.h"
#include "sources/file/input.h"
#include "sources/file/pace.h"
#include "sources/file/split.h"

#define WHERE_SHOWN 90 /* bytes of a path within `why` */

/* Of a capture that is damaged in many places. */
#define MOST_WARNINGS 5
#define WARNINGS_NS   (60 * DTAP_NS_PER_S)

struct file {
	struct dtap_source source;
	char *path;
	double speed; /* > 0, or no waiting */
	unsigned flush_ms;
	struct dtap_rate_limit warnings;

	/* From open to close. */
	struct dtap_input *input;
	struct dtap_capture_reader *reader;
	bool paced;
	bool due; /* due_ns is set for the held container */
	struct dtap_pace pace;
	int64_t due_ns;
	bool any; /* a packet has come (DTAP_INPUT_PACKETS) */
};

static struct file *
file_of(struct dtap_source *source)
{
	return (struct file *)source;
}

/* Sets why, with the end of the path if it is long.  Leaves errno. */
static void
complain(struct file *file, const char *what)
{
	size_t size = strlen(file->source.where);
	bool cut = size > WHERE_SHOWN;
	const char *where = file->source.where;

	dtap_source_explain(&file->source, "%s%s: %s", cut ? "..." : "",
			    cut ? where + size - WHERE_SHOWN : where, what);
}

/* Formats of other tools that nobody else reads, by the ends of their names. */
static const struct foreign {
	const char *end, *hint;
} foreigns[] = {
	{".isf", "ISF is QXDM's own format: save it as DLF in QXDM"},
	{".hdf", "HDF of QXDM in which no log was found: save it as DLF in "
		 "QXDM"},
	{".qdss", "QDSS is a trace of the hardware, and not DIAG"},
	{".sdm", "SDM is of Samsung's modems, and not DIAG"},
	{".lpd", "LPD is of HiSilicon's modems, and not DIAG"},
};

static bool
ends_with(const char *path, size_t size, const char *end)
{
	size_t length = strlen(end);

	return size > length &&
	       strncasecmp(path + size - length, end, length) == 0;
}

/* Nothing of the file was understood: what it may be; or "". */
static const char *
hint_of(const struct file *file)
{
	static const char *const packed[] = {".gz", ".zst", ".bz2", ".xz",
					     ".zip"};
	size_t size = strlen(file->path);

	for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
		if (ends_with(file->path, size, packed[i])) {
			size -= strlen(packed[i]);
			break;
		}
	for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++)
		if (ends_with(file->path, size, foreigns[i].end))
			return foreigns[i].hint;
	return "";
}

/* Only a live input may end a container before the bytes say so. */
static int
silence_of(const struct file *file)
{
	bool live = dtap_input_kind(file->input) != DTAP_INPUT_FILE &&
		    !file->source.lossless;

	return live ? (int)file->flush_ms : -1;
}

static int
file_open(struct dtap_source *source)
{
	struct file *file = file_of(source);
	bool fast = !(file->speed > 0);

	source->why[0] = '\0';
	file->input = dtap_input_open(file->path);
	if (file->input == NULL) {
		complain(file, strerror(errno));
		return -1;
	}
	source->lossless = fast && !dtap_input_is_device(file->input);
	file->reader =
		dtap_capture_reader_new(file->input, silence_of(file), source);
	if (file->reader == NULL) {
		complain(file, strerror(errno));
		dtap_input_close(file->input);
		errno = ENOMEM;
		return -1;
	}
	file->paced = !fast && dtap_input_kind(file->input) == DTAP_INPUT_FILE;
	file->pace = dtap_pace_begin(file->speed);
	file->due = file->any = false;
	file->due_ns = 0;
	source->shape = (struct dtap_shape){.kind = DTAP_KIND_DIAG};
	source->time = (struct timespec){.tv_sec = 0};
	return 0;
}

static void
file_close(struct dtap_source *source)
{
	struct file *file = file_of(source);

	dtap_capture_reader_free(file->reader);
	file->reader = NULL;
	dtap_input_close(file->input);
	file->input = NULL;
}

static void
file_free(struct dtap_source *source)
{
	struct file *file = file_of(source);

	if (file == NULL)
		return;
	free(file->path);
	free(file);
}

static ssize_t
end(struct file *file, const char *why)
{
	if (*why != '\0')
		complain(file, why);
	errno = ENODATA;
	return -1;
}

static ssize_t
read_packet(struct file *file, uint8_t *buffer, size_t size)
{
	size_t length;

	if (dtap_input_packet(file->input, buffer, size, &length) < 0)
		return errno == EINTR
			       ? 0
			       : end(file, dtap_input_trouble(file->input));
	if (length == 0)
		return end(file, file->any ? "" : "empty");
	file->any = true;
	return (ssize_t)length;
}

/* No container this time.  Warnings are limited; the counters have all. */
static ssize_t
give_none(struct file *file, int found, const char *why)
{
	int error = errno;

	if (found < 0 && !file->any && *why != '\0' && *hint_of(file) != '\0')
		why = hint_of(file);
	if (*why != '\0' &&
	    (found < 0 ||
	     dtap_rate_limit_pass(&file->warnings, dtap_clock_now())))
		complain(file, why);
	errno = error;
	return found;
}

/* 0 when the held container is due, EINTR when a signal came first. */
static int
wait_until_due(struct file *file)
{
	int64_t us;

	if (!file->paced)
		return 0;
	if (!file->due && dtap_capture_reader_time(file->reader, &us))
		file->due_ns = dtap_pace_due(&file->pace, us, dtap_clock_now());
	file->due = true;
	return dtap_clock_sleep(file->due_ns);
}

static ssize_t
give(struct file *file, uint8_t *buffer, size_t given, size_t size)
{
	if (given > size) {
		errno = EMSGSIZE;
		complain(file, strerror(errno));
		return -1;
	}
	dtap_capture_reader_take(file->reader, buffer, &file->source.shape,
				 &file->source.time);
	file->due = false;
	return (ssize_t)given;
}

static ssize_t
file_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct file *file = file_of(source);
	const char *why;
	size_t given;
	int found;

	source->why[0] = '\0';
	if (dtap_input_kind(file->input) == DTAP_INPUT_PACKETS)
		return read_packet(file, buffer, size);
	found = dtap_capture_reader_next(file->reader, &given, &why);
	if (found <= 0)
		return give_none(file, found, why);
	file->any = true;
	if (wait_until_due(file) != 0)
		return 0;
	return give(file, buffer, given, size);
}

/* At a stop: of a live input what has come.  The rest of a file is not given.
 */
static ssize_t
file_drain(struct dtap_source *source, uint8_t *buffer)
{
	struct file *file = file_of(source);
	const char *why;
	size_t given;

	if (dtap_input_kind(file->input) != DTAP_INPUT_STREAM)
		return 0;
	while (dtap_capture_reader_drain(file->reader, &given, &why) >= 0)
		if (*why == '\0')
			return give(file, buffer, given, source->buffer_size);
	return 0;
}

double
dtap_file_progress(const struct dtap_source *source)
{
	const struct file *file = (const struct file *)source;

	return dtap_input_progress(file->input);
}

struct dtap_skipped_records
dtap_file_skipped(const struct dtap_source *source)
{
	const struct file *file = (const struct file *)source;

	return dtap_capture_reader_skipped(file->reader);
}

struct dtap_source *
dtap_file_new(const struct dtap_file_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = file_open,
		.read = file_read,
		.drain = file_drain,
		.close = file_close,
		.free = file_free,
	};
	struct file *file = calloc(1, sizeof *file);

	if (file == NULL)
		return NULL;
	file->path = strdup(options->path);
	if (file->path == NULL) {
		file_free(&file->source);
		errno = ENOMEM;
		return NULL;
	}
	file->speed = options->speed;
	file->flush_ms = options->flush_ms;
	file->warnings = (struct dtap_rate_limit){.most = MOST_WARNINGS,
						  .period = WARNINGS_NS};
	file->source = (struct dtap_source){
		.ops = &ops,
		.type = "file",
		.where = strcmp(file->path, "-") != 0 ? file->path
						      : "standard input",
		.buffer_size = DTAP_SPLIT_MAX,
	};
	return &file->source;
}
