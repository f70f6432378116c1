/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include <time.h>

int64_t
dtap_clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * DTAP_NS_PER_S + now.tv_nsec;
}

int64_t
dtap_clock_boot(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * DTAP_NS_PER_S + now.tv_nsec;
}

static struct timespec
timespec_of(int64_t ns)
{
	return (struct timespec){
		.tv_sec = (time_t)(ns / DTAP_NS_PER_S),
		.tv_nsec = (long)(ns % DTAP_NS_PER_S),
	};
}

void
dtap_clock_cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attr);
	pthread_condattr_destroy(&attr);
}

int
dtap_clock_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until)
{
	struct timespec time = timespec_of(until);

	return pthread_cond_timedwait(cond, lock, &time);
}

int
dtap_clock_sleep(int64_t until)
{
	struct timespec time = timespec_of(until);

	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}
