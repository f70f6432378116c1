/* SPDX-License-Identifier: MIT */
#include "uplink/wake.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"

#define LONGEST_WAIT (3600 * DTAP_NS_PER_S)

int
dtap_wake_init(struct dtap_wake *wake, unsigned many)
{
	*wake = (struct dtap_wake){.many = many};
	wake->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return wake->fd < 0 ? -1 : 0;
}

void
dtap_wake_clear(struct dtap_wake *wake)
{
	if (wake->fd >= 0)
		close(wake->fd);
}

void
dtap_wake_limit(struct dtap_wake *wake, unsigned many)
{
	wake->many = many < wake->many ? many : wake->many;
}

void
dtap_wake_now(struct dtap_wake *wake)
{
	if (!atomic_exchange(&wake->written, true))
		eventfd_write(wake->fd, 1);
}

void
dtap_wake_news(void *arg)
{
	struct dtap_wake *wake = arg;
	unsigned news = atomic_fetch_add(&wake->news, 1) + 1;

	if (news >= wake->many || atomic_load(&wake->alert))
		dtap_wake_now(wake);
}

/* True: somebody has called now.  Else the time has come. */
static bool
sleep_until(const struct dtap_wake *wake, int64_t until)
{
	struct pollfd fd = {.fd = wake->fd, .events = POLLIN};
	int64_t left = until - dtap_clock_now();

	if (left <= 0)
		return false;
	left = left < LONGEST_WAIT ? left : LONGEST_WAIT;
	/* Not before its time: that would be a busy wait. */
	return poll(&fd, 1,
		    (int)((left + DTAP_NS_PER_MS - 1) / DTAP_NS_PER_MS)) != 0;
}

void
dtap_wake_await(struct dtap_wake *wake, int64_t until, int64_t rest)
{
	int64_t rested = dtap_clock_now() + rest;
	eventfd_t count;

	if (!sleep_until(wake, rested < until ? rested : until) &&
	    rested < until) {
		/* Either we see the news here, or who has them sees this. */
		atomic_store(&wake->alert, true);
		if (atomic_load(&wake->news) == 0)
			sleep_until(wake, until);
		atomic_store(&wake->alert, false);
	}
	eventfd_read(wake->fd, &count);
	/* Cleared before we look: what comes now wakes us again. */
	atomic_store(&wake->written, false);
	atomic_store(&wake->news, 0);
}
