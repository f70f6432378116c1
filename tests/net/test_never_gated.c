/* SPDX-License-Identifier: MIT */
/* Stalled subscribers delay nobody, and their memory is bounded. */
#include <dtap/bytes.h>

#include <inttypes.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/socket_pair.h"
#include "support/subscribers.h"
#include "support/testing.h"
#include "support/usage.h"

#define RING      (1 << 20)
#define RAW       "/api/diag/stream"
#define CONTAINER SUBSCRIBERS_CONTAINER

#define ROUNDS 9
#define PUTS   10000
#define CROWD  1000

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* How often this thread had to wait (voluntary context switches). */
static long
count_waits(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

/* The cost of a round of puts. */
struct cost {
	int64_t ns; /* one put in a thousand takes longer; only printed */
	long waits; /* puts that had to wait, at most */
};

static struct cost
measure_puts(struct subscribers *subscribers)
{
	static int64_t times[PUTS];
	uint8_t container[CONTAINER] = {0};
	long waits = count_waits();

	for (size_t i = 0; i < PUTS; i++) {
		int64_t begun = dtap_clock_now();

		dtap_accumulator_put(
			subscribers->accumulator,
			&(struct dtap_container){.data = container,
						 .size = sizeof container});
		times[i] = dtap_clock_now() - begun;
	}
	waits = count_waits() - waits;
	qsort(times, PUTS, sizeof *times, compare);
	return (struct cost){times[PUTS - 1 - PUTS / 1000], waits};
}

/*
 * The time of a put depends on the machine, so it is not checked.  That a put
 * waits for no subscriber can be counted, and is.
 */
static void
publish_time_is_the_same_with_0_and_1000_stalled_subscribers(void **state)
{
	static const struct server_fixture_options options = {
		.ring_bytes = RING, .max_streams = CROWD};
	struct subscribers alone, stalled;
	long none = 0, many = 0;

	(void)state;
	subscribers_begin(&alone, &options, 0, RAW);
	subscribers_begin(&stalled, &options, CROWD, RAW);
	subscribers_publish(&stalled,
			    4 * RING / CONTAINER); /* fills the sockets */
	for (size_t i = 0; i < ROUNDS; i++) {
		struct cost without = measure_puts(&alone);
		struct cost with = measure_puts(&stalled);

		none += without.waits;
		many += with.waits;
		print_message(
			"p99.9 of a put: %" PRId64 " ns with none, %" PRId64
			" ns with %d; waits: %ld, %ld\n",
			without.ns, with.ns, CROWD, without.waits, with.waits);
	}
	/* One in a thousand may wait, because the flusher uses the lock too. */
	assert_true(many <= none + ROUNDS * PUTS / 1000);
	subscribers_end(&stalled);
	subscribers_end(&alone);
}

/* Reads containers up to `until`; none may be missing or out of order. */
static void
follow(struct http_client *client, uint32_t *number, uint32_t until)
{
	while (*number < until) {
		size_t size;
		uint8_t *chunk = client_chunk(client, &size);

		assert_non_null(chunk);
		assert_int_equal(size % CONTAINER, 0);
		for (size_t at = 0; at < size; at += CONTAINER)
			assert_int_equal(dtap_get32(chunk + at), (*number)++);
		free(chunk);
	}
}

/*
 * The source waits for subscribers that read, not for stalled ones.  Those that
 * read miss nothing: so says follow().
 */
static void
fifty_stalled_of_a_hundred_cost_the_others_nothing(void **state)
{
	static const struct server_fixture_options options = {.ring_bytes =
								      RING};
	uint32_t numbers[50] = {0};
	struct dtap_stream_table_status status;
	struct subscribers subscribers;

	(void)state;
	subscribers_begin(&subscribers, &options, 100, RAW);
	for (uint32_t sent = 0; sent < 4 * RING / CONTAINER; sent += 50) {
		subscribers_publish(&subscribers, 50);
		for (size_t i = 0; i < 50; i++)
			follow(&subscribers.clients[2 * i], &numbers[i],
			       sent + 50);
	}
	dtap_stream_table_status(
		dtap_fanout_table(subscribers.fixture.service.fanout), &status);
	assert_int_equal(status.streams, 100);
	subscribers_end(&subscribers);
}

#define STALLED 100

/* A block of 64 KiB with its lists, and the stream itself. */
#define MID_SEND (96 * 1024)

/* The same with the blocks of a replay, 256 KiB; a ring for such blocks. */
#define MID_SEND_REPLAY (320 * 1024)
#define RING_REPLAY     (4 << 20)

static void
stall(size_t ring, size_t mid_send, bool replay)
{
	struct server_fixture_options options = {.ring_bytes = ring};
	struct subscribers subscribers;
	size_t before, used;

	subscribers_begin(&subscribers, &options, STALLED, RAW);
	dtap_accumulator_set_lossless(subscribers.accumulator, replay);
	before = usage_memory();
	for (int i = 0; i < 50; i++) {
		subscribers_publish(&subscribers, RING / CONTAINER);
		used = usage_memory() - before;
		assert_true(used < ring + (STALLED + 2) * mid_send);
	}
	subscribers_end(&subscribers);
}

static void
stalled_subscribers_cost_the_ring_and_one_block_each(void **state)
{
	(void)state;
	stall(RING, MID_SEND, false);
}

static void
stalled_subscribers_of_a_replay_cost_the_same(void **state)
{
	(void)state;
	stall(RING_REPLAY, MID_SEND_REPLAY, true);
}

/* Until the fan-out has gone round, and has tried to send what there is. */
static void
await_turn(struct dtap_fanout *fanout)
{
	dtap_fanout_ask(fanout);
	while (!dtap_fanout_has_answered(fanout))
		poll(NULL, 0, 1);
}

/* Waits until the fan-out has filled all sockets. */
static void
await_all_stalled(struct subscribers *subscribers)
{
	struct dtap_fanout *fanout = subscribers->fixture.service.fanout;
	struct dtap_stream_table *table = dtap_fanout_table(fanout);
	struct dtap_stream_table_status before, after = {0};

	do {
		before = after;
		subscribers_publish(subscribers, 10 * RING / CONTAINER);
		await_turn(fanout);
		dtap_stream_table_status(table, &after);
	} while (after.bytes < STALLED * (uint64_t)MID_SEND ||
		 after.bytes != before.bytes);
}

/* They stalled in the same few blocks, and share these. */
static void
memory_does_not_grow_while_subscribers_stall(void **state)
{
	static const struct server_fixture_options options = {.ring_bytes =
								      RING};
	struct subscribers subscribers;
	size_t before;

	(void)state;
	subscribers_begin(&subscribers, &options, STALLED, RAW);
	await_all_stalled(&subscribers);
	before = usage_memory();
	subscribers_publish(&subscribers, 100 * RING / CONTAINER);
	assert_true(usage_memory() < before + 4 * MID_SEND);
	subscribers_end(&subscribers);
}

/* The send queue in the kernel, with its overhead. */
static size_t
kernel_memory(int fd)
{
	enum { WMEM_QUEUED = 5, WORDS = 16 }; /* SO_MEMINFO of Linux */
	uint32_t words[WORDS] = {0};
	socklen_t size = sizeof words;

	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_MEMINFO, words, &size),
			 0);
	return words[WMEM_QUEUED];
}

