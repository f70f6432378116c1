/* SPDX-License-Identifier: MIT */
#include "streams/send.h"

#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"
#include "support/usage.h"

#define RING ((size_t)2 << 20)

/* A subscriber of a ring, and a socket for what it gets. */
struct bench {
	struct dtap_ring *ring;
	struct dtap_subscriber cursor;
	struct dtap_send send;
	struct dtap_block *block;
	int ours, theirs;
	uint8_t mark; /* of the next container */
};

static int
set_up(void **state)
{
	static const int room = 1 << 20; /* as much as the kernel grants */
	static struct bench bench;
	int ends[2];

	bench = (struct bench){.ring = dtap_ring_new(RING)};
	dtap_ring_subscribe(bench.ring, &bench.cursor);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	bench.ours = ends[0];
	bench.theirs = ends[1];
	*state = &bench;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *bench = *state;

	dtap_block_unref(bench->block);
	dtap_ring_unsubscribe(bench->ring, &bench->cursor);
	dtap_ring_free(bench->ring);
	close(bench->ours);
	close(bench->theirs);
	return 0;
}

/* Publishes a block of so many containers of `size` bytes with marks in order.
 */
static void
publish(struct bench *bench, unsigned count, size_t size)
{
	uint8_t *bytes = malloc(size);
	struct dtap_container container = {.data = bytes, .size = size};
	struct dtap_block *block = dtap_block_open(
		2 * count * dtap_pcap_room(&container, DTAP_SNAPLEN_MAX));

	while (count-- > 0) {
		memset(bytes, bench->mark++, size);
		assert_int_equal(
			dtap_block_append(block, &container, DTAP_SNAPLEN_MAX),
			0);
	}
	free(bytes);
	dtap_block_seal(block);
	dtap_ring_publish(bench->ring, block);
}

/* Takes the next block, as a stream does. */
static void
take(struct bench *bench)
{
	struct dtap_amount loss;
	struct dtap_view view;

	dtap_block_unref(bench->block);
	assert_int_equal(dtap_ring_next(bench->ring, &bench->cursor,
					&bench->block, &loss),
			 DTAP_NEXT_BLOCK);
	view = dtap_block_view(bench->block, DTAP_FORM_RAW, false);
	dtap_send_clear(&bench->send);
	dtap_send_set_view(&bench->send, DTAP_FRAMING_NONE, &view);
}

static ssize_t
fire(struct bench *bench, bool *full)
{
	const struct dtap_send_blocks blocks = {.ring = bench->ring,
						.cursor = &bench->cursor,
						.form = DTAP_FORM_RAW};

	return dtap_send_many(&blocks, &bench->send, &bench->block, bench->ours,
			      full);
}

/* The other end received containers of `size` bytes with marks from `first`. */
static void
expect(struct bench *bench, size_t total, size_t size, uint8_t first)
{
	static uint8_t bytes[1 << 20];
	size_t got = 0;

	while (got < total) {
		ssize_t n = recv(bench->theirs, bytes + got, total - got, 0);

		assert_true(n > 0);
		got += (size_t)n;
	}
	for (size_t i = 0; i < total; i++)
		if (bytes[i] != (uint8_t)(first + i / size))
			fail_msg("byte %zu is %u", i, bytes[i]);
}

static void
all_blocks_there_go_in_one_send_and_in_order(void **state)
{
	struct bench *bench = *state;
	bool full;

	for (int i = 0; i < 4; i++)
		publish(bench, 3, 1000);
	take(bench);
	assert_int_equal(fire(bench, &full), 12000);
	assert_false(full);
	assert_int_equal(dtap_send_left(&bench->send), 0);
	assert_false(dtap_ring_has_next(bench->ring, &bench->cursor));
	expect(bench, 12000, 1000, 0);
}

static void
a_half_sent_block_is_sent_first(void **state)
{
	struct bench *bench = *state;
	bool full;

	publish(bench, 1, 1000);
	publish(bench, 1, 1000);
	take(bench);
	dtap_send_put(&bench->send, DTAP_FRAMING_NONE, "head", 4);
	bench->send.sent = 4 + 500;
	assert_int_equal(fire(bench, &full), 1500);
	expect(bench, 500, 1000, 0);
	expect(bench, 1000, 1000, 1);
}

