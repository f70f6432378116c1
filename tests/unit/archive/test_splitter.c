/* SPDX-License-Identifier: MIT */
#include "archive/splitter.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "support/made_containers.h"
#include "support/testing.h"

/* The messages in all pieces, and what they count as. */
struct taken {
	size_t pieces, messages, longest;
	uint64_t containers, bytes;
};

static struct taken
take_all(struct dtap_splitter *splitter)
{
	struct taken taken = {0};
	struct dtap_amount loss;
	struct dtap_block *block;

	while ((block = dtap_splitter_next(splitter, &loss)) != NULL) {
		struct dtap_view view =
			dtap_block_view(block, DTAP_FORM_PCAP, false);
		const uint8_t *at = view.iov->iov_base, *end = at + view.bytes;

		for (; at < end; at += 16 + dtap_get32(at + 8)) {
			assert_int_equal(dtap_get32(at + 24), 1);
			taken.messages++;
		}
		assert_int_equal(loss.containers, 0);
		taken.pieces++;
		taken.containers += dtap_block_containers(block);
		taken.bytes += dtap_block_bytes(block);
		if (view.bytes > taken.longest)
			taken.longest = view.bytes;
		dtap_block_unref(block);
	}
	return taken;
}

/* A container of `count` frames of about `size` bytes. */
static struct dtap_block *
block_of_frames(size_t count, size_t size)
{
	size_t room = count * (size + 8) + 64, at = DTAP_CONTAINER_HEADER;
	uint8_t *data = malloc(room), packet[2048];
	struct dtap_block *block = dtap_block_open(2 * room + 4096);
	struct dtap_container container = {.data = data, .time = {1, 0}};

	memset(packet, 1, sizeof packet);
	for (size_t i = 0; i < count; i++) {
		size_t length = dtap_hdlc_encode(data + at + 4, packet, size);

		dtap_put32(data + at, (uint32_t)length);
		at += 4 + length;
	}
	dtap_put32(data, DTAP_DATA);
	dtap_put32(data + 4, (uint32_t)count);
	container.size = at;
	assert_int_equal(dtap_block_append(block, &container, 262144), 0);
	dtap_block_seal(block);
	free(data);
	return block;
}

static void
a_block_comes_in_pieces_and_counts_once(void **state)
{
	struct dtap_splitter *splitter = dtap_splitter_new(262144);
	struct dtap_block *block = block_of_frames(2000, 100);
	uint64_t bytes = dtap_block_bytes(block);
	struct taken taken;

	(void)state;
	dtap_splitter_put(splitter, block);
	taken = take_all(splitter);
	assert_int_equal(taken.messages, 2000);
	assert_true(taken.pieces > 3);
	assert_true(taken.longest <= 65536 + 256);
	assert_int_equal(taken.containers, 1);
	assert_int_equal(taken.bytes, bytes);
	dtap_splitter_free(splitter);
}

static void
a_block_without_records_counts_with_the_next(void **state)
{
	struct dtap_splitter *splitter = dtap_splitter_new(262144);
	struct made_container flags, frame;
	struct taken taken;

	(void)state;
	made_begin(&flags);
	made_message(&flags, 1, (const uint8_t *)"\x7E\x7E", 2);
	made_begin(&frame);
	made_frame_message(&frame, 1, 0x60, 0);
	dtap_splitter_put(splitter, made_block(&flags, 1));
	assert_int_equal(take_all(splitter).pieces, 0);
	dtap_splitter_put(splitter, made_block(&frame, 1));
	taken = take_all(splitter);
	assert_int_equal(taken.messages, 1);
	assert_int_equal(taken.containers, 2);
	dtap_splitter_free(splitter);
}

static void
what_is_given_up_counts_as_lost(void **state)
{
	struct dtap_splitter *splitter = dtap_splitter_new(262144);
	struct dtap_block *block = block_of_frames(2000, 100), *piece;
	uint64_t bytes = dtap_block_bytes(block);
	struct dtap_amount loss, dropped;

	(void)state;
	dtap_splitter_put(splitter, block);
	piece = dtap_splitter_next(splitter, &loss);
	assert_int_equal(dtap_block_containers(piece), 0);
	dtap_block_unref(piece);
	dropped = dtap_splitter_drop(splitter);
	assert_int_equal(dropped.containers, 1);
	assert_int_equal(dropped.bytes, bytes);
	assert_null(dtap_splitter_next(splitter, &loss));
	assert_int_equal(dtap_splitter_drop(splitter).containers, 0);
	dtap_splitter_free(splitter);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_comes_in_pieces_and_counts_once),
		cmocka_unit_test(a_block_without_records_counts_with_the_next),
		cmocka_unit_test(what_is_given_up_counts_as_lost),
	};

	return RUN(tests);
}
