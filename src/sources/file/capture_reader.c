/* SPDX-License-Identifier: MIT */
#include "sources/file/capture_reader.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/file/capture_reader_private.h"

#define CUT_SHORT "cut short" /* dtap_split_cut_short() begins with it */

struct dtap_capture_reader *
dtap_capture_reader_new(struct dtap_input *input, int silence_ms,
			struct dtap_source *source)
{
	struct dtap_capture_reader *reader = calloc(1, sizeof *reader);

	if (reader == NULL)
		return NULL;
	reader->input = input;
	reader->silence_ms = silence_ms;
	reader->source = source;
	reader->skipped_before = source->skipped_records;
	reader->in.buffer = &reader->buffer;
	reader->in.scratch = reader->scratch;
	return reader;
}

void
dtap_capture_reader_free(struct dtap_capture_reader *reader)
{
	if (reader == NULL)
		return;
	dtap_pcap_records_clear(&reader->records);
	dtap_read_buffer_clear(&reader->buffer);
	free(reader);
}

enum dtap_reader_step
dtap_reader_end(struct dtap_capture_reader *reader, const char *why)
{
	if (reader->troubled)
		why = dtap_input_trouble(reader->input);
	snprintf(reader->why, sizeof reader->why, "%s", why);
	errno = ENODATA;
	return STEP_END;
}

/* There is no memory: the same. */
static enum dtap_reader_step
fail(struct dtap_capture_reader *reader)
{
	errno = ENOMEM;
	snprintf(reader->why, sizeof reader->why, "%s", strerror(errno));
	return STEP_END;
}

void
dtap_reader_drop(struct dtap_capture_reader *reader, size_t size)
{
	dtap_read_buffer_drop(&reader->buffer, size);
	reader->split = (struct dtap_split){.bytes = 0};
}

/* The bytes at the front are damage. */
void
dtap_reader_skip(struct dtap_capture_reader *reader, size_t size)
{
	reader->damage.bytes += size;
	atomic_fetch_add(&reader->source->skipped_bytes, size);
	dtap_reader_drop(reader, size);
}

/* Damage begins; split says how much of it is known, and why. */
void
dtap_reader_begin_damage(struct dtap_capture_reader *reader)
{
	reader->damage.offset = reader->buffer.offset;
	reader->damage.bytes = 0;
	memcpy(reader->damage.why, reader->split.why,
	       sizeof reader->damage.why);
	atomic_fetch_add(&reader->source->resyncs, 1);
	dtap_reader_skip(reader, reader->split.bytes);
}

/* Something good follows the damage. */
enum dtap_reader_step
dtap_reader_report_damage(struct dtap_capture_reader *reader)
{
	const char *why = reader->damage.why;

	/* A container was not cut short if others begin inside it. */
	if (strncmp(why, CUT_SHORT, strlen(CUT_SHORT)) == 0)
		why = "a wrong length";
	snprintf(reader->why, sizeof reader->why,
		 "skipped %" PRIu64 " bytes at offset %" PRIu64 ": %s",
		 reader->damage.bytes, reader->damage.offset, why);
	return STEP_REPORT;
}

/* Nothing good follows it. */
static enum dtap_reader_step
end_in_damage(struct dtap_capture_reader *reader)
{
	char why[sizeof reader->why];

	dtap_reader_report_damage(reader);
	memcpy(why, reader->why, sizeof why);
	return dtap_reader_end(reader, strncmp(reader->damage.why, CUT_SHORT,
					       strlen(CUT_SHORT)) == 0
					       ? reader->damage.why
					       : why);
}

/* The container ends here, though more could follow. */
static bool
may_end_early(const struct dtap_capture_reader *reader)
{
	return reader->split.ready &&
	       (reader->draining ||
		(reader->silence_ms >= 0 &&
		 dtap_input_await(reader->input, reader->silence_ms) == 0));
}

static enum dtap_reader_step hold(struct dtap_capture_reader *reader);

/* More bytes.  When the input fails, what has come is still given. */
static enum dtap_reader_step
fill(struct dtap_capture_reader *reader)
{
	if (may_end_early(reader))
		return hold(reader);
	if (reader->draining)
		return dtap_reader_end(reader, "");
	if (dtap_read_buffer_fill(&reader->buffer, reader->input) < 0) {
		if (errno == EINTR)
			return STEP_SIGNAL;
		if (errno == ENOMEM)
			return fail(reader);
		reader->troubled = true;
		reader->buffer.ended = true;
	}
	reader->any = reader->any || reader->buffer.size > 0;
	return STEP_AGAIN;
}

static bool
has_records(const struct dtap_capture_reader *reader)
{
	return reader->format != NULL && reader->format->open != NULL;
}

/* pcapng is of diagtap if its first interface is. */
static enum dtap_reader_step
check_interface(struct dtap_capture_reader *reader)
{
	const struct dtap_pcapng_interfaces *all = &reader->in.interfaces;
	char why[160];

	if (reader->has_header || all->count == 0)
		return STEP_AGAIN;
	reader->has_header = true;
	if (all->table[0].linktype == DTAP_LINKTYPE_USER0)
		return STEP_AGAIN;
	snprintf(why, sizeof why, DTAP_FOREIGN_LINKTYPE,
		 (int)all->table[0].linktype, DTAP_LINKTYPE_USER0);
	return dtap_reader_end(reader, why);
}

