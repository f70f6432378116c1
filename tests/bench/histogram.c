/* SPDX-License-Identifier: MIT */
#include "bench/histogram.h"

#include <stddef.h>

#define STEPS HISTOGRAM_STEPS
#define SHIFT 5 /* 1 << SHIFT is STEPS */

static size_t
step_of(uint64_t ns)
{
	int octave;

	if (ns < STEPS)
		return (size_t)ns;
	octave = 63 - __builtin_clzll(ns);
	return (size_t)(octave - SHIFT + 1) * STEPS +
	       (ns >> (octave - SHIFT) & (STEPS - 1));
}

static double
ms_of(size_t step)
{
	size_t octave = step / STEPS + SHIFT - 1;
	uint64_t within = step % STEPS;

	if (step < STEPS)
		return (double)step / 1e6;
	return (double)((UINT64_C(1) << octave) +
			(within << (octave - SHIFT))) /
	       1e6;
}

void
histogram_add(struct histogram *histogram, uint64_t ns)
{
	histogram->counts[step_of(ns)]++;
	histogram->total++;
}

double
histogram_quantile(const struct histogram *histogram, double part)
{
	uint64_t wanted = (uint64_t)(part * (double)histogram->total + 0.5);
	uint64_t seen = 0;

	for (size_t i = 0; i < sizeof histogram->counts / sizeof(uint64_t);
	     i++) {
		seen += histogram->counts[i];
		if (seen > 0 && seen >= wanted)
			return ms_of(i);
	}
	return -1;
}
