/* SPDX-License-Identifier: MIT */
/*
 * histogram.h - durations counted in steps of about 3 %.
 *
 * All zeros: empty.  One owner, one thread.
 */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_STEPS 32 /* in each octave */

struct histogram {
	uint64_t counts[64 * HISTOGRAM_STEPS];
	uint64_t total;
};

void histogram_add(struct histogram *histogram, uint64_t ns);

/* The quantile `part` (0 to 1) of all durations, in ms; -1: there are none. */
double histogram_quantile(const struct histogram *histogram, double part);

#endif