static void
a_stalled_subscriber_costs_the_kernel_at_most_2_MB(void **state)
{
	static const struct server_fixture_options options = {.ring_bytes =
								      RING};
	struct dtap_stream_options stream = {.form = DTAP_FORM_RAW,
					     .framing = DTAP_FRAMING_CHUNKS,
					     .path = "diag/stream"};
	struct subscribers subscribers;
	size_t used = 0, most;
	struct socket_pair pair;
	int watched;

	(void)state;
	subscribers_begin(&subscribers, &options, 0, RAW);
	socket_pair_open(&pair);
	stream.fd = pair.ours;
	watched = dup(pair.ours);
	stream.tap = subscribers.fixture.tap;
	assert_true(dtap_stream_table_reserve(
		dtap_fanout_table(subscribers.fixture.service.fanout)));
	assert_int_equal(
		dtap_fanout_adopt(subscribers.fixture.service.fanout, &stream),
		0);
	do { /* until it is full: unchanged after another ring of blocks */
		most = used;
		for (int i = 0; i < 16; i++) {
			subscribers_publish(&subscribers, 60);
			poll(NULL, 0, 1);
		}
		used = kernel_memory(watched);
	} while (used == 0 || used != most);
	print_message("the kernel holds %zu kB\n", used / 1024);
	assert_in_range(used, 1, 2000000);
	close(pair.theirs);
	close(watched);
	subscribers_end(&subscribers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			publish_time_is_the_same_with_0_and_1000_stalled_subscribers),
		cmocka_unit_test(
			fifty_stalled_of_a_hundred_cost_the_others_nothing),
		cmocka_unit_test(
			stalled_subscribers_cost_the_ring_and_one_block_each),
		cmocka_unit_test(stalled_subscribers_of_a_replay_cost_the_same),
		cmocka_unit_test(memory_does_not_grow_while_subscribers_stall),
		cmocka_unit_test(
			a_stalled_subscriber_costs_the_kernel_at_most_2_MB),
	};

	return RUN(tests);
}
