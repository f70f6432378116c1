/* SPDX-License-Identifier: MIT */
#include "archive/recorder_disk.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive/disk_problem.h"
#include "base/clock.h"

#define FIRST_PAUSE        DTAP_NS_PER_S
#define LONGEST_PAUSE      (60 * DTAP_NS_PER_S)
#define WARN_EVERY         (3600 * DTAP_NS_PER_S) /* of captures deleted unsent */
#define MOST_TRIES         10 /* to finish our own file, before another is begun */
#define SPACE_CHECK_PERIOD DTAP_NS_PER_S /* at the space that is left */

/* A line that names the archive. */
#define SAY(r, priority, format, ...)                                 \
	dtap_log((r)->setup->log, priority, "archive of %s: " format, \
		 (r)->setup->tap, __VA_ARGS__)

int
dtap_recorder_disk_init(struct dtap_recorder_disk *r,
			const struct dtap_recorder_setup *setup)
{
	*r = (struct dtap_recorder_disk){
		.setup = setup,
		.options = setup->options,
		.batch = {.form = setup->options->form},
		.pause = FIRST_PAUSE,
		.unsent_limit = {.most = 1, .period = WARN_EVERY},
	};
	return dtap_writer_init(&r->writer, setup);
}

void
dtap_recorder_disk_destroy(struct dtap_recorder_disk *r)
{
	dtap_batch_clear(&r->batch);
	dtap_writer_abandon(&r->writer);
	dtap_writer_destroy(&r->writer);
}

static void
count_lost(struct dtap_recorder_disk *r, const struct dtap_amount *lost)
{
	r->status.lost.containers += lost->containers;
	r->status.lost.bytes += lost->bytes;
}

/* A problem of this kind begins: it is to be logged. */
static bool
is_new_problem(struct dtap_recorder_disk *r, enum dtap_archive_state state)
{
	bool is_new = !r->has_problem || r->reported != state;

	r->has_problem = true;
	r->reported = state;
	return is_new;
}

/* The disk refuses: the batch is kept, and it is tried again.  Always false. */
static bool
fail(struct dtap_recorder_disk *r, const char *what)
{
	int error = errno;

	if (error == ESTALE)
		count_lost(r, &r->writer.stats->containers);
	dtap_writer_abandon(&r->writer);
	r->ready = false;
	r->status.state = DTAP_ARCHIVE_FAILED;
	snprintf(r->status.why, sizeof r->status.why,
		 "Cannot %s in %.120s: %s.", what, r->options->directory,
		 dtap_disk_problem(error));
	if (is_new_problem(r, DTAP_ARCHIVE_FAILED)) {
		r->status.failures++;
		SAY(r, DTAP_WARNING,
		    "%s It will try again. Streams are not affected.",
		    r->status.why);
	}
	r->again = r->moment.now + r->pause;
	r->pause = 2 * r->pause < LONGEST_PAUSE ? 2 * r->pause : LONGEST_PAUSE;
	return false;
}

/* What was written is on the disk: what went before is over. */
static void
end_problem(struct dtap_recorder_disk *r)
{
	if (r->has_problem)
		SAY(r, DTAP_NOTICE, "recording again to %s",
		    r->options->directory);
	r->has_problem = false;
	r->pause = FIRST_PAUSE;
	r->tries = 0;
}

/* What was written is whole, on the disk, and has its name. */
static bool
finish(struct dtap_recorder_disk *r)
{
	if (!dtap_writer_is_open(&r->writer))
		return true;
	if (dtap_writer_finish(&r->writer) < 0)
		return fail(r, "finish a file");
	r->status.state = DTAP_ARCHIVE_WAITING;
	SAY(r, DTAP_DEBUG, "finished %s", r->writer.last);
	end_problem(r);
	return true;
}

/* Always false. */
static bool
pause_for(struct dtap_recorder_disk *r, uint64_t free_bytes, uint64_t wanted)
{
	if (!finish(r))
		return false;
	r->ready = false;
	r->again = r->moment.now + SPACE_CHECK_PERIOD;
	snprintf(r->status.why, sizeof r->status.why,
		 "%" PRIu64 " bytes are free in %.120s, but %" PRIu64
		 " are needed. Make room.",
		 free_bytes, r->options->directory, wanted);
	if (is_new_problem(r, DTAP_ARCHIVE_PAUSED)) {
		r->status.pauses++;
		SAY(r, DTAP_WARNING,
		    "paused: %s It will continue by itself. Streams are not "
		    "affected.",
		    r->status.why);
	}
	r->status.state = DTAP_ARCHIVE_PAUSED;
	return false;
}

