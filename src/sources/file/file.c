/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/container.h>

#include "base/clock.h"
#include "sources/file/frame_check.h"
#include "sources/file/input.h"
#include "sources/file/pace.h"
#include "sources/file/pcap_reader.h"
#include "sources/file/read_buffer.h"
#include "sources/file/split.h"

#define WHERE_SHOWN 90 /* bytes of a path within `why` */

struct file {
	struct dtap_source source;
	char *path;
	double speed;     /* > 0, or no waiting */
	uint8_t *scratch; /* for one frame without its escapes */

	/* From open to close. */
	struct dtap_input *input;
	enum { UNSEEN, CONTAINERS, FRAMES, LOGS, RECORDS } form;
	bool paced;
	bool held; /* cut is at the front of window, and not given out yet */
	struct dtap_split cut;
	struct dtap_read_buffer window;
	struct dtap_pcap_reader *reader; /* RECORDS, and what is held of them */
	struct dtap_container record;    /* ... in place of cut */
	uint64_t skipped_before;         /* in earlier rounds */
	struct dtap_pace pace;
	int64_t due_ns;
	bool troubled; /* the input ended as dtap_input_trouble says */
	bool any;      /* an byte has come */
};

static struct file *
file_of(struct dtap_source *source)
{
	return (struct file *)source;
}

/* Sets why, with the end of the path where it is long.  Leaves errno. */
static void
complain(struct file *file, const char *what)
{
	size_t size = strlen(file->source.where);
	bool cut = size > WHERE_SHOWN;
	const char *where = file->source.where;

	dtap_source_explain(&file->source, "%s%s: %s", cut ? "..." : "",
			    cut ? where + size - WHERE_SHOWN : where, what);
}

static int
file_open(struct dtap_source *source)
{
	struct file *file = file_of(source);
	bool fast = !(file->speed > 0);

	source->why[0] = '\0';
	file->input = dtap_input_open(file->path);
	if (!file->input) {
		complain(file, strerror(errno));
		return -1;
	}
	source->lossless = fast && !dtap_input_is_device(file->input);
	file->paced = !fast && dtap_input_kind(file->input) == DTAP_INPUT_FILE;
	file->pace = dtap_pace_begin(file->speed);
	file->form = UNSEEN;
	file->held = file->troubled = file->any = false;
	file->cut = (struct dtap_split){.bytes = 0};
	file->due_ns = 0;
	file->skipped_before = source->skipped_records;
	source->shape = (struct dtap_shape){.kind = DTAP_KIND_DIAG};
	source->time = (struct timespec){.tv_sec = 0};
	return 0;
}

static void
file_close(struct dtap_source *source)
{
	struct file *file = file_of(source);

	dtap_pcap_reader_free(file->reader);
	file->reader = NULL;
	dtap_input_close(file->input);
	file->input = NULL;
	dtap_read_buffer_clear(&file->window);
}

static void
file_free(struct dtap_source *source)
{
	struct file *file = file_of(source);

	if (!file)
		return;
	free(file->path);
	free(file->scratch);
	free(file);
}

/* The source has ended for good: why says what cut it short, if anything. */
static int
end(struct file *file, const char *why)
{
	if (file->troubled)
		why = dtap_input_trouble(file->input);
	if (*why)
		complain(file, why);
	errno = ENODATA;
	return -1;
}

/*
 * More bytes.  0 where a signal came.  When the input fails, what has come is
 * still given out before the source ends.
 */
static int
fill(struct file *file)
{
	if (dtap_read_buffer_fill(&file->window, file->input) < 0) {
		if (errno == EINTR)
			return 0;
		if (errno == ENOMEM) {
			complain(file, strerror(errno));
			return -1;
		}
		file->troubled = true;
		file->window.ended = true;
	}
	file->any = file->any || file->window.size > 0;
	return 1;
}

/* Containers, records, frames or logs?  WHOLE: form is set. */
static enum dtap_split_result
recognise(struct file *file)
{
	const struct dtap_read_buffer *window = &file->window;
	enum dtap_split_result found;

	if (window->size < 4 && !window->ended)
		return DTAP_SPLIT_MORE;
	if (dtap_container_type_known(
		    dtap_container_type(window->data, window->size))) {
		file->form = CONTAINERS;
		return DTAP_SPLIT_WHOLE;
	}
	if (window->size >= 4 && dtap_savefile_is(window->data)) {
		file->form = RECORDS;
		return DTAP_SPLIT_WHOLE;
	}
	/* First, for a long DLF has what passes for a frame somewhere. */
	found = dtap_split_is_dlf(window);
	if (found == DTAP_SPLIT_WHOLE)
		file->form = LOGS;
	if (found != DTAP_SPLIT_BROKEN)
		return found;
	found = dtap_split_is_hdlc(&file->cut, window, file->scratch);
	if (found == DTAP_SPLIT_WHOLE)
		file->form = FRAMES;
	return found;
}

static enum dtap_split_result
cut(struct file *file)
{
	bool live = dtap_input_kind(file->input) != DTAP_INPUT_FILE;

	if (file->form == CONTAINERS)
		return dtap_split_container(&file->cut, &file->window);
	if (file->form == LOGS)
		return dtap_split_dlf(&file->cut, &file->window, file->scratch);
	return dtap_split_hdlc(&file->cut, &file->window, live, file->scratch);
}

