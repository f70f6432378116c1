/* SPDX-License-Identifier: MIT */
#include "sources/nats/attempt.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/thread.h"

/*
 * More than one server needs.  The link begins with the next one at the next
 * attempt; and diagtapd keeps its rights, and is not ready, during the first.
 */
#define LONGEST_MS 30000

struct attempt {
	struct dtap_link *link;
	const struct dtap_link_events *events;
	char *why;
	atomic_bool stop;
	int done; /* an eventfd */
	enum dtap_link_result result;
};

static void *
attempt_main(void *arg)
{
	struct attempt *attempt = arg;

	attempt->result = attempt->link->connect(attempt->link, attempt->events,
						 &attempt->stop, attempt->why);
	eventfd_write(attempt->done, 1);
	return NULL;
}

/* Until it has ended.  Else it is cancelled, and this is why. */
static int
await(struct attempt *attempt)
{
	struct pollfd done = {.fd = attempt->done, .events = POLLIN};
	int ready = poll(&done, 1, LONGEST_MS), why = EINTR;

	if (ready > 0)
		return 0;
	if (ready == 0)
		why = ETIMEDOUT;
	atomic_store(&attempt->stop, true);
	attempt->link->cancel(attempt->link);
	return why;
}

static enum dtap_link_result
run(struct attempt *attempt)
{
	pthread_t thread;
	int why;

	if (dtap_thread_start(&thread, "nats", attempt_main, attempt) < 0)
		return DTAP_LINK_CANCELLED;
	why = await(attempt);
	pthread_join(thread, NULL);
	errno = why;
	return attempt->result;
}

enum dtap_link_result
dtap_attempt_connect(struct dtap_link *link,
		     const struct dtap_link_events *events,
		     char why[DTAP_LINK_WHY])
{
	struct attempt attempt = {.link = link, .events = events, .why = why};
	enum dtap_link_result result;
	int error;

	why[0] = '\0';
	attempt.done = eventfd(0, EFD_CLOEXEC);
	if (attempt.done < 0)
		return DTAP_LINK_CANCELLED;
	result = run(&attempt);
	error = errno;
	close(attempt.done);
	errno = error;
	return result;
}
