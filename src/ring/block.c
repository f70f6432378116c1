/* SPDX-License-Identifier: MIT */
#include <dtap/block.h>

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/pcap.h>

#include "format/chunk.h"
#include "ring/record_block.h"

#define FRAMING 2 /* pieces: a chunk's head and tail */

/* One sendmsg(2) takes IOV_MAX pieces.  A stream may add one at the front. */
#define MAX_PIECES (IOV_MAX - FRAMING - 1)

/* A piece of a container in the memory of an open block. */
struct piece {
	uint32_t offset;
	uint32_t size : 31, is_data : 1; /* of a container of type 0x20 */
};

/* Bytes for a piece: itself, and its entries in the lists of both raw forms. */
#define PIECE_ROOM (sizeof(struct piece) + 2 * sizeof(struct iovec))

/*
 * All of a block is in one allocation, but for this struct.  Separate lists
 * would leave holes between the blocks of a ring, a fifth of its memory.
 *
 *   open    [head] [records ->                <- pieces, the last one first]
 *   sealed  [head] [records] [CR LF] [lists] ...                   [pieces]
 */
struct dtap_block {
	atomic_uint refs;
	uint64_t number; /* of the first container */
	uint64_t containers, bytes;
	uint8_t *memory;
	size_t size;       /* bytes of it */
	size_t used, room; /* end of the records, now and at most */
	size_t piece_count;
	bool appending_data;

	struct iovec pcap[2]; /* bare, and as a chunk */
	struct dtap_view chunks[DTAP_FORMS];
	uint8_t heads[DTAP_FORM_PCAP][DTAP_CHUNK_HEAD]; /* of the raw forms */
	size_t framing[DTAP_FORMS]; /* bytes of head and tail */
};

/*
 * What a block needs beyond its records, for lists.  Two neighbouring parts of
 * a large container are together longer than the shortest snaplen.
 */
static size_t
room_beyond(size_t room)
{
	size_t pieces = room / (DTAP_SNAPLEN_MIN / 2 - DTAP_PREAMBLE -
				DTAP_PART_LABEL) +
			8;

	return DTAP_CHUNK_HEAD + DTAP_CHUNK_TAIL + pieces * PIECE_ROOM;
}

static size_t
align(size_t size)
{
	const size_t most = _Alignof(struct iovec);

	return (size + most - 1) / most * most;
}

struct dtap_block *
dtap_block_open(size_t room)
{
	struct dtap_block *block = malloc(sizeof *block);

	if (block == NULL)
		return NULL;
	*block = (struct dtap_block){
		.size = align(room + room_beyond(room)),
		.used = DTAP_CHUNK_HEAD,
		.room = DTAP_CHUNK_HEAD + room,
	};
	block->memory = malloc(block->size);
	if (block->memory == NULL) {
		free(block);
		return NULL;
	}
	atomic_init(&block->refs, 1);
	return block;
}

/* Where the lists begin if the records end at `used`. */
static size_t
lists_at(size_t used)
{
	return align(used + DTAP_CHUNK_TAIL);
}

static size_t
lists_size(size_t pieces)
{
	return 2 * (pieces + FRAMING) * sizeof(struct iovec);
}

/* The bytes that a block needs with so many more records and pieces. */
static size_t
needs(const struct dtap_block *block, size_t records, size_t pieces)
{
	pieces += block->piece_count;
	return lists_at(block->used + records) + lists_size(pieces) +
	       pieces * sizeof(struct piece);
}

static struct piece *
piece_of(const struct dtap_block *block, size_t i)
{
	return (struct piece *)(void *)(block->memory + block->size) - 1 - i;
}

static void
note_piece(void *arg, size_t offset, size_t size)
{
	struct dtap_block *block = arg;

	*piece_of(block, block->piece_count++) = (struct piece){
		.offset = (uint32_t)(block->used + offset),
		.size = (uint32_t)size & INT32_MAX,
		.is_data = block->appending_data,
	};
}

int
dtap_block_append(struct dtap_block *block,
		  const struct dtap_container *container, uint32_t snaplen)
{
	size_t room = dtap_pcap_room(container, snaplen);
	size_t pieces = dtap_pcap_pieces(container, snaplen);

	if (room > block->room - block->used ||
	    needs(block, room, pieces) > block->size ||
	    (block->piece_count > 0 &&
	     block->piece_count + pieces > MAX_PIECES)) {
		errno = ENOSPC;
		return -1;
	}
	block->appending_data =
		container->shape.kind == DTAP_KIND_DIAG &&
		dtap_container_type(container->data, container->size) ==
			DTAP_DATA;
	block->used += dtap_pcap_write(block->memory + block->used, container,
				       snaplen, note_piece, block);
	if (!dtap_container_counts(container))
		return 0;
	if (block->containers++ == 0)
		block->number = container->number;
	block->bytes += container->size;
	return 0;
}