/* The path does not lead to the directory that is open. */
static bool
has_moved(const struct dtap_recorder_disk *r)
{
	return dtap_capture_index_has_moved(r->setup->index,
					    &r->writer.directory);
}

/*
 * Something was mounted there, or the directory was renamed or replaced: the
 * file is finished where it is, and the next one begins where the path leads.
 * Always false.
 */
static bool
leave_directory(struct dtap_recorder_disk *r)
{
	if (!finish(r))
		return false;
	r->ready = false;
	r->moved = true;
	r->again = r->moment.now;
	return false;
}

/* There is the space that a file needs to begin, or to go on. */
static bool
has_space(struct dtap_recorder_disk *r)
{
	bool open = dtap_writer_is_open(&r->writer);
	uint64_t wanted = open ? r->options->min_free_bytes
			       : r->options->min_free_bytes_to_start;
	const struct dtap_vfs *vfs = r->writer.vfs;
	uint64_t bytes;

	if (open && r->moment.now - r->space_checked < SPACE_CHECK_PERIOD)
		return true;
	r->space_checked = r->moment.now;
	if (open && dtap_segment_is_gone(&r->writer.segment)) {
		errno = ESTALE;
		return fail(r, "continue");
	}
	if (has_moved(r))
		return leave_directory(r);
	if (vfs->space(vfs, r->writer.directory.fd, &bytes) < 0)
		return fail(r, "find the free space");
	return bytes >= wanted || pause_for(r, bytes, wanted);
}

static void
report_recovered(struct dtap_recorder_disk *r,
		 const struct dtap_recovered *recovered)
{
	r->status.recovered += recovered->captures;
	if (recovered->captures > 0) {
		strcpy(r->writer.last, recovered->last);
		SAY(r, DTAP_NOTICE,
		    "unfinished files closed: %" PRIu64 ", the last is %s",
		    recovered->captures, recovered->last);
	}
	if (recovered->failed > 0 && !r->has_problem)
		SAY(r, DTAP_WARNING,
		    "unfinished files that cannot be closed in %s: %u: %s",
		    r->options->directory, recovered->failed,
		    strerror(recovered->error));
	if (recovered->foreign > 0 && !r->announced)
		SAY(r, DTAP_WARNING,
		    "%s in %s was not written by diagtapd in this form and is "
		    "left alone",
		    recovered->foreign_name, r->options->directory);
}

/* Reads the directory, and finishes what was left in it. */
static bool
enter_directory(struct dtap_recorder_disk *r)
{
	struct dtap_recovered recovered;

	if (dtap_writer_begin(&r->writer, &recovered) < 0)
		return fail(r, "record");
	if (r->moved)
		SAY(r, DTAP_WARNING,
		    "%s is another directory now (mounted, renamed or "
		    "replaced): recording continues in it, what was recorded "
		    "before is in the old one",
		    r->options->directory);
	r->moved = false;
	report_recovered(r, &recovered);
	if (!r->writer.orphan.known || ++r->tries >= MOST_TRIES)
		return true;
	errno = recovered.error;
	return fail(r, "finish a file");
}

bool
dtap_recorder_disk_get_ready(struct dtap_recorder_disk *r)
{
	bool known = r->status.state == DTAP_ARCHIVE_PAUSED && !has_moved(r);

	if ((!known && !enter_directory(r)) || !has_space(r))
		return false;
	if (!r->announced)
		SAY(r, DTAP_NOTICE, "recording to %s", r->options->directory);
	r->announced = r->ready = true;
	r->status.state = DTAP_ARCHIVE_WAITING;
	return true;
}

static void
count_written(struct dtap_recorder_disk *r)
{
	for (size_t i = 0; i < r->batch.count; i++) {
		const struct dtap_block *block = r->batch.entries[i].block;

		r->status.recorded.containers += dtap_block_containers(block);
		r->status.recorded.bytes += dtap_block_bytes(block);
	}
	r->status.bytes += r->batch.bytes;
}

/* The caps have deleted what the server has not got: it is lost. */
static void
note_unsent(struct dtap_recorder_disk *r)
{
	if (r->unsent == r->writer.unsent)
		return;
	r->unsent = r->writer.unsent;
	if (dtap_rate_limit_pass(&r->unsent_limit, r->moment.now))
		SAY(r, DTAP_WARNING,
		    "%" PRIu64
		    " captures so far were deleted by the limits before they "
		    "were uploaded: archive.keep_bytes, keep_files or "
		    "keep_seconds is too small, or the server is too slow",
		    r->unsent);
}

