/* SPDX-License-Identifier: MIT */
#include "support/made_containers.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/testing.h"

void
made_begin(struct made_container *made)
{
	memset(made, 0, sizeof *made);
	dtap_put32(made->data, DTAP_DATA);
	made->size = DTAP_CONTAINER_HEADER;
}

void
made_message(struct made_container *made, int32_t token, const uint8_t *data,
	     size_t size)
{
	if (token <= 0) {
		dtap_put32(made->data + made->size, (uint32_t)token);
		made->size += 4;
	}
	dtap_put32(made->data + made->size, (uint32_t)size);
	memcpy(made->data + made->size + 4, data, size);
	made->size += 4 + size;
	dtap_put32(made->data + 4, dtap_get32(made->data + 4) + 1);
}

/* The frame of a packet of this opcode, and where it is a log of this code. */
size_t
made_frame(uint8_t *out, uint8_t opcode, uint16_t code)
{
	uint8_t packet[20] = {opcode};

	dtap_put16(packet + 6, code);
	return dtap_hdlc_encode(out, packet, sizeof packet);
}

void
made_frame_message(struct made_container *made, int32_t token, uint8_t opcode,
		   uint16_t code)
{
	uint8_t frame[64] = {0};

	made_message(made, token, frame, made_frame(frame, opcode, code));
}

struct dtap_block *
made_block(const struct made_container *made, size_t count)
{
	struct dtap_block *block = dtap_block_open(65536);

	for (size_t i = 0; i < count; i++) {
		struct dtap_container container = {
			.data = made[i].data,
			.size = made[i].size,
			.time = {1000, 5000},
			.number = 40 + i,
		};

		assert_int_equal(dtap_block_append(block, &container, 262144),
				 0);
	}
	dtap_block_seal(block);
	return block;
}

/* All pieces of a block in a row; the caller frees it. */
uint8_t *
rewrite_all(struct dtap_rewrite *rewrite, struct dtap_rewrite_scratch *scratch,
	    const struct dtap_block *block, size_t *size)
{
	uint8_t *all = calloc(1, 64); /* a caller looks at a record's head */
	struct dtap_amount loss;
	struct dtap_rewrite_piece piece;

	*size = 0;
	dtap_rewrite_begin(rewrite, block);
	while (!dtap_rewrite_is_done(rewrite)) {
		piece = dtap_rewrite_next(rewrite, scratch, &loss);
		assert_true(piece.size <= DTAP_REWRITE_PIECE);
		assert_int_equal(loss.containers, 0);
		if (piece.size == 0)
			continue;
		all = realloc(all, *size + piece.size);
		memcpy(all + *size, piece.data, piece.size);
		*size += piece.size;
	}
	return all;
}