static void
make_narrow(const struct bench *bench)
{
	static const int room = 65536;

	setsockopt(bench->ours, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

/* The socket may be full at any byte. */
static void
a_send_cut_short_keeps_only_the_block_it_ended_in(void **state)
{
	enum { SIZE = 20000, BLOCKS = 40 };
	struct bench *bench = *state;
	size_t sent = 0, left;
	bool full = false;

	make_narrow(bench);
	for (int i = 0; i < BLOCKS; i++)
		publish(bench, 1, SIZE);
	while (!full) {
		ssize_t size;

		if (dtap_send_left(&bench->send) == 0)
			take(bench);
		size = fire(bench, &full);
		assert_true(size > 0);
		assert_true(full || dtap_send_left(&bench->send) == 0);
		sent += (size_t)size;
	}
	assert_in_range(sent, 1, BLOCKS * SIZE - 1);
	left = dtap_send_left(&bench->send);
	assert_int_equal((sent + left) % SIZE, 0);
	assert_int_equal(bench->cursor.block, (sent + left) / SIZE);
	assert_int_equal(bench->cursor.bytes, sent + left);
	expect(bench, sent, SIZE, 0);
}

/* All leave the ring and are freed, except the one that is being sent. */
static void
blocks_that_were_not_sent_stay_in_the_ring(void **state)
{
	enum { SIZE = 20000 };
	struct bench *bench = *state;
	size_t before;
	bool full = false;

	make_narrow(bench);
	for (int i = 0; i < 2; i++)
		publish(bench, 1, SIZE);
	take(bench);
	while (!full && fire(bench, &full) >= 0)
		for (int i = 0; i < 7; i++)
			publish(bench, 1, SIZE);
	for (size_t i = 0; i < RING / SIZE + 1; i++)
		publish(bench, 1, SIZE);
	assert_true(dtap_ring_missed(bench->ring, &bench->cursor).containers >
		    0);
	before = usage_memory();
	dtap_block_unref(bench->block);
	bench->block = NULL;
	assert_in_range(before - usage_memory(), SIZE, 2 * SIZE);
}

static void
a_blocks_ends_at_256_KiB(void **state)
{
	struct bench *bench = *state;
	bool full;

	for (int i = 0; i < 3; i++)
		publish(bench, 1, 100 * 1024);
	take(bench);
	assert_int_equal(fire(bench, &full), 200 * 1024);
	assert_int_equal(bench->cursor.block, 2);
	expect(bench, 200 * 1024, 100 * 1024, 0);
}

/* One sendmsg(2) takes 1024 pieces. */
static void
a_send_ends_where_there_are_too_many_pieces(void **state)
{
	struct bench *bench = *state;
	bool full;

	for (int i = 0; i < 3; i++)
		publish(bench, 400, 40);
	take(bench);
	assert_int_equal(fire(bench, &full), 2 * 400 * 40);
	take(bench);
	assert_int_equal(fire(bench, &full), 400 * 40);
	expect(bench, 3 * 400 * 40, 40, 0);
}

static void
a_send_ends_at_a_block_that_has_nothing_in_its_form(void **state)
{
	const struct dtap_send_blocks blocks = {
		.ring = ((struct bench *)*state)->ring,
		.cursor = &((struct bench *)*state)->cursor,
		.form = DTAP_FORM_DATA};
	struct bench *bench = *state;
	bool full;

	publish(bench, 1, 100);
	publish(bench, 1, 100); /* not of type 0x20 */
	take(bench);
	assert_int_equal(dtap_send_many(&blocks, &bench->send, &bench->block,
					bench->ours, &full),
			 100);
	assert_int_equal(bench->cursor.block, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(all_blocks_there_go_in_one_send_and_in_order),
		TEST(a_half_sent_block_is_sent_first),
		TEST(a_send_cut_short_keeps_only_the_block_it_ended_in),
		TEST(blocks_that_were_not_sent_stay_in_the_ring),
		TEST(a_blocks_ends_at_256_KiB),
		TEST(a_send_ends_where_there_are_too_many_pieces),
		TEST(a_send_ends_at_a_block_that_has_nothing_in_its_form),
	};

	return RUN(tests);
}
