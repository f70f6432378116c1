/* SPDX-License-Identifier: MIT */
/*
 * random.h - random numbers for the simulators: splitmix64, the same on every
 * host.
 *
 * Owned by one simulator, no locking.  Not for secrets.
 */
#ifndef DTAP_RANDOM_H
#define DTAP_RANDOM_H

#include <stdint.h>

struct dtap_random {
	uint64_t state; /* starts as the seed, any value */
};

static inline uint64_t
dtap_random64(struct dtap_random *random)
{
	uint64_t v = random->state += UINT64_C(0x9e3779b97f4a7c15);

	v = (v ^ v >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	v = (v ^ v >> 27) * UINT64_C(0x94d049bb133111eb);
	return v ^ v >> 31;
}

/* A number below bound, which is not 0. */
static inline uint32_t
dtap_random(struct dtap_random *random, uint32_t bound)
{
	return (uint32_t)((dtap_random64(random) >> 32) * bound >> 32);
}

/* A number from low to high, both included. */
static inline uint32_t
dtap_random_in(struct dtap_random *random, uint32_t low, uint32_t high)
{
	uint64_t span = (uint64_t)high - low + 1;

	return low + (uint32_t)((dtap_random64(random) >> 32) * span >> 32);
}

#endif
