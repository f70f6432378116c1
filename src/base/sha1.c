/* SPDX-License-Identifier: MIT */
#include "base/sha1.h"

#include <string.h>

#define BLOCK 64

static uint32_t
rotate(uint32_t word, unsigned bits)
{
	return word << bits | word >> (32 - bits);
}

/* The words of a block, extended to 80. */
static void
expand(uint32_t words[80], const uint8_t *block)
{
	for (size_t i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] << 24 |
			   (uint32_t)block[4 * i + 1] << 16 |
			   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (size_t i = 16; i < 80; i++)
		words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^
					  words[i - 16],
				  1);
}

/* The function and the constant of a round. */
static uint32_t
mix(size_t round, uint32_t b, uint32_t c, uint32_t d)
{
	if (round < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (round < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (round < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void
add_block(uint32_t state[5], const uint8_t *block)
{
	uint32_t words[80], s[5];

	expand(words, block);
	memcpy(s, state, sizeof s);
	for (size_t i = 0; i < 80; i++) {
		uint32_t next = rotate(s[0], 5) + mix(i, s[1], s[2], s[3]) +
				s[4] + words[i];

		s[4] = s[3];
		s[3] = s[2];
		s[2] = rotate(s[1], 30);
		s[1] = s[0];
		s[0] = next;
	}
	for (size_t i = 0; i < 5; i++)
		state[i] += s[i];
}

/* The rest of the bytes, a set bit, zeros, and the number of bits. */
static void
add_end(uint32_t state[5], const uint8_t *rest, size_t left, uint64_t bits)
{
	uint8_t end[2 * BLOCK] = {0};
	size_t size = left + 9 <= BLOCK ? BLOCK : 2 * BLOCK;

	if (left > 0)
		memcpy(end, rest, left);
	end[left] = 0x80;
	for (size_t i = 0; i < 8; i++)
		end[size - 1 - i] = (uint8_t)(bits >> (8 * i));
	for (size_t i = 0; i < size; i += BLOCK)
		add_block(state, end + i);
}

void
dtap_sha1(uint8_t out[DTAP_SHA1_SIZE], const void *bytes, size_t size)
{
	uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
			     0xc3d2e1f0};
	const uint8_t *at = bytes;
	size_t left = size;

	for (; left >= BLOCK; left -= BLOCK, at += BLOCK)
		add_block(state, at);
	add_end(state, at, left, (uint64_t)size * 8);
	for (size_t i = 0; i < DTAP_SHA1_SIZE; i++)
		out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}
