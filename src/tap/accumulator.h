/* SPDX-License-Identifier: MIT */
/*
 * accumulator.h - the open block of a tap: containers in, sealed blocks into a
 * ring.
 *
 * The tap's reader thread copies each container in.  A block goes out when it
 * is full, or when the flush period ends: a thread of the tee's own watches
 * over that, for the reader may be blocked in read(2).
 *
 * The flush is leading-edge: what comes after a period of quiet goes out at
 * once, then the period gathers.
 */
#ifndef DTAP_ACCUMULATOR_H
#define DTAP_ACCUMULATOR_H

#include <dtap/record_clock.h>
#include <dtap/ring.h>

struct dtap_accumulator;

/* Ring and wall outlive the tee; no wall is the host's clock.  NULL: ENOMEM. */
struct dtap_accumulator *dtap_accumulator_new(
	struct dtap_ring *ring, const struct dtap_record_clock *record_clock,
	unsigned flush_ms, uint32_t snaplen);
void dtap_accumulator_free(struct dtap_accumulator *accumulator);

/* Starts the thread.  -1 with errno of pthread_create. */
int dtap_accumulator_start(struct dtap_accumulator *accumulator);

/* Publishes what the open block holds, and ends the thread. */
void dtap_accumulator_stop(struct dtap_accumulator *accumulator);

/*
 * A block holds 64 KiB; a replay's, which goes as fast as it is taken, 256 KiB,
 * where a ring has room for sixteen: each block wakes threads and costs every
 * subscriber a send (docs/performance.md).  A device's would cost whoever
 * stalls in one four times the memory.  The putter's thread.
 */
void dtap_accumulator_set_lossless(struct dtap_accumulator *accumulator,
				   bool replay);

/* Bytes of block memory that may be published before a container of `size` is.
 */
size_t dtap_accumulator_room(const struct dtap_accumulator *accumulator,
			     size_t size);

/*
 * Copies a container, and gives it its number, and its time where it has none.
 * Without memory for it, it is counted as dropped.  What would not fit a record
 * and knows no parts is left out.
 */
void dtap_accumulator_put(struct dtap_accumulator *accumulator,
			  const struct dtap_container *container);

/* Publishes what the open block holds now. */
void dtap_accumulator_flush(struct dtap_accumulator *accumulator);

struct dtap_accumulator_status {
	struct dtap_amount taken;
	struct dtap_amount dropped; /* of these, without memory to keep them */
	struct dtap_steps steps;
};

void dtap_accumulator_status(struct dtap_accumulator *accumulator,
			     struct dtap_accumulator_status *status);

#endif
