/* SPDX-License-Identifier: MIT */
/*
 * usage.h - what this process uses: processor, descriptors, memory.
 *
 * The server and its clients are in the process of the test, so all are
 * counted.
 */
#ifndef DTAP_USAGE_H
#define DTAP_USAGE_H

#include <stddef.h>

/*
 * Measures for `ms` milliseconds; returns the processor time used, in percent
 * of one processor.  A busy loop uses 100.
 */
unsigned usage_load(unsigned ms);

/* The most that a test allows of an idle process, which has 0 or 1. */
#define USAGE_IDLE 30

/* Open descriptors, when their number is stable: the server sometimes opens one
 * for a moment. */
unsigned usage_descriptors(void);

/* Waits until there are so many; the time limit of the test ends it. */
void usage_await_descriptors(unsigned count);

/* Allocated bytes of the heap. */
size_t usage_memory(void);

#endif
