/* SPDX-License-Identifier: MIT */
/*
 * traffic.h - made-up messages for feed: random, but the same for a seed.
 *
 * Realistic: 1 to 100 messages a container, about 12 on average; a message is
 * one HDLC frame of 20 to 3000 bytes, log-normal around 120.  A container has
 * 2.2 KB on average.  One owner, one thread.
 */
#ifndef BENCH_TRAFFIC_H
#define BENCH_TRAFFIC_H

#include <stddef.h>
#include <stdint.h>

#define TRAFFIC_BODIES 1024

/* A container without its first message. */
struct body {
	uint8_t *data;
	size_t size;
	uint32_t messages;
};

struct traffic {
	uint64_t state;
	struct body bodies[TRAFFIC_BODIES];
};

/* 0, or -1 with ENOMEM. */
int traffic_make(struct traffic *traffic, uint64_t seed);
void traffic_free(struct traffic *traffic);

/* An exponential random number, 1 on average: a gap between containers. */
double traffic_gap(struct traffic *traffic);

#endif
