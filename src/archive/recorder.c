/* SPDX-License-Identifier: MIT */
#include "archive/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "archive/recorder_disk.h"
#include "archive/splitter.h"
#include "base/clock.h"

/* How often captures that are too old are searched. */
#define AGE_CHECK_PERIOD (30 * DTAP_NS_PER_S)

struct dtap_recorder {
	struct dtap_recorder_setup setup;
	struct dtap_recorder_disk disk;
	struct dtap_subscriber cursor;
	bool subscribed;
	struct dtap_splitter *splitter; /* NULL: blocks are written as taken */
	struct dtap_block *block; /* taken, not yet in the batch; or NULL */
	struct dtap_amount loss;  /* before it */
	bool rotate;              /* an order */
	bool cancelled, over;
};

static void
subscribe(struct dtap_recorder *r)
{
	if (r->subscribed)
		return;
	dtap_ring_subscribe(r->setup.ring, &r->cursor);
	r->subscribed = true;
	r->disk.status.state = DTAP_ARCHIVE_WAITING;
}

static void
unsubscribe(struct dtap_recorder *r)
{
	struct dtap_amount missed = {0};

	if (r->subscribed)
		missed = dtap_ring_unsubscribe(r->setup.ring, &r->cursor);
	dtap_recorder_disk_note_loss(&r->disk, &missed);
	r->subscribed = false;
	r->disk.status.state = DTAP_ARCHIVE_STOPPED;
	r->disk.status.why[0] = '\0';
}

struct dtap_recorder *
dtap_recorder_new(const struct dtap_recorder_setup *setup)
{
	struct dtap_recorder *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->setup = *setup;
	if (setup->options->split)
		r->splitter = dtap_splitter_new(setup->snaplen);
	if ((setup->options->split && r->splitter == NULL) ||
	    dtap_recorder_disk_init(&r->disk, &r->setup) < 0) {
		dtap_splitter_free(r->splitter);
		free(r);
		return NULL;
	}
	if (!setup->options->stopped)
		subscribe(r);
	return r;
}

void
dtap_recorder_free(struct dtap_recorder *r)
{
	if (r == NULL)
		return;
	unsubscribe(r);
	dtap_block_unref(r->block);
	dtap_splitter_free(r->splitter);
	dtap_recorder_disk_destroy(&r->disk);
	free(r);
}

static int64_t
when_written(const struct dtap_recorder_disk *r)
{
	return r->batch.count == 0 ? DTAP_NEVER
				   : r->batched_since + r->options->flush_ms *
								DTAP_NS_PER_MS;
}

static int64_t
when_rotated(const struct dtap_recorder_disk *r)
{
	return r->options->rotate_seconds == 0 ||
			       !dtap_writer_is_open(&r->writer)
		       ? DTAP_NEVER
		       : r->begun + r->options->rotate_seconds * DTAP_NS_PER_S;
}

static int64_t
when_synced(const struct dtap_recorder_disk *r)
{
	const struct dtap_segment *segment = &r->writer.segment;

	return segment->synced == segment->bytes ||
			       !dtap_writer_is_open(&r->writer)
		       ? DTAP_NEVER
		       : r->synced + r->options->sync_seconds * DTAP_NS_PER_S;
}

static int64_t
when_aged(const struct dtap_recorder_disk *r)
{
	return r->options->keep_seconds == 0
		       ? DTAP_NEVER
		       : r->age_checked + AGE_CHECK_PERIOD;
}

/* What is done at its time; in this order, if several are due. */
static const struct duty {
	int64_t (*when)(const struct dtap_recorder_disk *disk);
	bool (*act)(struct dtap_recorder_disk *disk);
} duties[] = {
	{when_written, dtap_recorder_disk_write},
	{when_rotated, dtap_recorder_disk_rotate},
	{when_synced, dtap_recorder_disk_sync},
	{when_aged, dtap_recorder_disk_remove_old},
};

