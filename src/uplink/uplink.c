/* SPDX-License-Identifier: MIT */
#include "uplink/uplink.h"

#include <errno.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/clock.h"
#include "base/thread.h"
#include "uplink/uplink_private.h"

#define NOTICE_PERIOD (60 * DTAP_NS_PER_S)

/* The longest rest, and the blocks and answers that end it: two megabytes. */
#define REST (100 * DTAP_NS_PER_MS)
#define MANY 32

/* A block has so many bytes, or fewer. */
#define BLOCK 65536

/* Free memory that a thread keeps, and more than any message has. */
#define KEPT    (4 << 20)
#define LARGEST (1 << 20)

/* Of the link.  Its threads call this. */
static void
on_event(void *arg)
{
	struct dtap_uplink *uplink = arg;

	if (atomic_load(&uplink->held_up))
		dtap_wake_now(&uplink->wake);
	else
		dtap_wake_news(&uplink->wake);
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
	uplink->answers = dtap_answer_queue_new(on_event, uplink);
	if (dtap_wake_init(&uplink->wake, MANY) == 0 && uplink->answers != NULL)
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
	dtap_wake_clear(&uplink->wake);
	pthread_mutex_destroy(&uplink->lock);
	free(uplink);
}

/* A quarter of a small ring is much, too. */
static void
limit_rest(struct dtap_uplink *uplink, struct dtap_ring *ring)
{
	struct dtap_ring_status status;
	size_t blocks;

	dtap_ring_status(ring, &status);
	blocks = status.room / BLOCK / 4;
	dtap_wake_limit(&uplink->wake, blocks > 0 ? (unsigned)blocks : 1);
}

int
dtap_uplink_add(struct dtap_uplink *uplink, struct dtap_tap *tap)
{
	struct dtap_uplink_sender *sender =
		&uplink->senders[uplink->sender_count];

	if (dtap_ring_watch(dtap_tap_ring(tap), dtap_wake_news, &uplink->wake) <
		    0 ||
	    dtap_uplink_sender_init(sender, tap, &uplink->options) < 0)
		return -1;
	limit_rest(uplink, dtap_tap_ring(tap));
	dtap_uplink_sender_status(sender,
				  &uplink->status.taps[uplink->sender_count]);
	uplink->sender_count++;
	uplink->status.tap_count = uplink->sender_count;
	return 0;
}

/* Before the thread looks for blocks and answers again. */
static int64_t
rest_of(const struct dtap_uplink *uplink)
{
	int64_t rest = uplink->options.linger_ms * DTAP_NS_PER_MS / 4;

	if (atomic_load(&uplink->stopping))
		return 0;
	return rest < REST ? rest : REST;
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
		dtap_wake_await(&uplink->wake, again, rest_of(uplink));
	}
	dtap_uplink_leave(uplink);
	return NULL;
}

/*
 * Messages come and go.  By default the C library gives their memory back, or
 * maps it for each one, and then each page of the next one is a fault.
 */
static void
keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, LARGEST);
#endif
}

int
dtap_uplink_start(struct dtap_uplink *uplink)
{
	keep_memory();
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
	dtap_wake_now(&uplink->wake);
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
