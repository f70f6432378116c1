/* SPDX-License-Identifier: MIT */
/* Containers that are larger than a record, or than a piece. */
#include "rewrite/rewrite.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/made_containers.h"
#include "support/testing.h"

static struct dtap_rewrite_scratch *scratch;

static size_t
join_payload(const uint8_t *at, size_t bytes, uint8_t *out, uint32_t snaplen)
{
	const uint8_t *end = at + bytes;
	size_t size = 0;

	while (at < end) {
		uint32_t length = dtap_get32(at + 8);
		size_t label = at[18];

		assert_true(length <= snaplen);
		memcpy(out + size, at + 20 + label, length - 4 - label);
		size += length - 4 - label;
		at += 16 + length;
	}
	return size;
}

static void
a_smaller_snaplen_cuts_into_parts_that_join(void **state)
{
	static uint8_t bytes[600000], joined[600000];
	struct dtap_container container = {.data = bytes, .size = sizeof bytes};
	struct dtap_block *block =
		dtap_block_open(dtap_pcap_room(&container, 262144));
	struct dtap_rewrite *rewrite = dtap_rewrite_new(
		&(struct dtap_rewrite_options){.snaplen = 1024});
	uint8_t *all;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7 >> 2);
	assert_int_equal(dtap_block_append(block, &container, 262144), 0);
	dtap_block_seal(block);
	all = rewrite_all(rewrite, scratch, block, &size);
	assert_int_equal(join_payload(all, size, joined, 1024), sizeof bytes);
	assert_memory_equal(joined, bytes, sizeof bytes);
	free(all);
	dtap_rewrite_free(rewrite);
	dtap_block_unref(block);
}

/* A large container of random messages: with cut frames, some are empty. */
struct large {
	uint8_t *data;
	size_t size;
	uint8_t *passing; /* all frames of opcode 0x79, in a row */
	size_t passing_size;
	uint32_t random;
};

static uint32_t
roll(struct large *large, uint32_t sides)
{
	large->random ^= large->random << 13;
	large->random ^= large->random >> 17;
	large->random ^= large->random << 5;
	return large->random % sides;
}

static void
put_word(struct large *large, int32_t word)
{
	dtap_put32(large->data + large->size, (uint32_t)word);
	large->size += 4;
}

/* Up to three frames; returns their bytes. */
static size_t
put_frames(struct large *large, uint8_t *frames, unsigned longest)
{
	uint8_t packet[200];
	size_t bytes = 0;

	for (unsigned i = roll(large, 4); i > 0; i--) {
		size_t length = 12 + roll(large, longest), size;

		memset(packet, (int)roll(large, 256), length);
		packet[0] = roll(large, 2) ? 0x79 : 0x10;
		size = dtap_hdlc_encode(frames + bytes, packet, length);
		if (packet[0] == 0x79) {
			memcpy(large->passing + large->passing_size,
			       frames + bytes, size);
			large->passing_size += size;
		}
		bytes += size;
	}
	return bytes;
}

static void
put_message(struct large *large, int32_t token, const uint8_t *data,
	    size_t size)
{
	if (token <= 0)
		put_word(large, token);
	else if (size == 0) /* would read as a token */
		return;
	put_word(large, (int32_t)size);
	memcpy(large->data + large->size, data, size);
	large->size += size;
}

/* `longest` is at most 188: it makes packets longer. */
static struct large
make_large(size_t size, uint32_t seed, unsigned longest)
{
	struct large large = {.data = malloc(size + 4096),
			      .passing = malloc(size + 4096),
			      .random = seed};
	uint8_t frames[2048];

	put_word(&large, DTAP_DATA);
	put_word(&large, INT32_MAX);
	while (large.size < size) {
		size_t bytes = put_frames(&large, frames, longest);
		size_t begun = bytes > 8 ? roll(&large, 8) : 0;
		int32_t token = (int32_t)roll(&large, 3) - 1;

		put_message(&large, token, frames, bytes - begun);
		if (begun > 0)
			put_message(&large, token, frames + bytes - begun,
				    begun);
	}
	return large;
}

/* The container ends within its last message, which therefore is none. */
static void
cut_large(struct large *large, size_t size)
{
	assert_true(size <= large->size);
	large->size = size;
}

static void
free_large(struct large *large)
{
	free(large->data);
	free(large->passing);
}

static struct dtap_block *
block_of(const struct large *large, uint32_t snaplen)
{
	const struct dtap_container container = {.data = large->data,
						 .size = large->size,
						 .time = {1000, 5000},
						 .number = 77};
	struct dtap_block *block =
		dtap_block_open(dtap_pcap_room(&container, snaplen));

	assert_int_equal(dtap_block_append(block, &container, snaplen), 0);
	dtap_block_seal(block);
	return block;
}

