/* SPDX-License-Identifier: MIT */
#include "rewrite/rewrite.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "rewrite/container_time.h"
#include "rewrite/part_writer.h"
#include "rewrite/pdu_writer.h"
#include "rewrite/trim.h"

struct dtap_rewrite_scratch {
	uint8_t packet[DTAP_FILTER_FRAME];
	uint8_t message[DTAP_UPPER_SCRATCH(DTAP_FILTER_FRAME)];
	uint8_t container[DTAP_SNAPLEN_MAX]; /* longer than any one frame's */
	uint8_t out[DTAP_REWRITE_MARGIN + DTAP_REWRITE_PIECE +
		    DTAP_REWRITE_MARGIN];
};

/* What is at hand: between two containers, or within one. */
enum step { RECORDS, FILTERING, PARTS };

struct dtap_rewrite {
	struct dtap_container_filter *filter; /* NULL: all containers pass */
	bool filters;                         /* ... but not all packets */
	uint32_t snaplen;
	bool bare, modem_times;
	struct dtap_pdu_writer pdus; /* linktype 0: not used */
	size_t enough;

	enum step step;
	const uint8_t *at, *end; /* of the block: its next record */
	uint64_t number;         /* of the next container */
	struct timespec time;    /* of the current one */
	bool timed;              /* ... by its record */
	struct timespec modem;   /* the last time of a modem */
	struct dtap_part_writer parts;
};

/* A piece that is being written. */
struct piece {
	struct dtap_rewrite_scratch *scratch;
	size_t size;
	bool lacked; /* memory, for what the container at hand has */
};

struct dtap_rewrite_scratch *
dtap_rewrite_scratch_new(void)
{
	return malloc(sizeof(struct dtap_rewrite_scratch));
}

void
dtap_rewrite_scratch_free(struct dtap_rewrite_scratch *scratch)
{
	free(scratch);
}

static bool
writes_pdus(const struct dtap_rewrite *rewrite)
{
	return rewrite->pdus.linktype != 0;
}

struct dtap_rewrite *
dtap_rewrite_new(const struct dtap_rewrite_options *options)
{
	struct dtap_rewrite *rewrite = calloc(1, sizeof *rewrite);

	if (rewrite == NULL)
		return NULL;
	rewrite->snaplen = options->snaplen;
	rewrite->bare = options->linktype == DTAP_LINKTYPE_RAW;
	if (!rewrite->bare)
		rewrite->pdus.linktype = options->linktype;
	rewrite->pdus.snaplen = options->snaplen;
	rewrite->modem_times = options->modem_times;
	rewrite->enough = options->enough;
	rewrite->filters = options->filter != NULL || options->scrub != 0;
	if (!rewrite->filters && !options->split && !writes_pdus(rewrite))
		return rewrite;
	rewrite->filter =
		dtap_container_filter_new(&(struct dtap_container_choice){
			.filter = options->filter,
			.split = options->split || writes_pdus(rewrite),
			.scrub = options->scrub,
		});
	if (rewrite->filter != NULL)
		return rewrite;
	free(rewrite);
	return NULL;
}

void
dtap_rewrite_free(struct dtap_rewrite *rewrite)
{
	if (rewrite == NULL)
		return;
	dtap_pdu_writer_lost(&rewrite->pdus);
	dtap_container_filter_free(rewrite->filter);
	free(rewrite);
}

uint64_t
dtap_rewrite_lost(struct dtap_rewrite *rewrite)
{
	if (rewrite == NULL || rewrite->filter == NULL)
		return 0;
	dtap_pdu_writer_lost(&rewrite->pdus);
	return dtap_container_filter_lost(rewrite->filter);
}

struct dtap_scrub_counts
dtap_rewrite_scrubbed(const struct dtap_rewrite *rewrite)
{
	return rewrite->filter != NULL
		       ? dtap_container_filter_scrubbed(rewrite->filter)
		       : (struct dtap_scrub_counts){0};
}

uint64_t
dtap_rewrite_left_out(const struct dtap_rewrite *rewrite)
{
	return rewrite->pdus.left_out;
}

void
dtap_rewrite_begin(struct dtap_rewrite *rewrite, const struct dtap_block *block)
{
	struct dtap_view records;

	if (rewrite == NULL)
		return;
	rewrite->step = RECORDS;
	records = dtap_block_view(block, DTAP_FORM_PCAP, false);
	rewrite->at = records.iov[0].iov_base;
	rewrite->end = rewrite->at + records.bytes;
	rewrite->number = dtap_block_number(block);
}