#define DUTIES (sizeof duties / sizeof *duties)

static bool
do_duties(struct dtap_recorder_disk *disk)
{
	for (size_t i = 0; i < DUTIES; i++)
		if (disk->moment.now >= duties[i].when(disk) &&
		    !duties[i].act(disk))
			return false;
	return true;
}

static int64_t
next_duty(const struct dtap_recorder_disk *disk)
{
	int64_t next = DTAP_NEVER;

	for (size_t i = 0; i < DUTIES; i++) {
		int64_t when = duties[i].when(disk);

		next = when < next ? when : next;
	}
	return next;
}

/* Writes first what does not fit into one file, or one write, with the block.
 */
static bool
make_room(struct dtap_recorder *r)
{
	struct dtap_recorder_disk *disk = &r->disk;
	const struct dtap_batch *batch = &disk->batch;
	size_t more = dtap_block_view(r->block, batch->form, false).bytes;

	if (dtap_writer_would_exceed(&disk->writer, batch, more))
		return dtap_recorder_disk_rotate(disk);
	if (dtap_batch_is_full(batch, r->block))
		return dtap_recorder_disk_write(disk);
	return true;
}

/* Adds the block to the batch. */
static bool
gather(struct dtap_recorder *r)
{
	struct dtap_recorder_disk *disk = &r->disk;

	if (!make_room(r))
		return false;
	if (disk->batch.count == 0)
		disk->batched_since = disk->moment.now;
	dtap_batch_add(&disk->batch, r->block, &r->loss);
	r->block = NULL;
	r->loss = (struct dtap_amount){0};
	return disk->batch.memory < DTAP_BATCH_BYTES ||
	       dtap_recorder_disk_write(disk);
}

static void
lose_all(struct dtap_recorder *r)
{
	struct dtap_amount dropped = {0};

	if (r->splitter != NULL)
		dropped = dtap_splitter_drop(r->splitter);
	dtap_recorder_disk_lose(&r->disk, r->block, &dropped);
	dtap_block_unref(r->block);
	r->block = NULL;
}

/* The bytes of frames whose end will not come are lost. */
static uint64_t
lose_beginnings(struct dtap_recorder *r)
{
	uint64_t bytes =
		r->splitter != NULL ? dtap_splitter_lost(r->splitter) : 0;

	r->disk.status.lost.bytes += bytes;
	return bytes;
}

/* A block of the ring, after what was lost before it. */
static void
take(struct dtap_recorder *r, struct dtap_block *block,
     const struct dtap_amount *loss)
{
	dtap_recorder_disk_note_loss(&r->disk, loss);
	if (loss->containers > 0) {
		r->loss.containers += loss->containers;
		r->loss.bytes += loss->bytes + lose_beginnings(r);
	}
	if (r->splitter != NULL)
		dtap_splitter_put(r->splitter, block);
	else
		r->block = block;
}

/* False: nothing is left of what was taken. */
static bool
has_block(struct dtap_recorder *r)
{
	struct dtap_amount loss;

	if (r->block != NULL || r->splitter == NULL)
		return r->block != NULL;
	r->block = dtap_splitter_next(r->splitter, &loss);
	dtap_recorder_disk_note_loss(&r->disk, &loss);
	return r->block != NULL;
}

/* The daemon stops, and nothing can be written: counts the rest as lost. */
static void
give_up(struct dtap_recorder *r)
{
	struct dtap_amount loss;
	struct dtap_block *block;

	lose_all(r);
	while (dtap_ring_next(r->setup.ring, &r->cursor, &block, &loss) ==
	       DTAP_NEXT_BLOCK) {
		take(r, block, &loss);
		lose_all(r);
	}
	lose_beginnings(r);
	r->over = true;
	unsubscribe(r);
}

/* The ring has ended.  If the disk refuses, the next step tries again. */
static void
end(struct dtap_recorder *r)
{
	if (dtap_recorder_disk_rotate(&r->disk)) {
		lose_beginnings(r);
		r->over = true;
		unsubscribe(r);
	} else if (r->cancelled) {
		give_up(r);
	}
}