/* Lists the pieces as a chunk at iov.  Returns the first iovec behind it. */
static struct iovec *
list_pieces(struct dtap_block *block, enum dtap_form form, struct iovec *iov)
{
	struct dtap_view *chunk = &block->chunks[form];
	struct iovec *end = iov + 1;

	for (size_t i = 0; i < block->piece_count; i++) {
		const struct piece *piece = piece_of(block, i);

		if (form == DTAP_FORM_DATA && !piece->is_data)
			continue;
		*end++ = (struct iovec){
			.iov_base = block->memory + piece->offset,
			.iov_len = piece->size,
		};
		chunk->bytes += piece->size;
	}
	*chunk = (struct dtap_view){iov, (size_t)(end - iov) + 1, chunk->bytes};
	return end + 1;
}

/* Writes head and tail around the pieces of a chunk. */
static void
frame_chunk(struct dtap_block *block, enum dtap_form form, struct iovec *iov)
{
	struct dtap_view *chunk = &block->chunks[form];
	uint8_t *end = block->heads[form] + DTAP_CHUNK_HEAD;
	uint8_t *head = dtap_chunk_head(end, chunk->bytes);
	size_t size = (size_t)(end - head);

	iov[0] = (struct iovec){head, size};
	iov[chunk->count - 1] =
		(struct iovec){block->memory + block->used, DTAP_CHUNK_TAIL};
	block->framing[form] = size + DTAP_CHUNK_TAIL;
}

/* The head of the pcap form is right before the records: it is one piece. */
static void
frame_pcap(struct dtap_block *block)
{
	uint8_t *records = block->memory + DTAP_CHUNK_HEAD;
	size_t bytes = block->used - DTAP_CHUNK_HEAD;
	uint8_t *head = dtap_chunk_head(records, bytes);
	size_t size = (size_t)(records - head);

	block->pcap[0] = (struct iovec){records, bytes};
	block->pcap[1] = (struct iovec){head, size + bytes + DTAP_CHUNK_TAIL};
	block->chunks[DTAP_FORM_PCAP] =
		(struct dtap_view){&block->pcap[1], 1, bytes};
	block->framing[DTAP_FORM_PCAP] = size + DTAP_CHUNK_TAIL;
}

/*
 * Moves a block to smaller memory, if it can.  realloc(3) in place would leave
 * holes that are too small for the next block, a fifth of the memory of a ring.
 * A block that is three quarters full stays, as all blocks in heavy traffic
 * are.
 */
static void
give_back(struct dtap_block *block)
{
	size_t size = needs(block, 0, 0);
	size_t pieces = block->piece_count * sizeof(struct piece);
	uint8_t *memory;

	if (block->room - block->used < block->room / 4)
		return;
	memory = malloc(size);
	if (memory == NULL)
		return;
	memcpy(memory, block->memory, block->used);
	memcpy(memory + size - pieces, block->memory + block->size - pieces,
	       pieces);
	free(block->memory);
	block->memory = memory;
	block->size = size;
}

void
dtap_block_seal(struct dtap_block *block)
{
	struct iovec *raw, *data;

	give_back(block);
	dtap_chunk_tail(block->memory + block->used);
	raw = (void *)(block->memory + lists_at(block->used));
	data = list_pieces(block, DTAP_FORM_RAW, raw);
	list_pieces(block, DTAP_FORM_DATA, data);
	frame_chunk(block, DTAP_FORM_RAW, raw);
	frame_chunk(block, DTAP_FORM_DATA, data);
	frame_pcap(block);
}

struct dtap_block *
dtap_block_of_records(const uint8_t *records, size_t size, uint64_t number,
		      const struct dtap_amount *counts)
{
	struct dtap_block *block = dtap_block_open(size);

	if (block == NULL)
		return NULL;
	memcpy(block->memory + block->used, records, size);
	block->used += size;
	block->number = number;
	block->containers = counts->containers;
	block->bytes = counts->bytes;
	dtap_block_seal(block);
	return block;
}

struct dtap_block *
dtap_block_ref(struct dtap_block *block)
{
	atomic_fetch_add_explicit(&block->refs, 1, memory_order_relaxed);
	return block;
}

void
dtap_block_unref(struct dtap_block *block)
{
	if (block == NULL || atomic_fetch_sub_explicit(
				     &block->refs, 1, memory_order_acq_rel) > 1)
		return;
	free(block->memory);
	free(block);
}

uint64_t
dtap_block_number(const struct dtap_block *block)
{
	return block->number;
}

uint64_t
dtap_block_containers(const struct dtap_block *block)
{
	return block->containers;
}

uint64_t
dtap_block_bytes(const struct dtap_block *block)
{
	return block->bytes;
}

size_t
dtap_block_memory(const struct dtap_block *block)
{
	return sizeof *block + block->size;
}

struct dtap_view
dtap_block_view(const struct dtap_block *block, enum dtap_form form,
		bool chunked)
{
	struct dtap_view view = block->chunks[form];

	if (view.bytes == 0)
		return (struct dtap_view){0};
	if (chunked)
		view.bytes += block->framing[form];
	else if (form == DTAP_FORM_PCAP)
		view.iov = &block->pcap[0];
	else
		view = (struct dtap_view){view.iov + 1, view.count - FRAMING,
					  view.bytes};
	return view;
}
