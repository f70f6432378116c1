/* SPDX-License-Identifier: MIT */
/*
 * made_containers.h - data containers of made-up messages, blocks of them, and
 * what a rewrite makes of such a block.
 */
#ifndef DTAP_TESTS_MADE_CONTAINERS_H
#define DTAP_TESTS_MADE_CONTAINERS_H

#include <dtap/block.h>
#include <dtap/container.h>

#include "rewrite/rewrite.h"

/* A container under construction. */
struct made_container {
	uint8_t data[4096];
	size_t size;
};

void made_begin(struct made_container *made);
void made_message(struct made_container *made, int32_t token,
		  const uint8_t *data, size_t size);

/* The frame of a packet of this opcode, and where it is a log of this code. */
size_t made_frame(uint8_t *out, uint8_t opcode, uint16_t code);
void made_frame_message(struct made_container *made, int32_t token,
			uint8_t opcode, uint16_t code);

/* Their time is 1000.000005 s, their numbers 40, 41, ... */
struct dtap_block *made_block(const struct made_container *made, size_t count);

/* All pieces of a block in a row; the caller frees it.  Nothing is lost. */
uint8_t *rewrite_all(struct dtap_rewrite *rewrite,
		     struct dtap_rewrite_scratch *scratch,
		     const struct dtap_block *block, size_t *size);

#endif