/* A block that is a record may give a container, or not yet. */
static enum dtap_reader_step
hold_record(struct dtap_capture_reader *reader)
{
	struct dtap_packet packet;
	struct dtap_pcap_record record;

	if (!reader->format->open(&reader->in, &packet)) {
		dtap_reader_drop(reader, reader->split.bytes);
		return check_interface(reader);
	}
	record = (struct dtap_pcap_record){packet.data, packet.size,
					   packet.missing};
	reader->held = dtap_pcap_records_take(&reader->records, &record,
					      &reader->record);
	reader->record.time = packet.time;
	if (reader->held)
		return STEP_HELD;
	dtap_reader_drop(reader, reader->split.bytes);
	return STEP_AGAIN;
}

/* What split has found. */
static enum dtap_reader_step
hold(struct dtap_capture_reader *reader)
{
	if (has_records(reader))
		return hold_record(reader);
	reader->source->wrong_frames += reader->split.wrong;
	reader->held = true;
	return STEP_HELD;
}

static enum dtap_reader_step
split(struct dtap_capture_reader *reader)
{
	if (reader->format == &dtap_split_pcap && !reader->has_header)
		return dtap_reader_begin_pcap(reader);
	switch (reader->format->split(&reader->split, &reader->in)) {
	case DTAP_SPLIT_WHOLE:
		return hold(reader);
	case DTAP_SPLIT_MORE:
		return STEP_FILL;
	case DTAP_SPLIT_OTHER:
		dtap_reader_drop(reader, reader->split.bytes);
		return STEP_AGAIN;
	default:
		dtap_reader_begin_damage(reader);
		reader->resyncing = true;
		return STEP_AGAIN;
	}
}

static enum dtap_reader_step
resync(struct dtap_capture_reader *reader)
{
	enum dtap_split_result found =
		reader->format->resync(&reader->split, &reader->in);

	dtap_reader_skip(reader, reader->split.bytes);
	if (found == DTAP_SPLIT_MORE)
		return STEP_FILL;
	if (found == DTAP_SPLIT_BROKEN)
		return end_in_damage(reader);
	reader->resyncing = false;
	return dtap_reader_report_damage(reader);
}

static enum dtap_reader_step
end_of_input(struct dtap_capture_reader *reader)
{
	dtap_pcap_records_end(&reader->records);
	if (reader->resyncing || reader->in_zeros)
		return end_in_damage(reader);
	return dtap_reader_end(reader, reader->any ? "" : "empty");
}

static enum dtap_reader_step
take_step(struct dtap_capture_reader *reader)
{
	enum dtap_reader_step step;

	if (reader->held)
		return STEP_HELD;
	if (reader->buffer.ended && reader->buffer.size == 0)
		return end_of_input(reader);
	step = reader->format == NULL ? dtap_reader_detect(reader)
	       : reader->resyncing    ? resync(reader)
				      : split(reader);
	return step == STEP_FILL && !reader->buffer.ended ? fill(reader) : step;
}

static void
count_skipped_records(struct dtap_capture_reader *reader)
{
	const struct dtap_skipped_records *skipped = &reader->records.skipped;

	reader->source->skipped_records = reader->skipped_before +
					  skipped->foreign + skipped->cut +
					  skipped->incomplete;
}

int
dtap_capture_reader_next(struct dtap_capture_reader *reader, size_t *size,
			 const char **why)
{
	enum dtap_reader_step step;

	reader->why[0] = '\0';
	*why = reader->why;
	do
		step = take_step(reader);
	while (step == STEP_AGAIN || step == STEP_FILL);
	count_skipped_records(reader);
	if (step == STEP_HELD)
		*size = has_records(reader) ? reader->record.size
					    : reader->split.size;
	return step == STEP_HELD ? 1 : step == STEP_END ? -1 : 0;
}

int
dtap_capture_reader_drain(struct dtap_capture_reader *reader, size_t *size,
			  const char **why)
{
	reader->draining = true;
	return dtap_capture_reader_next(reader, size, why);
}

bool
dtap_capture_reader_time(struct dtap_capture_reader *reader, int64_t *unix_us)
{
	const struct timespec *time = &reader->record.time;

	if (reader->format == &dtap_split_containers)
		return dtap_frame_container_time(reader->buffer.data,
						 reader->split.size,
						 reader->scratch, unix_us);
	if (has_records(reader)) {
		*unix_us =
			(int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000;
		return true;
	}
	*unix_us = reader->split.unix_us;
	return reader->split.timed;
}

void
dtap_capture_reader_take(struct dtap_capture_reader *reader, uint8_t *out,
			 struct dtap_shape *shape, struct timespec *time)
{
	if (has_records(reader)) {
		memcpy(out, reader->record.data, reader->record.size);
		*shape = reader->record.shape;
		*time = reader->record.time;
	} else {
		reader->format->write(&reader->split, &reader->in, out);
	}
	dtap_reader_drop(reader, reader->split.bytes);
	reader->held = false;
}

struct dtap_skipped_records
dtap_capture_reader_skipped(const struct dtap_capture_reader *reader)
{
	return reader->records.skipped;
}
