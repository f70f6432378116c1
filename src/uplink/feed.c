/* SPDX-License-Identifier: MIT */
#include "uplink/feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static struct dtap_ring *
ring_of(const struct dtap_feed *feed)
{
	return dtap_tap_ring(feed->tap);
}

int
dtap_feed_init(struct dtap_feed *feed, struct dtap_tap *tap,
	       const struct dtap_uplink_options *options)
{
	const struct dtap_message_builder_options builder = {
		.boot = options->identity->boot,
		.snaplen = dtap_tap_options(tap)->snaplen,
		.record_clock = options->record_clock,
		.zstd = options->zstd,
	};

	*feed = (struct dtap_feed){.tap = tap};
	feed->linger = options->linger_ms * DTAP_NS_PER_MS;
	strcpy(feed->name.group, options->identity->group);
	strcpy(feed->name.device, options->identity->device);
	strcpy(feed->name.tap, dtap_tap_name(tap));
	dtap_fleet_subject_write(&feed->name, feed->subject);
	feed->builder = dtap_message_builder_new(&builder);
	feed->window = dtap_window_new(options->window_bytes);
	if (feed->builder == NULL || feed->window == NULL) {
		dtap_message_builder_free(feed->builder);
		dtap_window_free(feed->window);
		return -1;
	}
	dtap_ring_subscribe(ring_of(feed), &feed->cursor);
	return 0;
}

void
dtap_feed_clear(struct dtap_feed *feed)
{
	dtap_ring_unsubscribe(ring_of(feed), &feed->cursor);
	dtap_block_unref(feed->block);
	dtap_window_free(feed->window);
	dtap_message_builder_free(feed->builder);
}

/* There is room in the window. */
static void
finish_message(struct dtap_feed *feed)
{
	struct dtap_uplink_message *message =
		dtap_message_builder_finish(feed->builder);

	if (message != NULL)
		dtap_window_add(feed->window, message);
}

/* False: there is no block now. */
static bool
take_block(struct dtap_feed *feed)
{
	enum dtap_next next;

	if (feed->block != NULL)
		return true;
	next = dtap_ring_next(ring_of(feed), &feed->cursor, &feed->block,
			      &feed->loss);
	feed->ended = next == DTAP_NEXT_END;
	return next == DTAP_NEXT_BLOCK;
}

static void
add_block(struct dtap_feed *feed, int64_t now)
{
	/* Without memory the builder counts it. */
	dtap_message_builder_add(feed->builder, feed->block, &feed->loss, now);
	dtap_block_unref(feed->block);
	feed->block = NULL;
}

void
dtap_feed_take(struct dtap_feed *feed, int64_t now)
{
	struct dtap_message_builder *builder = feed->builder;

	while (dtap_window_has_room(feed->window) && take_block(feed)) {
		if (!dtap_message_builder_takes(builder, feed->block,
						&feed->loss)) {
			finish_message(feed);
			continue;
		}
		add_block(feed, now);
		if (!dtap_message_builder_is_empty(builder) &&
		    dtap_message_builder_is_full(builder))
			finish_message(feed);
	}
	if (!dtap_message_builder_is_empty(builder) &&
	    dtap_window_has_room(feed->window) &&
	    (feed->ended ||
	     now - dtap_message_builder_begun(builder) >= feed->linger))
		finish_message(feed);
}

int64_t
dtap_feed_due(const struct dtap_feed *feed, int64_t now)
{
	int64_t due = dtap_window_due(feed->window, now), linger;

	if (!dtap_window_has_room(feed->window) ||
	    dtap_message_builder_is_empty(feed->builder))
		return due;
	linger = dtap_message_builder_begun(feed->builder) + feed->linger;
	return linger < due ? linger : due;
}

bool
dtap_feed_is_done(const struct dtap_feed *feed)
{
	return feed->ended && feed->block == NULL &&
	       dtap_message_builder_is_empty(feed->builder) &&
	       dtap_window_is_empty(feed->window);
}

static void
add_amount(struct dtap_amount *sum, const struct dtap_amount *more)
{
	sum->containers += more->containers;
	sum->bytes += more->bytes;
}

static bool
store(struct dtap_feed *feed, uint64_t seq, int64_t now)
{
	struct dtap_uplink_message *message =
		dtap_window_stored(feed->window, seq, now);

	if (message == NULL)
		return false;
	add_amount(&feed->stored, &message->inside);
	feed->bytes += message->size;
	feed->messages++;
	free(message);
	return true;
}

void
dtap_feed_drop(struct dtap_feed *feed, uint64_t seq)
{
	struct dtap_uplink_message *message =
		dtap_window_drop(feed->window, seq);

	if (message == NULL)
		return;
	add_amount(&feed->dropped, &message->inside);
	feed->dropped_messages++;
	free(message);
}

bool
dtap_feed_answer(struct dtap_feed *feed, uint64_t seq,
		 const struct dtap_uplink_answer *answer, int64_t now)
{
	switch (answer->kind) {
	case DTAP_ANSWER_STORED:
		return store(feed, seq, now);
	case DTAP_ANSWER_DUPLICATE:
		feed->duplicates++;
		return store(feed, seq, now);
	case DTAP_ANSWER_NEVER:
		dtap_feed_drop(feed, seq);
		return true;
	default:
		return dtap_window_failed(feed->window, seq, now);
	}
}

static struct dtap_amount
lost_of(struct dtap_feed *feed)
{
	struct dtap_amount lost = dtap_ring_lost(ring_of(feed), &feed->cursor);
	struct dtap_amount builder = dtap_message_builder_lost(feed->builder);

	add_amount(&lost, &builder);
	add_amount(&lost, &feed->dropped);
	return lost;
}

void
dtap_feed_status(struct dtap_feed *feed, struct dtap_uplink_tap_status *status)
{
	struct dtap_window_status window;
	struct dtap_ring_status ring;

	*status = (struct dtap_uplink_tap_status){
		.name = feed->name.tap,
		.messages = feed->messages,
		.bytes = feed->bytes,
		.stored = feed->stored,
		.duplicates = feed->duplicates,
		.dropped = feed->dropped_messages,
	};
	dtap_window_status(feed->window, &window);
	status->resent = window.resent;
	/* The ring last: it only grows. */
	status->lost = lost_of(feed);
	dtap_ring_status(ring_of(feed), &ring);
	status->waiting.containers = ring.containers -
				     status->stored.containers -
				     status->lost.containers;
	status->waiting.bytes =
		ring.payload_bytes - status->stored.bytes - status->lost.bytes;
}
