/* SPDX-License-Identifier: MIT */
/* A stream without a fan-out: the test pumps it. */
#include "streams/stream.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ring/ring_private.h"
#include "support/scripted_source.h"
#include "support/socket_pair.h"
#include "support/testing.h"
#include "support/usage.h"

#define SIZE  32768 /* bytes of a container; a block has one of them */
#define LARGE (8 * 1024 * 1024) /* more than sockets hold */

struct bench {
	struct dtap_tap *tap;
	struct socket_pair pair;
	struct dtap_stream *stream;
};

/* The ring holds two blocks, and the tap is never started. */
static void
begin(struct bench *bench, enum dtap_framing framing)
{
	const struct dtap_tap_options options = {
		.name = "diag",
		.ring_bytes = 2 * SIZE + SIZE / 2,
		.flush_ms = 10,
		.snaplen = DTAP_SNAPLEN_MAX,
	};

	bench->tap = dtap_tap_new(&options, scripted_new(NULL, 0));
	assert_non_null(bench->tap);
	socket_pair_open(&bench->pair);
	bench->stream = dtap_stream_new(&(struct dtap_stream_options){
		.fd = bench->pair.ours,
		.tap = bench->tap,
		.form = DTAP_FORM_RAW,
		.framing = framing,
		.path = "diag/stream",
	});
	assert_non_null(bench->stream);
}

static void
end(struct bench *bench)
{
	dtap_tap_free(bench->tap);
	close(bench->pair.theirs);
}

static void
publish_container(const struct bench *bench, size_t size)
{
	static uint8_t data[LARGE];
	const struct dtap_container container = {.data = data, .size = size};
	struct dtap_block *block =
		dtap_block_open(dtap_pcap_room(&container, DTAP_SNAPLEN_MAX));

	assert_non_null(block);
	assert_int_equal(dtap_block_append(block, &container, DTAP_SNAPLEN_MAX),
			 0);
	dtap_block_seal(block);
	dtap_ring_publish(dtap_tap_ring(bench->tap), block);
}

static void
publish(const struct bench *bench)
{
	publish_container(bench, SIZE);
}

/* Reads the bytes of a block at the other end. */
static ssize_t
take(const struct bench *bench)
{
	static uint8_t bytes[SIZE];

	return recv(bench->pair.theirs, bytes, sizeof bytes, MSG_WAITALL);
}

static void
between_blocks_a_stream_keeps_none(void **state)
{
	struct bench bench;
	size_t before;

	(void)state;
	begin(&bench, DTAP_FRAMING_NONE);
	publish(&bench);
	assert_int_equal(dtap_stream_pump(bench.stream, NULL), DTAP_PUMPED_ALL);
	/* The blocks that were sent leave the ring. */
	publish(&bench);
	publish(&bench);
	before = usage_memory();
	dtap_stream_free(bench.stream);
	assert_true(before - usage_memory() < SIZE);
	end(&bench);
}

/* After a block a stream says whether the ring has the next one. */
static void
a_turn_sends_what_is_there_and_says_whether_there_is_more(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench, DTAP_FRAMING_NONE);
	assert_int_equal(dtap_stream_pump(bench.stream, NULL), DTAP_PUMPED_ALL);
	publish(&bench);
	publish(&bench);
	publish(&bench); /* the first has left the ring: a lag */
	assert_int_equal(dtap_stream_pump(bench.stream, NULL), DTAP_PUMPED_ALL);
	assert_true(dtap_stream_began_to_lag(bench.stream));
	assert_int_equal(take(&bench), SIZE);
	assert_int_equal(take(&bench), SIZE);
	publish(&bench);
	dtap_ring_end(dtap_tap_ring(bench.tap));
	assert_int_equal(dtap_stream_pump(bench.stream, NULL),
			 DTAP_PUMPED_SOME);
	assert_false(dtap_stream_began_to_lag(bench.stream));
	assert_int_equal(dtap_stream_pump(bench.stream, NULL),
			 DTAP_PUMPED_DONE);
	dtap_stream_free(bench.stream);
	end(&bench);
}

/* True: the last block is partly sent. */
static bool
fill(const struct bench *bench)
{
	enum dtap_pumped pumped;

	do {
		publish(bench);
		pumped = dtap_stream_pump(bench->stream, NULL);
	} while (pumped == DTAP_PUMPED_ALL);
	return pumped == DTAP_PUMPED_BLOCKED;
}

