/* SPDX-License-Identifier: MIT */
/*
 * random.h - random bytes of the kernel.  Any thread.
 */
#ifndef DTAP_RANDOM_H
#define DTAP_RANDOM_H

#include <stddef.h>

/*
 * Fills out with random bytes, at most 256.  It never waits: early after the
 * start of a machine they may be predictable, so they make no key.  Returns 0,
 * or -1 with errno.
 */
int dtap_random_bytes(void *out, size_t size);

#endif
