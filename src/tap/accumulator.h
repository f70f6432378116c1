/* SPDX-License-Identifier: MIT */
/*
 * accumulator.h - the open block of a tap: takes containers, and publishes
 * sealed blocks to a ring.
 *
 * The tap's reader thread copies each container into the open block.  The block
 * is published when it is full, or when the flush period ends.  The accumulator
 * has a thread for that, the flusher, because the reader may be blocked in
 * read(2).
 *
 * The flush is leading-edge: a container that comes after a quiet period is
 * published at once; what comes during the next period is gathered.
 */
#ifndef DTAP_ACCUMULATOR_H
#define DTAP_ACCUMULATOR_H

#include <dtap/record_clock.h>
#include <dtap/ring.h>

struct dtap_accumulator;

/*
 * The ring and the clock outlive the accumulator.  record_clock NULL: the
 * host's clock.  Returns NULL with ENOMEM.
 */
struct dtap_accumulator *dtap_accumulator_new(
	struct dtap_ring *ring, const struct dtap_record_clock *record_clock,
	unsigned flush_ms, uint32_t snaplen);
void dtap_accumulator_free(struct dtap_accumulator *accumulator);

/* Starts the flusher.  -1 with errno of pthread_create(3). */
int dtap_accumulator_start(struct dtap_accumulator *accumulator);

/* Publishes the open block, and ends the flusher. */
void dtap_accumulator_stop(struct dtap_accumulator *accumulator);

/*
 * Sets the size of the next blocks: 64 KiB, or 256 KiB for a lossless replay if
 * the ring has room for sixteen of these.  Each block wakes threads and costs
 * every subscriber a send (docs/performance.md), so large blocks make a fast
 * replay cheaper.  For a device they would make a stalled stream keep four
 * times as much memory.  Called by the thread that puts containers.
 */
void dtap_accumulator_set_lossless(struct dtap_accumulator *accumulator,
				   bool lossless);

/* The most bytes of blocks that are published before a container of `size`
 * bytes is. */
size_t dtap_accumulator_room(const struct dtap_accumulator *accumulator,
			     size_t size);

/*
 * Copies a container into the open block.  Gives it its number, and the time if
 * it has none.  If there is no memory for it, or if it is too long for a record
 * and cannot be cut into parts, it is counted as dropped.
 */
void dtap_accumulator_put(struct dtap_accumulator *accumulator,
			  const struct dtap_container *container);

/* Any thread: from now on each container is published at once. */
void dtap_accumulator_set_prompt(struct dtap_accumulator *accumulator,
				 bool prompt);

/* Publishes the open block now. */
void dtap_accumulator_flush(struct dtap_accumulator *accumulator);

struct dtap_accumulator_status {
	struct dtap_amount taken;   /* containers that count */
	struct dtap_amount dropped; /* of these */
	struct dtap_steps steps;
};

void dtap_accumulator_status(struct dtap_accumulator *accumulator,
			     struct dtap_accumulator_status *status);

#endif
