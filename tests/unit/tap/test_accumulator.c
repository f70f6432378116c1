/* SPDX-License-Identifier: MIT */
#include "tap/accumulator.h"

#include <dtap/tap.h>

#include <poll.h>

#include "support/scripted_source.h"
#include "support/testing.h"

#define KIB       1024
#define CONTAINER 1000

/* A tee without its thread, and what is to be had of its ring. */
struct bench {
	struct dtap_ring *ring;
	struct dtap_accumulator *accumulator;
	struct dtap_subscriber subscriber;
};

static void
begin(struct bench *bench, size_t ring_bytes)
{
	bench->ring = dtap_ring_new(ring_bytes);
	bench->accumulator =
		dtap_accumulator_new(bench->ring, NULL, 10000, 1024);
	dtap_ring_subscribe(bench->ring, &bench->subscriber);
}

static void
end(struct bench *bench)
{
	dtap_ring_unsubscribe(bench->ring, &bench->subscriber);
	dtap_accumulator_free(bench->accumulator);
	dtap_ring_free(bench->ring);
}

/* What a block has that is full, and its memory is no more than is said. */
static uint64_t
full_block(struct bench *bench)
{
	static const uint8_t bytes[CONTAINER];
	struct dtap_amount loss;
	struct dtap_block *block;
	uint64_t most = 0;

	for (int i = 0; i < 1000; i++)
		dtap_accumulator_put(bench->accumulator,
				     &(struct dtap_container){
					     .data = bytes, .size = CONTAINER});
	dtap_accumulator_flush(bench->accumulator);
	while (dtap_ring_next(bench->ring, &bench->subscriber, &block, &loss) ==
	       DTAP_NEXT_BLOCK) {
		uint64_t held = dtap_block_bytes(block);

		most = held > most ? held : most;
		assert_true(dtap_block_memory(block) <=
			    dtap_accumulator_room(bench->accumulator, 0));
		dtap_block_unref(block);
	}
	return most;
}

static void
a_replay_has_large_blocks(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench, 4096 * KIB);
	assert_in_range(full_block(&bench), 60 * KIB, 64 * KIB);
	dtap_accumulator_set_lossless(bench.accumulator, true);
	assert_in_range(full_block(&bench), 250 * KIB, 256 * KIB);
	dtap_accumulator_set_lossless(bench.accumulator, false);
	assert_in_range(full_block(&bench), 60 * KIB, 64 * KIB);
	end(&bench);
}

static void
a_small_ring_has_small_blocks_only(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench, 4096 * KIB - 1);
	dtap_accumulator_set_lossless(bench.accumulator, true);
	assert_in_range(full_block(&bench), 60 * KIB, 64 * KIB);
	end(&bench);
}

/* How many blocks a megabyte takes at once. */
static uint64_t
count_blocks(bool lossless)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER, .size = CONTAINER, .times = 1000},
	};
	const struct dtap_tap_options options = {
		.name = "diag",
		.ring_bytes = 8192 * KIB,
		.flush_ms = 10000,
		.snaplen = 1024,
	};
	struct dtap_source *source = scripted_new(steps, COUNT(steps));
	struct dtap_tap *tap = dtap_tap_new(&options, source);
	struct dtap_ring_status ring;
	struct dtap_tap_status status;

	source->lossless = lossless;
	assert_int_equal(dtap_tap_start(tap, NULL, NULL), 0);
	do {
		poll(NULL, 0, 1);
		dtap_tap_status(tap, &status);
	} while (status.read.containers < 1000);
	dtap_tap_stop(tap);
	dtap_ring_status(dtap_tap_ring(tap), &ring);
	dtap_tap_free(tap);
	return ring.published;
}

static void
a_lossless_source_is_a_replay(void **state)
{
	(void)state;
	assert_in_range(count_blocks(false), 16, 20);
	assert_in_range(count_blocks(true), 4, 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_replay_has_large_blocks),
		cmocka_unit_test(a_small_ring_has_small_blocks_only),
		cmocka_unit_test(a_lossless_source_is_a_replay),
	};

	return RUN(tests);
}
