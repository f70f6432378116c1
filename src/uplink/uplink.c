/* SPDX-License-Identifier: MIT */
#include "uplink/uplink.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"
#include "uplink/uplink_private.h"

#define LONGEST_WAIT  (3600 * DTAP_NS_PER_S)
#define NOTICE_PERIOD (60 * DTAP_NS_PER_S)

static void
wake(void *arg)
{
	struct dtap_uplink *uplink = arg;

	if (!atomic_exchange(&uplink->woken, true))
		eventfd_write(uplink->wake, 1);
}

struct dtap_uplink *
dtap_uplink_new(const struct dtap_uplink_options *options,
		struct dtap_link *link, const struct dtap_log *log)
{
	struct dtap_uplink *uplink = calloc(1, sizeof *uplink);

	if (uplink == NULL) {
		link->free(link);
		return NULL;
	}
	uplink->options = *options;
	uplink->link = link;
	uplink->log = log;
	uplink->notices =
		(struct dtap_rate_limit){.most = 3, .period = NOTICE_PERIOD};
	pthread_mutex_init(&uplink->lock, NULL);
	uplink->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	uplink->answers = dtap_answer_queue_new(wake, uplink);
	if (uplink->wake >= 0 && uplink->answers != NULL)
		return uplink;
	dtap_uplink_free(uplink);
	errno = ENOMEM;
	return NULL;
}

void
dtap_uplink_free(struct dtap_uplink *uplink)
{
	if (uplink == NULL)
		return;
	uplink->link->free(uplink->link);
	dtap_answer_queue_free(uplink->answers);
	for (size_t i = 0; i < uplink->sender_count; i++)
		dtap_uplink_sender_clear(&uplink->senders[i]);
	if (uplink->wake >= 0)
		close(uplink->wake);
	pthread_mutex_destroy(&uplink->lock);
	free(uplink);
}

int
dtap_uplink_add(struct dtap_uplink *uplink, struct dtap_tap *tap)
{
	struct dtap_uplink_sender *sender =
		&uplink->senders[uplink->sender_count];

	if (dtap_ring_watch(dtap_tap_ring(tap), wake, uplink) < 0 ||
	    dtap_uplink_sender_init(sender, tap, &uplink->options) < 0)
		return -1;
	dtap_uplink_sender_status(sender,
				  &uplink->status.taps[uplink->sender_count]);
	uplink->sender_count++;
	uplink->status.tap_count = uplink->sender_count;
	return 0;
}

/* Until a ring or the link has news, or the time has come. */
static void
await(struct dtap_uplink *uplink, int64_t until)
{
	struct pollfd fd = {.fd = uplink->wake, .events = POLLIN};
	int64_t left = until - dtap_clock_now();
	eventfd_t count;

	if (left <= 0)
		return;
	left = left < LONGEST_WAIT ? left : LONGEST_WAIT;
	/* Not before its time: that would be a busy wait. */
	poll(&fd, 1, (int)((left + DTAP_NS_PER_MS - 1) / DTAP_NS_PER_MS));
	eventfd_read(uplink->wake, &count);
	/* Cleared before we look: what comes now wakes us again. */
	atomic_store(&uplink->woken, false);
}

static void *
uplink_main(void *arg)
{
	struct dtap_uplink *uplink = arg;

	for (;;) {
		int64_t again = dtap_uplink_turn(uplink, dtap_clock_now());

		if (atomic_load(&uplink->stopping)) {
			int64_t by = atomic_load(&uplink->finish_by);

			if (dtap_uplink_is_over(uplink, dtap_clock_now()))
				break;
			again = again < by ? again : by;
		}
		await(uplink, again);
	}
	dtap_uplink_leave(uplink);
	return NULL;
}

int
dtap_uplink_start(struct dtap_uplink *uplink)
{
	uplink->began = dtap_clock_now();
	uplink->started = dtap_thread_start(&uplink->thread, "uplink",
					    uplink_main, uplink) == 0;
	return uplink->started ? 0 : -1;
}

void
dtap_uplink_finish(struct dtap_uplink *uplink, unsigned ms)
{
	if (uplink == NULL || atomic_load(&uplink->stopping))
		return;
	atomic_store(&uplink->finish_by,
		     dtap_clock_now() + ms * DTAP_NS_PER_MS);
	atomic_store(&uplink->stopping, true);
	uplink->link->cancel(uplink->link);
	wake(uplink);
}

void
dtap_uplink_stop(struct dtap_uplink *uplink)
{
	if (uplink == NULL || !uplink->started)
		return;
	dtap_uplink_finish(uplink, 0);
	pthread_join(uplink->thread, NULL);
	uplink->started = false;
}

const char *
dtap_uplink_state_name(enum dtap_uplink_state state)
{
	static const char *const names[] = {
		[DTAP_UPLINK_OFF] = "off",
		[DTAP_UPLINK_CONNECTING] = "connecting",
		[DTAP_UPLINK_CONNECTED] = "connected",
		[DTAP_UPLINK_WAITING] = "waiting",
		[DTAP_UPLINK_STOPPED] = "stopped",
	};

	return names[state];
}

void
dtap_uplink_status(struct dtap_uplink *uplink,
		   struct dtap_uplink_status *status)
{
	pthread_mutex_lock(&uplink->lock);
	*status = uplink->status;
	pthread_mutex_unlock(&uplink->lock);
}
