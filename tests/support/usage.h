/* SPDX-License-Identifier: MIT */
/*
 * usage.h - what this process uses: processor, descriptors, memory.
 *
 * The server under test and its clients are one process, so these count both.
 */
#ifndef DTAP_USAGE_H
#define DTAP_USAGE_H

#include <stddef.h>

/*
 * Watches for `ms`: the share of one processor that was used, in percent.  A
 * loop that spins uses 100.
 */
unsigned usage_load(unsigned ms);

/* The most that a test allows; what does nothing shows 0 or 1. */
#define GAUGE_IDLE 30

/* Once it stays the same: the server takes one for a moment now and then. */
unsigned usage_descriptors(void);

/* Until there are so many; the test's own timeout bounds it. */
void usage_await_descriptors(unsigned count);

/* Bytes on the heap that are not freed. */
size_t usage_memory(void);

#endif