/* The cut is held until its moment. */
static void
hold(struct file *file)
{
	struct dtap_split *found = &file->cut;

	file->held = true;
	file->source.wrong_frames += found->wrong;
	if (!file->paced)
		return;
	if (file->form == CONTAINERS)
		found->timed = dtap_frame_container_time(
			file->window.data, found->bytes, file->scratch,
			&found->unix_us);
	if (found->timed)
		file->due_ns = dtap_pace_due(&file->pace, found->unix_us,
					     dtap_clock_now());
}

/* For the reader: what the window has, then the rest of the input. */
static ssize_t
read_on(void *arg, char *data, size_t size)
{
	struct file *file = arg;
	struct dtap_read_buffer *window = &file->window;
	ssize_t got;

	if (window->size > 0) {
		size = size < window->size ? size : window->size;
		memcpy(data, window->data, size);
		dtap_read_buffer_drop(window, size);
		return (ssize_t)size;
	}
	if (window->ended)
		return 0;
	got = dtap_input_read(file->input, (uint8_t *)data, size);
	file->troubled = got < 0 && errno != EINTR;
	return got;
}

/* As find(). */
static int
find_record(struct file *file)
{
	const struct timespec *time = &file->record.time;
	char why[160];
	int found;

	if (file->reader == NULL)
		file->reader = dtap_pcap_reader_new(read_on, file);
	if (file->reader == NULL) {
		complain(file, strerror(errno));
		return -1;
	}
	found = dtap_pcap_reader_next(file->reader, &file->record, why,
				      sizeof why);
	file->source.skipped_records =
		file->skipped_before + dtap_pcap_reader_skipped(file->reader);
	if (found < 0)
		return end(file, why);
	file->held = found > 0;
	if (file->held && file->paced)
		file->due_ns = dtap_pace_due(&file->pace,
					     (int64_t)time->tv_sec * 1000000 +
						     time->tv_nsec / 1000,
					     dtap_clock_now());
	return found;
}

/* 1: a cut or record is held.  0: a signal came.  -1: the end. */
static int
find(struct file *file)
{
	int filled = 1;

	while (!file->held && filled > 0) {
		bool seen = file->form != UNSEEN;

		if (file->form == RECORDS)
			return find_record(file);
		if (file->window.ended && file->window.size == 0)
			return end(file, file->any ? "" : "empty");
		switch (seen ? cut(file) : recognise(file)) {
		case DTAP_SPLIT_WHOLE:
			if (seen)
				hold(file);
			break;
		case DTAP_SPLIT_MORE:
			filled = fill(file);
			break;
		case DTAP_SPLIT_BROKEN:
			return end(file, file->cut.why);
		}
	}
	return filled;
}

/* False: said so. */
static bool
fits(struct file *file, size_t given, size_t size)
{
	if (given <= size)
		return true;
	errno = EMSGSIZE;
	complain(file, strerror(errno));
	return false;
}

static ssize_t
give_record(struct file *file, uint8_t *buffer, size_t size)
{
	const struct dtap_container *record = &file->record;

	if (!fits(file, record->size, size))
		return -1;
	memcpy(buffer, record->data, record->size);
	file->source.shape = record->shape;
	file->source.time = record->time;
	file->held = false;
	return (ssize_t)record->size;
}

static ssize_t
give(struct file *file, uint8_t *buffer, size_t size)
{
	struct dtap_split *held = &file->cut;
	size_t given = held->size;

	if (!fits(file, given, size))
		return -1;
	if (file->form == LOGS)
		dtap_split_dlf_wrap(held, &file->window, file->scratch, buffer);
	else if (held->frames > 0)
		dtap_split_hdlc_wrap(held, &file->window, buffer);
	else
		memcpy(buffer, file->window.data, given);
	dtap_read_buffer_drop(&file->window, held->bytes);
	file->held = false;
	*held = (struct dtap_split){.bytes = 0};
	return (ssize_t)given;
}

static ssize_t
read_packet(struct file *file, uint8_t *buffer, size_t size)
{
	size_t length;

	if (dtap_input_packet(file->input, buffer, size, &length) < 0) {
		if (errno == EINTR)
			return 0;
		file->troubled = true;
		return end(file, "");
	}
	if (length == 0)
		return end(file, file->any ? "" : "empty");
	file->any = true;
	return (ssize_t)length;
}

static ssize_t
file_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct file *file = file_of(source);
	int found;

	if (dtap_input_kind(file->input) == DTAP_INPUT_PACKETS)
		return read_packet(file, buffer, size);
	found = find(file);
	if (found <= 0)
		return found;
	if (file->paced && dtap_clock_sleep(file->due_ns) != 0)
		return 0; /* a signal came first */
	return file->form == RECORDS ? give_record(file, buffer, size)
				     : give(file, buffer, size);
}

double
dtap_file_progress(const struct dtap_source *source)
{
	const struct file *file = (const struct file *)source;

	return dtap_input_progress(file->input);
}

struct dtap_source *
dtap_file_new(const struct dtap_file_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = file_open,
		.read = file_read,
		.close = file_close,
		.free = file_free,
	};
	struct file *file = calloc(1, sizeof *file);

	if (!file)
		return NULL;
	file->path = strdup(options->path);
	file->scratch = malloc(DTAP_FRAME_MAX);
	if (!file->path || !file->scratch) {
		file_free(&file->source);
		errno = ENOMEM;
		return NULL;
	}
	file->speed = options->speed;
	file->source = (struct dtap_source){
		.ops = &ops,
		.type = "file",
		.where =
			strcmp(file->path, "-") ? file->path : "standard input",
		.buffer_size = DTAP_SPLIT_MAX,
	};
	return &file->source;
}
