/* SPDX-License-Identifier: MIT */
/*
 * clock.h - the monotonic clock in nanoseconds, and waits that follow it.
 *
 * The wall clock of a modem's host may jump by decades: nothing waits for it.
 */
#ifndef DTAP_CLOCK_H
#define DTAP_CLOCK_H

#include <pthread.h>
#include <stdint.h>

#define DTAP_NS_PER_MS INT64_C(1000000)
#define DTAP_NS_PER_S  INT64_C(1000000000)

int64_t dtap_clock_now(void);

/* The same, and it goes on while the machine sleeps. */
int64_t dtap_clock_boot(void);

/* A condition variable for dtap_clock_cond_wait(). */
void dtap_clock_cond_init(pthread_cond_t *cond);

/* Waits until signalled or until the clock says `until`: 0 or ETIMEDOUT. */
int dtap_clock_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock,
			 int64_t until);

/* 0 when the clock says `until`, EINTR when a signal came before. */
int dtap_clock_sleep(int64_t until);

#endif