/*
 * Writes the batch.  Where files may not become as large as rotate_bytes, the
 * file is finished, and the batch goes to the next one.
 */
static bool
write_batch(struct dtap_recorder_disk *r)
{
	struct dtap_writer *writer = &r->writer;

	if (dtap_writer_write(writer, &r->batch, r->moment.wall) == 0)
		return true;
	if (errno != EFBIG || writer->segment.bytes == 0)
		return fail(r, "write");
	if (!r->size_reported)
		SAY(r, DTAP_WARNING,
		    "%s: captures end at %" PRIu64 " bytes: %s",
		    r->options->directory, writer->segment.bytes,
		    dtap_disk_problem(EFBIG));
	r->size_reported = true;
	return finish(r) &&
	       (dtap_writer_write(writer, &r->batch, r->moment.wall) == 0 ||
		fail(r, "write"));
}

bool
dtap_recorder_disk_write(struct dtap_recorder_disk *r)
{
	uint64_t finished = r->writer.finished;
	bool begins = !dtap_writer_is_open(&r->writer);

	if (r->batch.count == 0)
		return true;
	if (!has_space(r) || !write_batch(r))
		return false;
	if (dtap_writer_is_open(&r->writer)) {
		if (begins || r->writer.finished != finished)
			r->begun = r->synced = r->space_checked = r->moment.now;
		r->status.state = DTAP_ARCHIVE_RECORDING;
		r->status.why[0] = '\0';
	}
	note_unsent(r);
	count_written(r);
	dtap_batch_clear(&r->batch);
	return true;
}

bool
dtap_recorder_disk_rotate(struct dtap_recorder_disk *r)
{
	return dtap_recorder_disk_write(r) && finish(r);
}

bool
dtap_recorder_disk_sync(struct dtap_recorder_disk *r)
{
	if (dtap_writer_sync(&r->writer) < 0)
		return fail(r, "sync");
	r->synced = r->moment.now;
	r->status.syncs++;
	end_problem(r);
	return true;
}

/* A clock that is set makes no capture older or younger. */
static void
follow_clock(struct dtap_recorder_disk *r)
{
	int64_t before;
	int64_t jump = dtap_clock_watch_look(&r->clock, &r->moment, &before);

	if (jump == 0)
		return;
	dtap_retention_shift(r->setup->index, &r->writer.directory, before,
			     jump);
	SAY(r, DTAP_NOTICE,
	    "the clock was set %s by %" PRId64 " s: archive.keep_seconds "
	    "counts the time that has passed, and the dates of earlier "
	    "captures were moved as far",
	    jump > 0 ? "forward" : "back", jump > 0 ? jump : -jump);
}

bool
dtap_recorder_disk_remove_old(struct dtap_recorder_disk *r)
{
	r->age_checked = r->moment.now;
	follow_clock(r);
	if (dtap_writer_enforce(&r->writer, r->moment.wall) < 0)
		return fail(r, "look for old files");
	note_unsent(r);
	return true;
}

void
dtap_recorder_disk_note_loss(struct dtap_recorder_disk *r,
			     const struct dtap_amount *loss)
{
	if (loss->containers == 0)
		return;
	r->status.lags++;
	count_lost(r, loss);
	/* What a disk that refused has cost was to be expected. */
	if (!r->lagging && !r->has_problem)
		SAY(r, DTAP_WARNING,
		    "lags: %" PRIu64 " containers (%" PRIu64
		    " bytes) lost so far, the disk is too slow",
		    r->status.lost.containers, r->status.lost.bytes);
	r->lagging = true;
}

static void
lose_block(struct dtap_recorder_disk *r, const struct dtap_block *block)
{
	r->status.lost.containers += dtap_block_containers(block);
	r->status.lost.bytes += dtap_block_bytes(block);
}

void
dtap_recorder_disk_lose(struct dtap_recorder_disk *r,
			const struct dtap_block *block,
			const struct dtap_amount *more)
{
	for (size_t i = 0; i < r->batch.count; i++)
		lose_block(r, r->batch.entries[i].block);
	if (block != NULL)
		lose_block(r, block);
	count_lost(r, more);
	dtap_batch_clear(&r->batch);
}
