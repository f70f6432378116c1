/* SPDX-License-Identifier: MIT */
/*
 * instructions
 *
 * The work of the core without sockets, timers or a second thread: CONTAINERS
 * containers go through accumulator, block and ring, then SUBSCRIBERS
 * subscribers take each block.  instructions.py counts the instructions of both
 * functions with valgrind, and divides by the numbers that main() prints.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>
#include <dtap/ring.h>

#include "tap/accumulator.h"

#define CONTAINERS  4000
#define SUBSCRIBERS 20
#define LARGEST     1100
#define RING        ((size_t)3 << 20) /* holds all of it */
#define NEVER_MS    100000000U        /* blocks are flushed when full */

/* valgrind finds them by their names. */
void publish_containers(struct dtap_accumulator *accumulator,
			const uint8_t *data);
uint64_t take_blocks(struct dtap_ring *ring,
		     struct dtap_subscriber *subscribers);

__attribute__((noinline)) void
publish_containers(struct dtap_accumulator *accumulator, const uint8_t *data)
{
	for (size_t i = 0; i < CONTAINERS; i++)
		dtap_accumulator_put(
			accumulator,
			&(struct dtap_container){
				.data = data,
				.size = 64 + i * 37 % (LARGEST - 64)});
}

__attribute__((noinline)) uint64_t
take_blocks(struct dtap_ring *ring, struct dtap_subscriber *subscribers)
{
	struct dtap_block *block;
	struct dtap_amount loss;
	uint64_t taken = 0;

	for (size_t i = 0; i < SUBSCRIBERS; i++)
		while (dtap_ring_next(ring, &subscribers[i], &block, &loss) ==
		       DTAP_NEXT_BLOCK) {
			struct dtap_view view = dtap_block_view(
				block, (enum dtap_form)(i % DTAP_FORMS), true);

			taken += view.bytes > 0;
			dtap_block_unref(block);
			if (!dtap_ring_has_next(ring, &subscribers[i]))
				break;
		}
	return taken;
}

int
main(void)
{
	static struct dtap_subscriber subscribers[SUBSCRIBERS];
	static uint8_t data[LARGEST];
	struct dtap_ring *ring = dtap_ring_new(RING);
	struct dtap_accumulator *accumulator =
		dtap_accumulator_new(ring, NULL, NEVER_MS, DTAP_SNAPLEN_MAX);
	uint64_t taken;

	if (ring == NULL || accumulator == NULL)
		return 1;
	dtap_put32(data, DTAP_DATA);
	for (size_t i = 0; i < SUBSCRIBERS; i++)
		dtap_ring_subscribe(ring, &subscribers[i]);
	publish_containers(accumulator, data);
	taken = take_blocks(ring, subscribers);
	printf("%d %" PRIu64 "\n", CONTAINERS, taken);
	for (size_t i = 0; i < SUBSCRIBERS; i++)
		dtap_ring_unsubscribe(ring, &subscribers[i]);
	dtap_accumulator_free(accumulator);
	dtap_ring_free(ring);
	return 0;
}
