/* SPDX-License-Identifier: MIT */
/*
 * clock.h - the monotonic clock in nanoseconds, and waits that use it.
 *
 * The time of day on a modem's host may jump by decades.  No wait depends on
 * it. Any thread.
 */
#ifndef DTAP_CLOCK_H
#define DTAP_CLOCK_H

#include <pthread.h>
#include <stdint.h>

#define DTAP_NS_PER_MS INT64_C(1000000)
#define DTAP_NS_PER_S  INT64_C(1000000000)

int64_t dtap_clock_now(void); /* ns */

/* As dtap_clock_now(), with the time that the machine was suspended. */
int64_t dtap_clock_boot(void);

/* Makes a condition variable for dtap_clock_cond_wait(). */
void dtap_clock_cond_init(pthread_cond_t *cond);

/* Waits for a signal, until `until` (ns).  Returns 0 or ETIMEDOUT. */
int dtap_clock_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock,
			 int64_t until);

/* Sleeps until `until` (ns).  Returns 0, or EINTR if a signal came before. */
int dtap_clock_sleep(int64_t until);

#endif
