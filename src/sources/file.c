/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <dtap/container.h>

#include "sources/replay/cut.h"
#include "sources/replay/frame.h"
#include "sources/replay/input.h"
#include "sources/replay/pace.h"
#include "sources/replay/window.h"

#define WHERE_SHOWN 90 /* octets of a path within `why` */

struct file {
	struct dtap_source source;
	char *path;
	double speed;     /* > 0, or no waiting */
	uint8_t *scratch; /* for one frame without its escapes */

	/* From open to close. */
	struct dtap_input *input;
	enum { UNSEEN, CONTAINERS, FRAMES, LOGS } form;
	bool paced;
	bool held; /* cut is at the front of window, and not given out yet */
	struct dtap_cut cut;
	struct dtap_window window;
	struct dtap_pace pace;
	int64_t due_ns;
	bool troubled; /* the input ended as dtap_input_trouble says */
	bool any;      /* an octet has come */
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
	bool regular;

	source->why[0] = '\0';
	file->input = dtap_input_open(file->path);
	if (!file->input) {
		complain(file, strerror(errno));
		return -1;
	}
	regular = dtap_input_kind(file->input) == DTAP_INPUT_FILE;
	source->patient = regular && !(file->speed > 0);
	file->paced = regular && file->speed > 0;
	file->pace = dtap_pace_begin(file->speed);
	file->form = UNSEEN;
	file->held = file->troubled = file->any = false;
	file->cut = (struct dtap_cut){.octets = 0};
	file->due_ns = 0;
	return 0;
}

static void
file_close(struct dtap_source *source)
{
	struct file *file = file_of(source);

	dtap_input_close(file->input);
	file->input = NULL;
	dtap_window_clear(&file->window);
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
 * More octets.  0 where a signal came.  When the input fails, what has come is
 * still given out before the source ends.
 */
static int
fill(struct file *file)
{
	if (dtap_window_fill(&file->window, file->input) < 0) {
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

/* Containers, frames or logs?  WHOLE: form is set. */
static enum dtap_cut_found
recognise(struct file *file)
{
	const struct dtap_window *window = &file->window;
	enum dtap_cut_found found;

	if (window->size < 4 && !window->ended)
		return DTAP_CUT_MORE;
	if (dtap_container_type_known(
		    dtap_container_type(window->data, window->size))) {
		file->form = CONTAINERS;
		return DTAP_CUT_WHOLE;
	}
	/* First, for a long DLF has what passes for a frame somewhere. */
	found = dtap_cut_logs_are_dlf(window);
	if (found == DTAP_CUT_WHOLE)
		file->form = LOGS;
	if (found != DTAP_CUT_BROKEN)
		return found;
	found = dtap_cut_frames_are_hdlc(&file->cut, window, file->scratch);
	if (found == DTAP_CUT_WHOLE)
		file->form = FRAMES;
	return found;
}

static enum dtap_cut_found
cut(struct file *file)
{
	bool live = dtap_input_kind(file->input) != DTAP_INPUT_FILE;
	enum dtap_cut_found found = DTAP_CUT_WHOLE;

	if (file->form == UNSEEN)
		found = recognise(file);
	if (found != DTAP_CUT_WHOLE)
		return found;
	if (file->form == CONTAINERS)
		return dtap_cut_container(&file->cut, &file->window);
	if (file->form == LOGS)
		return dtap_cut_log(&file->cut, &file->window, file->scratch);
	return dtap_cut_frames(&file->cut, &file->window, live, file->scratch);
}

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The cut is held until its moment. */
static void
hold(struct file *file)
{
	struct dtap_cut *found = &file->cut;

	file->held = true;
	file->source.wrong_frames += found->wrong;
	if (!file->paced)
		return;
	if (file->form == CONTAINERS)
		found->timed = dtap_frame_container_time(
			file->window.data, found->octets, file->scratch,
			&found->unix_us);
	if (found->timed)
		file->due_ns =
			dtap_pace_due(&file->pace, found->unix_us, now_ns());
}

/* 1: a cut is held.  0: a signal came.  -1: the end. */
static int
find(struct file *file)
{
	int filled = 1;

	while (!file->held && filled > 0) {
		if (file->window.ended && file->window.size == 0)
			return end(file, file->any ? "" : "empty");
		switch (cut(file)) {
		case DTAP_CUT_WHOLE:
			hold(file);
			break;
		case DTAP_CUT_MORE:
			filled = fill(file);
			break;
		case DTAP_CUT_BROKEN:
			return end(file, file->cut.why);
		}
	}
	return filled;
}

/* False: a signal came first. */
static bool
wait_until_due(const struct file *file)
{
	struct timespec due = {
		.tv_sec = (time_t)(file->due_ns / 1000000000),
		.tv_nsec = (long)(file->due_ns % 1000000000),
	};

	if (!file->paced)
		return true;
	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == 0;
}

static ssize_t
give(struct file *file, uint8_t *buffer, size_t size)
{
	struct dtap_cut *held = &file->cut;
	size_t given = held->size;

	if (given > size) {
		errno = EMSGSIZE;
		complain(file, strerror(errno));
		return -1;
	}
	if (file->form == LOGS)
		dtap_cut_log_wrap(held, &file->window, file->scratch, buffer);
	else if (held->frames > 0)
		dtap_cut_frames_wrap(held, &file->window, buffer);
	else
		memcpy(buffer, file->window.data, given);
	dtap_window_drop(&file->window, held->octets);
	file->held = false;
	*held = (struct dtap_cut){.octets = 0};
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
	return wait_until_due(file) ? give(file, buffer, size) : 0;
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
		.buffer_size = DTAP_CUT_MAX,
	};
	return &file->source;
}
