/* SPDX-License-Identifier: MIT */
#include "streams/rewrite.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "streams/container_filter.h"
#include "streams/framing.h"
#include "streams/part_writer.h"
#include "streams/trim.h"

struct dtap_rewrite_scratch {
	uint8_t packet[DTAP_FILTER_FRAME];
	uint8_t container[DTAP_SNAPLEN_MAX]; /* longer than any one frame's */
	uint8_t out[DTAP_FRAMING_HEAD + DTAP_REWRITE_PIECE + DTAP_FRAMING_TAIL];
	struct iovec iov;
};

/* What is at hand: between two containers, or within one. */
enum step { RECORDS, FILTERING, PARTS };

struct dtap_rewrite {
	struct dtap_container_filter *filter; /* NULL: all packets pass */
	uint32_t snaplen;
	bool bare;

	enum step step;
	const uint8_t *at, *end; /* of the block: its next record */
	uint64_t number;         /* of the next container */
	struct timespec time;    /* of the current one */
	struct dtap_part_writer parts;

	bool in_scratch; /* the last view */
	uint8_t *kept;
	struct iovec iov; /* of what is kept */
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

struct dtap_rewrite *
dtap_rewrite_new(const struct dtap_rewrite_options *options)
{
	struct dtap_rewrite *rewrite = calloc(1, sizeof *rewrite);

	if (rewrite == NULL)
		return NULL;
	rewrite->snaplen = options->snaplen;
	rewrite->bare = options->bare;
	if (options->filter == NULL)
		return rewrite;
	rewrite->filter = dtap_container_filter_new(options->filter);
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
	dtap_container_filter_free(rewrite->filter);
	free(rewrite->kept);
	free(rewrite);
}

void
dtap_rewrite_lost(struct dtap_rewrite *rewrite)
{
	if (rewrite != NULL && rewrite->filter != NULL)
		dtap_container_filter_lost(rewrite->filter);
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
	return piece->scratch->out + DTAP_FRAMING_HEAD + piece->size;
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

/* A container that fits: whole, or where it has one long frame, in parts. */
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

	piece->size += dtap_pcap_write(end_of(piece), &container,
				       rewrite->snaplen, ignore_payload, NULL);
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
	if (size > 0)
		write_container(rewrite, piece, piece->scratch->container,
				size);
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

static struct timespec
time_of(const uint8_t *record)
{
	return (struct timespec){(time_t)dtap_get32(record),
				 (long)dtap_get32(record + 4) * 1000};
}

static bool
begin_container(struct dtap_rewrite *rewrite, struct piece *piece)
{
	struct dtap_container_reader reader;
	const uint8_t *behind =
		dtap_container_reader_open(&reader, rewrite->at);

	rewrite->time = time_of(rewrite->at);
	rewrite->number++;
	if (rewrite->filter != NULL) {
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

/* A record that is cut, or left out, and never comes in parts. */
static bool
write_record(struct dtap_rewrite *rewrite, struct piece *piece, uint16_t path)
{
	size_t size = DTAP_PCAP_RECORD_HEADER + dtap_get32(rewrite->at + 8);

	if (size > room_of(piece))
		return false;
	if (dtap_trim_takes(path))
		piece->size +=
			rewrite->bare
				? dtap_trim_bare(end_of(piece), rewrite->at,
						 rewrite->snaplen)
				: dtap_trim_record(end_of(piece), rewrite->at,
						   rewrite->snaplen);
	else if (rewrite->filter == NULL &&
		 size <= DTAP_PCAP_RECORD_HEADER + rewrite->snaplen)
		piece->size += dtap_trim_record(end_of(piece), rewrite->at,
						rewrite->snaplen);
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

static struct dtap_view
make_view(const struct piece *piece, enum dtap_framing framing)
{
	struct dtap_rewrite_scratch *scratch = piece->scratch;
	uint8_t *begin = scratch->out + DTAP_FRAMING_HEAD;
	uint8_t head[DTAP_FRAMING_HEAD];
	size_t size;

	if (piece->size == 0)
		return (struct dtap_view){0};
	size = dtap_framing_head(framing, head, piece->size);
	memcpy(begin - size, head, size);
	scratch->iov.iov_base = begin - size;
	size += piece->size;
	size += dtap_framing_tail(framing, begin + piece->size);
	scratch->iov.iov_len = size;
	return (struct dtap_view){&scratch->iov, 1, size};
}

struct dtap_view
dtap_rewrite_next(struct dtap_rewrite *rewrite,
		  struct dtap_rewrite_scratch *scratch, bool chunked,
		  struct dtap_amount *loss)
{
	struct piece piece = {.scratch = scratch};

	*loss = (struct dtap_amount){0};
	while (!dtap_rewrite_is_done(rewrite) && write_next(rewrite, &piece)) {
		loss->containers += piece.lacked;
		piece.lacked = false;
	}
	rewrite->in_scratch = piece.size > 0;
	return make_view(&piece,
			 chunked ? DTAP_FRAMING_CHUNKS : DTAP_FRAMING_NONE);
}

bool
dtap_rewrite_keep(struct dtap_rewrite *rewrite, struct dtap_send *send)
{
	size_t left = dtap_send_left(send);
	const uint8_t *end;

	if (rewrite == NULL || !rewrite->in_scratch)
		return true;
	rewrite->in_scratch = false;
	if (left > send->view.bytes)
		left = send->view.bytes;
	if (left == 0)
		return true;
	rewrite->kept = malloc(left);
	if (rewrite->kept == NULL)
		return false;
	end = (const uint8_t *)send->view.iov->iov_base + send->view.bytes;
	memcpy(rewrite->kept, end - left, left);
	rewrite->iov = (struct iovec){rewrite->kept, left};
	dtap_send_replace_view(send,
			       &(struct dtap_view){&rewrite->iov, 1, left});
	return true;
}

void
dtap_rewrite_release(struct dtap_rewrite *rewrite)
{
	if (rewrite == NULL)
		return;
	free(rewrite->kept);
	rewrite->kept = NULL;
}
