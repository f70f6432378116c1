/* SPDX-License-Identifier: MIT */
/*
 * filter.h - a seccomp filter that stops a traced thread at the calls of
 * calls.h, and at no others.
 *
 * It stays for the program and all that it starts.  A thread that nobody traces
 * any more gets ENOSYS from these calls.
 */
#ifndef DTAP_FILTER_H
#define DTAP_FILTER_H

#include <stdbool.h>

/* Whether this kernel has filters (CONFIG_SECCOMP_FILTER). */
bool dtap_filter_exists(void);

/* Sets the filter for the calling thread.  -1: errno. */
int dtap_filter_set(void);

#endif