static void
parts_are_the_same_from_a_container_in_parts(void **state)
{
	static const uint32_t snaplens[] = {1024, 1025, 4096, 70001};

	(void)state;
	for (size_t i = 0; i < 4 * COUNT(snaplens); i++) {
		uint32_t snaplen = snaplens[i % COUNT(snaplens)];
		struct large large =
			make_large(290000 + 1000 * i, 7 + (uint32_t)i, 188);
		struct dtap_block *direct, *parts;
		struct dtap_rewrite *rewrite = dtap_rewrite_new(
			&(struct dtap_rewrite_options){.snaplen = snaplen});
		struct dtap_view expected;
		uint8_t *all;
		size_t size;

		cut_large(&large, large.size - i % 3);
		direct = block_of(&large, snaplen);
		parts = block_of(&large, 131072);
		expected = dtap_block_view(direct, DTAP_FORM_PCAP, false);
		all = rewrite_all(rewrite, scratch, parts, &size);
		assert_int_equal(size, expected.bytes);
		assert_memory_equal(all, expected.iov[0].iov_base, size);
		free(all);
		free_large(&large);
		dtap_rewrite_free(rewrite);
		dtap_block_unref(direct);
		dtap_block_unref(parts);
	}
}

/* The frames of all containers, whatever message or container they are in. */
static size_t
collect_frames(const uint8_t *at, size_t bytes, uint8_t *out, uint32_t snaplen)
{
	const uint8_t *end = at + bytes;
	size_t size = 0;

	while (at < end) {
		uint32_t length = dtap_get32(at + 8);
		struct dtap_messages walk =
			dtap_messages_of(at + 20, length - 4);
		struct dtap_message message;

		assert_true(length <= snaplen);
		assert_int_equal(dtap_get16(at + 16), DTAP_PATH_CONTAINER);
		while (dtap_messages_next(&walk, &message)) {
			assert_true(message.size > 0);
			memcpy(out + size, message.data, message.size);
			size += message.size;
		}
		assert_int_equal(walk.left, 0);
		assert_int_equal(walk.at, length - 4);
		at += 16 + length;
	}
	return size;
}

/* Each passes once and in order, however the container lies in records. */
static void
a_large_container_is_filtered_into_containers_that_fit(void **state)
{
	struct large large = make_large(3 << 20, 99, 188);
	static const uint32_t snaplens[] = {1024, 4096, 262144};
	uint8_t *frames = malloc(large.size);

	(void)state;
	for (size_t i = 0; i < COUNT(snaplens); i++) {
		struct dtap_block *block = block_of(&large, 262144);
		struct dtap_filter filter = {0};
		struct dtap_rewrite *rewrite;
		uint8_t *all;
		size_t size;

		assert_true(dtap_filter_add_ops(&filter, "79", 2));
		rewrite = dtap_rewrite_new(&(struct dtap_rewrite_options){
			.filter = &filter, .snaplen = snaplens[i]});
		all = rewrite_all(rewrite, scratch, block, &size);
		assert_int_equal(collect_frames(all, size, frames, snaplens[i]),
				 large.passing_size);
		assert_memory_equal(frames, large.passing, large.passing_size);
		free(all);
		dtap_rewrite_free(rewrite);
		dtap_block_unref(block);
	}
	free(frames);
	free_large(&large);
}

/* A frame of 40,000 bytes, where records are of 1024. */
static void
a_frame_longer_than_a_record_comes_in_parts(void **state)
{
	static uint8_t packet[40000] = {0x79}, joined[90000];
	struct large large = make_large(1000, 5, 20);
	struct dtap_filter filter = {0};
	struct dtap_rewrite *rewrite;
	struct dtap_block *block;
	uint8_t *all;
	size_t size, whole;

	(void)state;
	large.data = realloc(large.data, 100000);
	large.size = 8 + 4;
	size = dtap_hdlc_encode(large.data + large.size, packet, sizeof packet);
	dtap_put32(large.data + 4, 1);
	dtap_put32(large.data + 8, (uint32_t)size);
	large.size += size;
	whole = large.size;
	assert_true(dtap_filter_add_ops(&filter, "79", 2));
	rewrite = dtap_rewrite_new(&(struct dtap_rewrite_options){
		.filter = &filter, .snaplen = 1024});
	block = block_of(&large, 262144);
	all = rewrite_all(rewrite, scratch, block, &size);
	assert_int_equal(join_payload(all, size, joined, 1024), whole);
	assert_memory_equal(joined, large.data, whole);
	free(all);
	dtap_rewrite_free(rewrite);
	dtap_block_unref(block);
	free_large(&large);
}

static int
set_up(void **state)
{
	(void)state;
	scratch = dtap_rewrite_scratch_new();
	return scratch != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	dtap_rewrite_scratch_free(scratch);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_smaller_snaplen_cuts_into_parts_that_join),
		cmocka_unit_test(parts_are_the_same_from_a_container_in_parts),
		cmocka_unit_test(
			a_large_container_is_filtered_into_containers_that_fit),
		cmocka_unit_test(a_frame_longer_than_a_record_comes_in_parts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
