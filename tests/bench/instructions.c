/* SPDX-License-Identifier: MIT */
/*
 * instructions
 *
 * The work of the core without sockets, timers or a second thread: CONTAINERS
 * containers go through accumulator, block and ring, then SUBSCRIBERS
 * subscribers take each block.  CLIENTS clients of the DIAG port, with masks of
 * their own, are asked whether they want each of FRAMES frames. instructions.py
 * counts the instructions of these functions with valgrind, and divides by the
 * numbers that main() prints.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>
#include <dtap/ring.h>

#include "port/arbiter.h"
#include "tap/accumulator.h"

#define CONTAINERS  4000
#define SUBSCRIBERS 20
#define LARGEST     1100
#define RING        ((size_t)3 << 20) /* holds all of it */
#define NEVER_MS    100000000U        /* blocks are flushed when full */
#define CLIENTS     16
#define FRAMES      4000
#define FRAME       40

/* valgrind finds them by their names. */
void publish_containers(struct dtap_accumulator *accumulator,
			const uint8_t *data);
uint64_t take_blocks(struct dtap_ring *ring,
		     struct dtap_subscriber *subscribers);
uint64_t offer_frames(struct dtap_arbiter *arbiter,
		      uint8_t frames[FRAMES][FRAME]);

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

__attribute__((noinline)) uint64_t
offer_frames(struct dtap_arbiter *arbiter, uint8_t frames[FRAMES][FRAME])
{
	uint64_t wanted = 0;

	for (size_t i = 0; i < FRAMES; i++)
		for (unsigned slot = 1; slot <= CLIENTS; slot++)
			wanted += dtap_arbiter_wants(arbiter, slot, frames[i],
						     FRAME, 0);
	return wanted;
}

/* Nine logs, then a message, and now and then a report with one event. */
static void
make_frames(uint8_t frames[FRAMES][FRAME])
{
	for (size_t i = 0; i < FRAMES; i++) {
		uint8_t *frame = frames[i];

		frame[0] = i % 10 < 9 ? 0x10 : i % 20 < 10 ? 0x79 : 0x60;
		dtap_put16(frame + 6, (uint16_t)(0xb000 + i % 0x200));
		if (frame[0] == 0x60)
			dtap_put16(frame + 3, (uint16_t)(0x6000 | i % 4096));
		if (frame[0] == 0x79)
			dtap_put32(frame + 16, 1U << i % 5);
	}
}

static void
say_nothing(void *arg, bool warning, const char *line)
{
	(void)arg;
	(void)warning;
	(void)line;
}

/* Every client has other logs; some have events and messages. */
static struct dtap_arbiter *
make_arbiter(void)
{
	static const struct dtap_arbiter_ops ops = {.say = say_nothing};
	static struct dtap_masks masks;
	struct dtap_arbiter *arbiter =
		dtap_arbiter_new(&(struct dtap_arbiter_options){.ops = &ops});
	uint8_t bits[DTAP_EQUIPMENT_ITEMS / 8] = {0};

	for (uint32_t i = 0; arbiter != NULL && i < CLIENTS; i++) {
		bits[i] = 0x55;
		dtap_masks_set_logs(&masks, 11, DTAP_EQUIPMENT_ITEMS, bits);
		dtap_masks_set_events(&masks, 1 + i, bits);
		dtap_masks_set_every_message(&masks, i % 4);
		if (dtap_arbiter_attach(arbiter, 1 + i, &masks, 0) < 0)
			return NULL;
	}
	return arbiter;
}

int
main(void)
{
	static uint8_t frames[FRAMES][FRAME];
	struct dtap_arbiter *arbiter = make_arbiter();
	static struct dtap_subscriber subscribers[SUBSCRIBERS];
	static uint8_t data[LARGEST];
	struct dtap_ring *ring = dtap_ring_new(RING);
	struct dtap_accumulator *accumulator =
		dtap_accumulator_new(ring, NULL, NEVER_MS, DTAP_SNAPLEN_MAX);
	uint64_t taken;

	if (ring == NULL || accumulator == NULL || arbiter == NULL)
		return 1;
	dtap_put32(data, DTAP_DATA);
	for (size_t i = 0; i < SUBSCRIBERS; i++)
		dtap_ring_subscribe(ring, &subscribers[i]);
	publish_containers(accumulator, data);
	taken = take_blocks(ring, subscribers);
	make_frames(frames);
	if (offer_frames(arbiter, frames) == 0)
		return 1;
	printf("%d %" PRIu64 " %d\n", CONTAINERS, taken, FRAMES * CLIENTS);
	dtap_arbiter_free(arbiter);
	for (size_t i = 0; i < SUBSCRIBERS; i++)
		dtap_ring_unsubscribe(ring, &subscribers[i]);
	dtap_accumulator_free(accumulator);
	dtap_ring_free(ring);
	return 0;
}