/* Reads if data has arrived, sends if there is room. */
static enum dtap_pumped
make_room(const struct bench *bench)
{
	static uint8_t bytes[SIZE];
	struct pollfd ends[] = {
		{.fd = bench->pair.theirs, .events = POLLIN},
		{.fd = bench->pair.ours, .events = POLLOUT},
	};

	poll(ends, 2, -1);
	if (ends[0].revents != 0)
		recv(bench->pair.theirs, bytes, sizeof bytes, 0);
	return ends[1].revents != 0 ? dtap_stream_pump(bench->stream, NULL)
				    : DTAP_PUMPED_BLOCKED;
}

static void
a_stream_with_a_next_block_is_pumped_again_at_once(void **state)
{
	static const uint8_t ping[] = {0x89, 0x80, 0, 0, 0, 0};
	enum dtap_pumped pumped;
	struct bench bench;
	bool more;

	(void)state;
	begin(&bench, DTAP_FRAMING_MESSAGES);
	assert_true(fill(&bench));
	assert_int_equal(send(bench.pair.theirs, ping, sizeof ping, 0),
			 sizeof ping);
	poll(&(struct pollfd){.fd = bench.pair.ours, .events = POLLIN}, 1, -1);
	assert_true(dtap_stream_receive(bench.stream, &more));
	assert_false(more);
	do
		pumped = make_room(&bench);
	while (pumped == DTAP_PUMPED_BLOCKED);
	assert_int_equal(pumped, DTAP_PUMPED_SOME);
	assert_int_equal(dtap_stream_pump(bench.stream, NULL), DTAP_PUMPED_ALL);
	dtap_stream_free(bench.stream);
	end(&bench);
}

/* Makes the subscriber stalled, as a replay that waits for it does. */
static void
a_subscriber_that_gets_a_part_of_a_block_is_not_stalled(void **state)
{
	const struct dtap_subscriber *subscriber;
	struct dtap_ring *ring;
	struct bench bench;

	(void)state;
	begin(&bench, DTAP_FRAMING_NONE);
	ring = dtap_tap_ring(bench.tap);
	subscriber = ring->subscribers.next;
	publish_container(&bench, LARGE);
	assert_int_equal(dtap_stream_pump(bench.stream, NULL),
			 DTAP_PUMPED_BLOCKED);
	publish(&bench);
	dtap_ring_await_room(ring, LARGE, 1);
	assert_true(subscriber->stalled);
	while (subscriber->stalled)
		make_room(&bench);
	assert_int_equal(subscriber->block, 1); /* it is still in the first */
	dtap_stream_free(bench.stream);
	end(&bench);
}

/* A peer that sent a close frame and closed sends nothing more. */
static void
a_websocket_whose_peer_has_closed_ends_at_once(void **state)
{
	static const uint8_t farewell[] = {0x88, 0x80, 0, 0, 0, 0};
	struct pollfd end_of_peer;
	struct bench bench;
	bool more;

	(void)state;
	begin(&bench, DTAP_FRAMING_MESSAGES);
	assert_int_equal(send(bench.pair.theirs, farewell, sizeof farewell, 0),
			 sizeof farewell);
	shutdown(bench.pair.theirs, SHUT_WR);
	end_of_peer =
		(struct pollfd){.fd = bench.pair.ours, .events = POLLRDHUP};
	poll(&end_of_peer, 1, -1);
	assert_true(dtap_stream_receive(bench.stream, &more));
	assert_int_equal(dtap_stream_pump(bench.stream, NULL),
			 DTAP_PUMPED_SOME);
	assert_int_equal(dtap_stream_pump(bench.stream, NULL),
			 DTAP_PUMPED_DONE);
	dtap_stream_free(bench.stream);
	end(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(between_blocks_a_stream_keeps_none),
		cmocka_unit_test(
			a_turn_sends_what_is_there_and_says_whether_there_is_more),
		cmocka_unit_test(
			a_stream_with_a_next_block_is_pumped_again_at_once),
		cmocka_unit_test(
			a_websocket_whose_peer_has_closed_ends_at_once),
		cmocka_unit_test(
			a_subscriber_that_gets_a_part_of_a_block_is_not_stalled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
