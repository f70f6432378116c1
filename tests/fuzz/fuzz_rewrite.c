/* SPDX-License-Identifier: MIT */
/*
 * A container of any bytes, for a subscriber with a filter, a smaller snaplen,
 * or a record for each message.  Whether it lies in one record or in parts
 * makes no difference, parts are those of dtap_pcap_write(), and no piece or
 * record is too long.
 */
#include "fuzz.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "rewrite/rewrite.h"

#define SHORT 1100 /* snaplen of the tap that has the container in parts */

static struct dtap_rewrite_scratch *scratch;

static struct dtap_block *
make_block(const struct dtap_container *container, uint32_t snaplen)
{
	struct dtap_block *block =
		dtap_block_open(dtap_pcap_room(container, snaplen));

	CLAIM(block != NULL);
	CLAIM(dtap_block_append(block, container, snaplen) == 0);
	dtap_block_seal(block);
	return block;
}

/* All pieces in a row; the caller frees it. */
static uint8_t *
rewrite_with(struct dtap_rewrite *rewrite, const struct dtap_block *block,
	     size_t *size)
{
	uint8_t *all = malloc(1);

	*size = 0;
	dtap_rewrite_begin(rewrite, block);
	while (!dtap_rewrite_is_done(rewrite)) {
		struct dtap_amount loss;
		struct dtap_rewrite_piece piece =
			dtap_rewrite_next(rewrite, scratch, &loss);

		CLAIM(piece.size <= DTAP_REWRITE_PIECE);
		if (piece.size == 0)
			continue;
		all = realloc(all, *size + piece.size);
		memcpy(all + *size, piece.data, piece.size);
		*size += piece.size;
	}
	return all;
}

static uint8_t *
rewrite_all(const struct dtap_rewrite_options *options,
	    const struct dtap_block *block, size_t *size)
{
	struct dtap_rewrite *rewrite = dtap_rewrite_new(options);
	uint8_t *all = rewrite_with(rewrite, block, size);

	dtap_rewrite_free(rewrite);
	return all;
}

static void
check_records(const uint8_t *at, size_t size, uint32_t snaplen)
{
	const uint8_t *end = at + size;

	while (at < end) {
		CLAIM(dtap_get32(at + 8) <= snaplen);
		at += DTAP_PCAP_RECORD_HEADER + dtap_get32(at + 8);
	}
	CLAIM(at == end);
}

static void
check_parts(const struct dtap_container *container)
{
	const struct dtap_rewrite_options options = {.snaplen =
							     DTAP_SNAPLEN_MIN};
	struct dtap_block *direct = make_block(container, DTAP_SNAPLEN_MIN);
	struct dtap_block *parts = make_block(container, SHORT);
	struct dtap_view expected =
		dtap_block_view(direct, DTAP_FORM_PCAP, false);
	size_t size;
	uint8_t *all = rewrite_all(&options, parts, &size);

	CLAIM(size == expected.bytes);
	CLAIM(memcmp(all, expected.iov[0].iov_base, size) == 0);
	free(all);
	dtap_block_unref(direct);
	dtap_block_unref(parts);
}

static void
check_filter(const struct dtap_container *container)
{
	static struct dtap_filter filter;
	const struct dtap_rewrite_options options = {
		.snaplen = DTAP_SNAPLEN_MIN, .filter = &filter};
	struct dtap_block *whole = make_block(container, DTAP_SNAPLEN_MAX);
	struct dtap_block *parts = make_block(container, SHORT);
	size_t size, other_size;
	uint8_t *all, *other;

	filter.by_op = true;
	memset(filter.ops, 0x55, sizeof filter.ops);
	all = rewrite_all(&options, whole, &size);
	other = rewrite_all(&options, parts, &other_size);
	CLAIM(size == other_size && memcmp(all, other, size) == 0);
	check_records(all, size, DTAP_SNAPLEN_MIN);
	free(all);
	free(other);
	dtap_block_unref(whole);
	dtap_block_unref(parts);
}

/* The bytes of a container that are no flags and no heads. */
static size_t
count_bytes(const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;
	size_t count = 0, end = DTAP_CONTAINER_HEADER;

	if (size < DTAP_CONTAINER_HEADER || dtap_get32(data) != DTAP_DATA)
		return size;
	while (dtap_messages_next(&walk, &message)) {
		for (size_t i = 0; i < message.size; i++)
			count += message.data[i] != DTAP_HDLC_FLAG;
		end = walk.at;
	}
	return count + size - end;
}

/* Split, no byte is left out but flags, and what is split stays so. */
static void
check_split(const struct dtap_container *container)
{
	const struct dtap_rewrite_options options = {
		.snaplen = DTAP_SNAPLEN_MAX, .split = true};
	struct dtap_block *block = make_block(container, SHORT);
	struct dtap_rewrite *rewrite = dtap_rewrite_new(&options);
	size_t size, count = 0;
	uint8_t *all = rewrite_with(rewrite, block, &size);

	check_records(all, size, DTAP_SNAPLEN_MAX);
	for (const uint8_t *at = all; at < all + size;
	     at += DTAP_PCAP_RECORD_HEADER + dtap_get32(at + 8)) {
		const uint8_t *data =
			at + DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE;
		size_t payload = dtap_get32(at + 8) - DTAP_PREAMBLE;

		CLAIM(dtap_container_type(data, payload) != DTAP_DATA ||
		      payload < DTAP_CONTAINER_HEADER ||
		      dtap_get32(data + 4) <= dtap_get32(container->data + 4));
		count += count_bytes(data, payload);
	}
	CLAIM(count + dtap_rewrite_lost(rewrite) ==
	      count_bytes(container->data, container->size));
	dtap_rewrite_free(rewrite);
	free(all);
	dtap_block_unref(block);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct dtap_container container = {.data = data, .size = size};

	if (size == 0)
		return 0;
	if (scratch == NULL)
		scratch = dtap_rewrite_scratch_new();
	check_parts(&container);
	check_filter(&container);
	check_split(&container);
	return 0;
}
