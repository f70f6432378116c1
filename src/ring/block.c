/* SPDX-License-Identifier: MIT */
#include <dtap/block.h>

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/pcap.h>

#define CHUNK_HEAD 18 /* 16 digits of a size_t, CR LF */
#define CHUNK_TAIL 2  /* CR LF */
#define FRAMING    2  /* a chunk's head and tail, as pieces */

/* One sendmsg(2) takes IOV_MAX pieces; an outlet may put one of its own first.
 */
#define MAX_PIECES (IOV_MAX - FRAMING - 1)

/* A piece of a container within the memory, while the block is open. */
struct piece {
	size_t offset, size;
	bool is_data; /* of a container of type 0x20 */
};

struct dtap_block {
	atomic_uint refs;
	uint64_t number; /* of the first container */
	size_t containers, bytes;
	uint8_t *memory; /* CHUNK_HEAD, records, CHUNK_TAIL */
	size_t used, room;
	struct piece *pieces; /* NULL once sealed */
	size_t piece_count, piece_room;
	bool appending_data;

	/* Sealed: pieces with a chunk's head first and its tail last. */
	struct iovec *iov;
	struct iovec pcap[2]; /* bare, and as a chunk */
	struct dtap_view chunks[DTAP_FORMS];
	char heads[DTAP_FORMS][CHUNK_HEAD + 1];
	size_t framing[DTAP_FORMS]; /* octets of head and tail */
};

struct dtap_block *
dtap_block_open(size_t room)
{
	struct dtap_block *block = calloc(1, sizeof *block);

	if (block == NULL)
		return NULL;
	block->memory = malloc(CHUNK_HEAD + room + CHUNK_TAIL);
	if (block->memory == NULL) {
		free(block);
		return NULL;
	}
	atomic_init(&block->refs, 1);
	block->room = CHUNK_HEAD + room;
	block->used = CHUNK_HEAD;
	return block;
}

static bool
reserve_pieces(struct dtap_block *block, size_t count)
{
	size_t room = block->piece_room > 0 ? block->piece_room : 32;
	struct piece *pieces;

	while (room < block->piece_count + count)
		room *= 2;
	if (room == block->piece_room)
		return true;
	pieces = realloc(block->pieces, room * sizeof *pieces);
	if (pieces == NULL)
		return false;
	block->pieces = pieces;
	block->piece_room = room;
	return true;
}

static void
note_piece(void *arg, size_t offset, size_t size)
{
	struct dtap_block *block = arg;

	block->pieces[block->piece_count++] = (struct piece){
		.offset = block->used + offset,
		.size = size,
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
	    (block->piece_count > 0 &&
	     block->piece_count + pieces > MAX_PIECES)) {
		errno = ENOSPC;
		return -1;
	}
	if (!reserve_pieces(block, pieces)) {
		errno = ENOMEM;
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

/* Lists the pieces as a chunk at iov; returns the first iovec behind it. */
static struct iovec *
list_pieces(struct dtap_block *block, enum dtap_form form, struct iovec *iov)
{
	struct dtap_view *chunk = &block->chunks[form];
	struct iovec *end = iov + 1;

	for (size_t i = 0; i < block->piece_count; i++) {
		const struct piece *piece = &block->pieces[i];

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

/* Writes the head and tail of a chunk whose pieces stand between them. */
static void
frame_chunk(struct dtap_block *block, enum dtap_form form, struct iovec *iov)
{
	struct dtap_view *chunk = &block->chunks[form];
	char *head = block->heads[form];
	int size = snprintf(head, sizeof block->heads[form], "%zx\r\n",
			    chunk->bytes);

	iov[0] = (struct iovec){head, (size_t)size};
	iov[chunk->count - 1] =
		(struct iovec){block->memory + block->used, CHUNK_TAIL};
	block->framing[form] = (size_t)size + CHUNK_TAIL;
}

/* The pcap form's head stands right before the records: one piece in all. */
static void
frame_pcap(struct dtap_block *block)
{
	uint8_t *records = block->memory + CHUNK_HEAD;
	size_t bytes = block->used - CHUNK_HEAD;
	char *head = block->heads[DTAP_FORM_PCAP];
	size_t size = (size_t)snprintf(head, CHUNK_HEAD + 1, "%zx\r\n", bytes);

	memcpy(records - size, head, size);
	block->pcap[0] = (struct iovec){records, bytes};
	block->pcap[1] =
		(struct iovec){records - size, size + bytes + CHUNK_TAIL};
	block->chunks[DTAP_FORM_PCAP] =
		(struct dtap_view){&block->pcap[1], 1, bytes};
	block->framing[DTAP_FORM_PCAP] = size + CHUNK_TAIL;
}

/*
 * Gives back what was not used; were that refused, nothing is lost.  Not of a
 * block that is three quarters full, as all are in heavy traffic: memory of one
 * size can be used again for the next block, where holes a little smaller lie
 * about, a fifth of what the ring has.
 */
static void
give_back(struct dtap_block *block)
{
	uint8_t *memory;

	if (block->room - block->used < block->room / 4)
		return;
	memory = realloc(block->memory, block->used + CHUNK_TAIL);
	if (memory == NULL)
		return;
	block->memory = memory;
	block->room = block->used;
}

int
dtap_block_seal(struct dtap_block *block)
{
	size_t slots = 2 * (block->piece_count + FRAMING);
	struct iovec *iov, *data;

	iov = malloc(slots * sizeof *iov);
	if (iov == NULL)
		return -1;
	give_back(block);
	memcpy(block->memory + block->used, "\r\n", CHUNK_TAIL);
	block->iov = iov;
	data = list_pieces(block, DTAP_FORM_RAW, iov);
	list_pieces(block, DTAP_FORM_DATA, data);
	frame_chunk(block, DTAP_FORM_RAW, iov);
	frame_chunk(block, DTAP_FORM_DATA, data);
	frame_pcap(block);
	free(block->pieces);
	block->pieces = NULL;
	return 0;
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
	free(block->pieces);
	free(block->iov);
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
	return sizeof *block + block->room + CHUNK_TAIL +
	       2 * (block->piece_count + FRAMING) * sizeof *block->iov;
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