/* Takes the ring's next block; returns the time of the next step. */
static int64_t
take_next(struct dtap_recorder *r)
{
	struct dtap_recorder_disk *disk = &r->disk;
	struct dtap_amount loss;
	struct dtap_block *block;

	if (has_block(r))
		return disk->moment.now;
	switch (dtap_ring_next(r->setup.ring, &r->cursor, &block, &loss)) {
	case DTAP_NEXT_BLOCK:
		take(r, block, &loss);
		break;
	case DTAP_NEXT_NONE:
		disk->lagging = false;
		return next_duty(disk);
	case DTAP_NEXT_END:
		end(r);
	}
	return disk->ready ? disk->moment.now : disk->again;
}

/* Carries out an order, what is due, and adds the block to the batch. */
static bool
catch_up(struct dtap_recorder *r)
{
	if (r->rotate && !dtap_recorder_disk_rotate(&r->disk))
		return false;
	r->rotate = false;
	return do_duties(&r->disk) && (!has_block(r) || gather(r));
}

/* The disk accepts writes, as far as is known. */
static bool
is_ready(struct dtap_recorder *r)
{
	struct dtap_recorder_disk *disk = &r->disk;

	if (disk->ready)
		return true;
	return (r->cancelled || disk->moment.now >= disk->again) &&
	       dtap_recorder_disk_get_ready(disk);
}

int64_t
dtap_recorder_step(struct dtap_recorder *r, const struct dtap_moment *moment)
{
	int64_t again;

	if (!r->subscribed)
		return DTAP_NEVER;
	r->disk.moment = *moment;
	if (is_ready(r) && catch_up(r)) {
		again = take_next(r);
		return r->over ? DTAP_NEVER : again;
	}
	if (!r->cancelled)
		return r->disk.again;
	give_up(r);
	return DTAP_NEVER;
}

static void
stop_recording(struct dtap_recorder *r)
{
	struct dtap_recorder_disk *disk = &r->disk;

	if (!r->subscribed)
		return;
	while (disk->ready && has_block(r) && gather(r))
		;
	if (disk->ready && r->block == NULL)
		dtap_recorder_disk_rotate(disk);
	lose_all(r);
	lose_beginnings(r);
	disk->ready = disk->has_problem = false;
	disk->again = 0;
	unsubscribe(r);
}

void
dtap_recorder_order(struct dtap_recorder *r, enum dtap_archive_order order,
		    const struct dtap_moment *moment)
{
	r->disk.moment = *moment;
	r->disk.status.orders++;
	switch (order) {
	case DTAP_ARCHIVE_ROTATE:
		r->rotate = r->subscribed;
		break;
	case DTAP_ARCHIVE_BEGIN:
		subscribe(r);
		break;
	case DTAP_ARCHIVE_END:
		stop_recording(r);
	}
}

void
dtap_recorder_cancel(struct dtap_recorder *r)
{
	r->cancelled = true;
}

void
dtap_recorder_status(const struct dtap_recorder *r,
		     struct dtap_archive_status *status)
{
	const struct dtap_writer *writer = &r->disk.writer;
	struct dtap_amount missed = {0};

	*status = r->disk.status;
	strcpy(status->last, writer->last);
	status->finished = writer->finished;
	status->writes = writer->writes;
	status->deleted = writer->deleted;
	status->unsent = writer->unsent;
	if (dtap_writer_is_open(writer)) {
		dtap_capture_name_write_as(&writer->segment.name,
					   writer->segment.name.kind, false,
					   status->file);
		status->file_bytes = writer->segment.bytes;
	}
	if (r->subscribed)
		missed = dtap_ring_missed(r->setup.ring, &r->cursor);
	status->lost.containers += missed.containers;
	status->lost.bytes += missed.bytes;
}
