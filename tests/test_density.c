/* SPDX-License-Identifier: MIT */
#include "tap/density.h"

#include <dtap/block.h>

#include "base/clock.h"
#include "tap/tee.h"
#include "testing.h"

#define KIB 1024

static void
a_small_ring_has_small_blocks_only(void **state)
{
	(void)state;
	assert_int_equal(dtap_density_most(64 * KIB), 64 * KIB);
	assert_int_equal(dtap_density_most(4096 * KIB - 1), 64 * KIB);
	assert_int_equal(dtap_density_most(4096 * KIB), 256 * KIB);
}

static void
dense_traffic_has_large_blocks(void **state)
{
	static const struct {
		size_t most, room;
		uint64_t containers;
		int64_t took_us; /* 655 and 2621 are 100 MB/s */
		size_t next;
	} cases[] = {
		{256 * KIB, 64 * KIB, 30, 650, 256 * KIB},
		{256 * KIB, 64 * KIB, 30, 660, 64 * KIB},
		{256 * KIB, 256 * KIB, 120, 2620, 256 * KIB},
		{256 * KIB, 256 * KIB, 120, 2630, 64 * KIB},
		/* Of a device: 5 MB/s. */
		{256 * KIB, 64 * KIB, 30, 10000, 64 * KIB},
		/* So small that a large block would not be full. */
		{256 * KIB, 64 * KIB, 255, 100, 256 * KIB},
		{256 * KIB, 64 * KIB, 256, 100, 64 * KIB},
		{256 * KIB, 256 * KIB, 1018, 100, 256 * KIB},
		{64 * KIB, 64 * KIB, 30, 100, 64 * KIB},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(dtap_density_next(cases[i].most, cases[i].room,
						   cases[i].containers,
						   cases[i].took_us * 1000),
				 cases[i].next);
}

/* What a replay waits for is what a block has, with all its lists. */
static void
no_block_is_larger_than_is_said(void **state)
{
	static const size_t rings[] = {64 * KIB, 8192 * KIB};

	(void)state;
	for (size_t i = 0; i < COUNT(rings); i++) {
		struct dtap_ring *ring = dtap_ring_new(rings[i]);
		struct dtap_tee *tee = dtap_tee_new(ring, NULL, 10, 1024);
		struct dtap_block *block =
			dtap_block_open(dtap_density_most(rings[i]));

		assert_true(dtap_block_memory(block) <= dtap_tee_room(tee, 0));
		dtap_block_unref(block);
		dtap_tee_free(tee);
		dtap_ring_free(ring);
	}
}

#define CONTAINER 1000

/* A tee, and what is to be had of its ring. */
struct bench {
	struct dtap_ring *ring;
	struct dtap_tee *tee;
	struct dtap_subscriber subscriber;
};

static void
begin(struct bench *bench, size_t ring_bytes)
{
	bench->ring = dtap_ring_new(ring_bytes);
	bench->tee = dtap_tee_new(bench->ring, NULL, 10000, 1024);
	dtap_ring_subscribe(bench->ring, &bench->subscriber);
}

static void
end(struct bench *bench)
{
	dtap_ring_unsubscribe(bench->ring, &bench->subscriber);
	dtap_tee_free(bench->tee);
	dtap_ring_free(bench->ring);
}

/* Puts so many containers at once; the octets of the block that has most. */
static uint64_t
largest_block(struct bench *bench, int containers)
{
	static const uint8_t octets[CONTAINER];
	struct dtap_amount loss;
	struct dtap_block *block;
	uint64_t most = 0;

	while (containers-- > 0)
		dtap_tee_put(bench->tee,
			     &(struct dtap_container){.data = octets,
						      .size = CONTAINER});
	dtap_tee_flush(bench->tee);
	while (dtap_ring_next(bench->ring, &bench->subscriber, &block, &loss) ==
	       DTAP_NEXT_BLOCK) {
		uint64_t bytes = dtap_block_bytes(block);

		most = bytes > most ? bytes : most;
		dtap_block_unref(block);
	}
	return most;
}

static void
a_small_ring_s_tee_has_small_blocks(void **state)
{
	struct bench bench;

	(void)state;
	begin(&bench, 2048 * KIB);
	assert_in_range(largest_block(&bench, 1000), 60 * KIB, 64 * KIB);
	end(&bench);
}

/*
 * A machine that does other things may be too slow for large ones now and then.
 * One that was flushed before it was full is followed by a small one.
 */
static void
a_tee_has_large_blocks_while_traffic_is_dense(void **state)
{
	struct bench bench;
	uint64_t most = 0;

	(void)state;
	begin(&bench, 8192 * KIB);
	for (int i = 0; i < 1000 && most <= 64 * KIB; i++)
		most = largest_block(&bench, 2000);
	assert_in_range(most, 250 * KIB, 256 * KIB);
	assert_in_range(largest_block(&bench, 100), 60 * KIB, 64 * KIB);
	end(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_ring_has_small_blocks_only),
		cmocka_unit_test(dense_traffic_has_large_blocks),
		cmocka_unit_test(no_block_is_larger_than_is_said),
		cmocka_unit_test(a_small_ring_s_tee_has_small_blocks),
		cmocka_unit_test(a_tee_has_large_blocks_while_traffic_is_dense),
	};

	return RUN(tests);
}