bool
dtap_rewrite_is_done(const struct dtap_rewrite *rewrite)
{
	return rewrite == NULL ||
	       (rewrite->step == RECORDS && rewrite->at == rewrite->end);
}

static uint8_t *
end_of(const struct piece *piece)
{
	return piece->scratch->out + DTAP_REWRITE_MARGIN + piece->size;
}

static size_t
room_of(const struct piece *piece)
{
	return DTAP_REWRITE_PIECE - piece->size;
}

static void
ignore_payload(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

/* With modem_times: a container without a time gets one. */
static void
set_time(struct dtap_rewrite *rewrite, uint8_t *packet, const uint8_t *data,
	 size_t size)
{
	if (!rewrite->modem_times || rewrite->timed)
		return;
	dtap_container_modem_time(&rewrite->modem, packet, data, size);
	rewrite->time = rewrite->modem;
}

/*
 * A container that fits: whole, or where it has one long frame, in parts; or
 * the message of a container with one frame.
 */
static void
write_container(struct dtap_rewrite *rewrite, struct piece *piece,
		const uint8_t *data, size_t size)
{
	const struct dtap_container container = {
		.data = data,
		.size = size,
		.time = rewrite->time,
		.number = rewrite->number - 1,
	};

	piece->size += writes_pdus(rewrite)
			       ? dtap_pdu_writer_write(
					 &rewrite->pdus, end_of(piece),
					 &container, piece->scratch->packet,
					 piece->scratch->message)
			       : dtap_pcap_write(end_of(piece), &container,
						 rewrite->snaplen,
						 ignore_payload, NULL);
}

/*
 * The most bytes that the next container of what passes takes as records: parts
 * of 1024 bytes, the shortest, have 32 bytes of heads each.
 */
static size_t
filtered_room(const struct dtap_rewrite *rewrite)
{
	size_t left = dtap_container_filter_left(rewrite->filter);
	size_t most = rewrite->snaplen > DTAP_FILTER_CONTAINER
			      ? rewrite->snaplen
			      : DTAP_FILTER_CONTAINER;

	if (left > most)
		left = most;
	if (writes_pdus(rewrite))
		left += DTAP_PDU_RECORD_HEAD + DTAP_SEGMENT_MOST;
	left += left / 16 + 128;
	return left < DTAP_REWRITE_PIECE ? left : DTAP_REWRITE_PIECE;
}

/* These do one step each.  False: the piece is full. */

static bool
write_filtered(struct dtap_rewrite *rewrite, struct piece *piece)
{
	size_t most = rewrite->snaplen - DTAP_PREAMBLE, size;

	if (filtered_room(rewrite) > room_of(piece))
		return false;
	size = dtap_container_filter_next(
		rewrite->filter, piece->scratch->packet,
		piece->scratch->container, most, &piece->lacked);
	if (size > 0) {
		set_time(rewrite, piece->scratch->packet,
			 piece->scratch->container, size);
		write_container(rewrite, piece, piece->scratch->container,
				size);
	}
	if (dtap_container_filter_left(rewrite->filter) == 0)
		rewrite->step = RECORDS;
	return true;
}

static bool
write_part(struct dtap_rewrite *rewrite, struct piece *piece)
{
	size_t size = dtap_part_writer_next(&rewrite->parts, end_of(piece),
					    room_of(piece));

	piece->size += size;
	if (dtap_part_writer_is_done(&rewrite->parts))
		rewrite->step = RECORDS;
	return size > 0;
}

static bool
write_whole(struct dtap_rewrite *rewrite, struct piece *piece,
	    const struct dtap_container_reader *reader)
{
	if (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + reader->left >
	    room_of(piece))
		return false;
	write_container(rewrite, piece, reader->at, reader->left);
	return true;
}

/* Notices, and what is shorter than the head of data, have no frames. */
static bool
is_filtered(const struct dtap_rewrite *rewrite,
	    const struct dtap_container_reader *reader)
{
	struct dtap_container_reader look = *reader;

	return rewrite->filter != NULL &&
	       (rewrite->filters || writes_pdus(rewrite) ||
		dtap_container_reader_begin(&look));
}

static bool
begin_container(struct dtap_rewrite *rewrite, struct piece *piece)
{
	struct dtap_container_reader reader;
	const uint8_t *behind =
		dtap_container_reader_open(&reader, rewrite->at);

	rewrite->time = dtap_record_time(rewrite->at);
	rewrite->timed = rewrite->time.tv_sec != 0;
	rewrite->number++;
	if (!is_filtered(rewrite, &reader)) /* a first part has a time too */
		set_time(rewrite, piece->scratch->packet, reader.at,
			 (size_t)(reader.end - reader.at));
	if (is_filtered(rewrite, &reader)) {
		dtap_container_filter_begin(rewrite->filter, &reader);
		rewrite->step = FILTERING;
	} else if (reader.left > rewrite->snaplen - DTAP_PREAMBLE) {
		dtap_part_writer_begin(&rewrite->parts, &reader, &rewrite->time,
				       rewrite->number - 1, rewrite->snaplen);
		rewrite->step = PARTS;
	} else if (!write_whole(rewrite, piece, &reader)) {
		rewrite->number--;
		return false;
	}
	rewrite->at = behind;
	return true;
}

/* The bytes of cut frames count as lost, in the loss record behind them. */
static void
note_loss(struct dtap_rewrite *rewrite, uint8_t *record)
{
	uint8_t *bytes =
		record + DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE - 1 + 8;

	dtap_put64(bytes, dtap_get64(bytes) + dtap_rewrite_lost(rewrite));
}

/* Whether a record without a container passes. */
static bool
takes_record(const struct dtap_rewrite *rewrite, uint16_t path)
{
	if (path != DTAP_PATH_LOSS &&
	    dtap_container_filter_drops(rewrite->filter))
		return false;
	if (writes_pdus(rewrite))
		return false;
	return dtap_trim_takes(path) ||
	       (!rewrite->filters &&
		dtap_get32(rewrite->at + 8) <= rewrite->snaplen);
}

/* Copies the record at hand, cut; returns its size, 0 if it does not pass. */
static size_t
copy_record(struct dtap_rewrite *rewrite, uint8_t *out, uint16_t path)
{
	size_t size;

	if (!takes_record(rewrite, path))
		return 0;
	if (rewrite->bare)
		return dtap_trim_bare(out, rewrite->at, rewrite->snaplen);
	size = dtap_trim_record(out, rewrite->at, rewrite->snaplen);
	if (path == DTAP_PATH_LOSS)
		note_loss(rewrite, out);
	if (rewrite->modem_times && dtap_get32(out) == 0)
		dtap_record_set_time(out, &rewrite->modem);
	return size;
}

/* A record that is cut, or left out, and never comes in parts. */
static bool
write_record(struct dtap_rewrite *rewrite, struct piece *piece, uint16_t path)
{
	size_t size = DTAP_PCAP_RECORD_HEADER + dtap_get32(rewrite->at + 8);

	if (size > room_of(piece))
		return false;
	piece->size += copy_record(rewrite, end_of(piece), path);
	rewrite->at += size;
	return true;
}

static bool
write_next(struct dtap_rewrite *rewrite, struct piece *piece)
{
	uint16_t path;

	if (rewrite->step == FILTERING)
		return write_filtered(rewrite, piece);
	if (rewrite->step == PARTS)
		return write_part(rewrite, piece);
	path = dtap_get16(rewrite->at + DTAP_PCAP_RECORD_HEADER);
	if (path == DTAP_PATH_CONTAINER || path == DTAP_PATH_PART)
		return begin_container(rewrite, piece);
	return write_record(rewrite, piece, path);
}

struct dtap_rewrite_piece
dtap_rewrite_next(struct dtap_rewrite *rewrite,
		  struct dtap_rewrite_scratch *scratch,
		  struct dtap_amount *loss)
{
	struct piece piece = {.scratch = scratch};

	*loss = (struct dtap_amount){0};
	while (!dtap_rewrite_is_done(rewrite) &&
	       (rewrite->enough == 0 || piece.size < rewrite->enough) &&
	       write_next(rewrite, &piece)) {
		loss->containers += piece.lacked;
		piece.lacked = false;
	}
	return (struct dtap_rewrite_piece){scratch->out + DTAP_REWRITE_MARGIN,
					   piece.size};
}
