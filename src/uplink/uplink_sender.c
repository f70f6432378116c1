/* SPDX-License-Identifier: MIT */
#include "uplink/uplink_sender.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static struct dtap_ring *
ring_of(const struct dtap_uplink_sender *sender)
{
	return dtap_tap_ring(sender->tap);
}

int
dtap_uplink_sender_init(struct dtap_uplink_sender *sender, struct dtap_tap *tap,
			const struct dtap_uplink_options *options)
{
	const struct dtap_message_builder_options builder = {
		.boot = options->identity->boot,
		.snaplen = dtap_tap_options(tap)->snaplen,
		.record_clock = options->record_clock,
		.zstd = options->zstd,
	};

	*sender = (struct dtap_uplink_sender){.tap = tap};
	sender->linger = options->linger_ms * DTAP_NS_PER_MS;
	strcpy(sender->name.group, options->identity->group);
	strcpy(sender->name.device, options->identity->device);
	strcpy(sender->name.tap, dtap_tap_name(tap));
	dtap_fleet_subject_write(&sender->name, sender->subject);
	sender->builder = dtap_message_builder_new(&builder);
	sender->window = dtap_window_new(options->window_bytes);
	if (sender->builder == NULL || sender->window == NULL) {
		dtap_message_builder_free(sender->builder);
		dtap_window_free(sender->window);
		return -1;
	}
	dtap_ring_subscribe(ring_of(sender), &sender->cursor);
	return 0;
}

void
dtap_uplink_sender_clear(struct dtap_uplink_sender *sender)
{
	dtap_ring_unsubscribe(ring_of(sender), &sender->cursor);
	dtap_block_unref(sender->block);
	dtap_window_free(sender->window);
	dtap_message_builder_free(sender->builder);
}

/* There is room in the window. */
static void
finish_message(struct dtap_uplink_sender *sender)
{
	struct dtap_uplink_message *message =
		dtap_message_builder_finish(sender->builder);

	if (message != NULL)
		dtap_window_add(sender->window, message);
}

/* False: there is no block now. */
static bool
take_block(struct dtap_uplink_sender *sender)
{
	enum dtap_next next;

	if (sender->block != NULL)
		return true;
	next = dtap_ring_next(ring_of(sender), &sender->cursor, &sender->block,
			      &sender->loss);
	sender->ended = next == DTAP_NEXT_END;
	return next == DTAP_NEXT_BLOCK;
}

static void
add_block(struct dtap_uplink_sender *sender, int64_t now)
{
	/* Without memory the builder counts it. */
	dtap_message_builder_add(sender->builder, sender->block, &sender->loss,
				 now);
	dtap_block_unref(sender->block);
	sender->block = NULL;
}

void
dtap_uplink_sender_take(struct dtap_uplink_sender *sender, int64_t now)
{
	struct dtap_message_builder *builder = sender->builder;

	while (dtap_window_has_room(sender->window) && take_block(sender)) {
		if (!dtap_message_builder_takes(builder, sender->block,
						&sender->loss)) {
			finish_message(sender);
			continue;
		}
		add_block(sender, now);
		if (!dtap_message_builder_is_empty(builder) &&
		    dtap_message_builder_is_full(builder))
			finish_message(sender);
	}
	if (!dtap_message_builder_is_empty(builder) &&
	    dtap_window_has_room(sender->window) &&
	    (sender->ended ||
	     now - dtap_message_builder_begun(builder) >= sender->linger))
		finish_message(sender);
}

int64_t
dtap_uplink_sender_due(const struct dtap_uplink_sender *sender, int64_t now)
{
	int64_t due = dtap_window_due(sender->window, now), linger;

	if (!dtap_window_has_room(sender->window) ||
	    dtap_message_builder_is_empty(sender->builder))
		return due;
	linger = dtap_message_builder_begun(sender->builder) + sender->linger;
	return linger < due ? linger : due;
}

bool
dtap_uplink_sender_is_done(const struct dtap_uplink_sender *sender)
{
	return sender->ended && sender->block == NULL &&
	       dtap_message_builder_is_empty(sender->builder) &&
	       dtap_window_is_empty(sender->window);
}

static void
add_amount(struct dtap_amount *sum, const struct dtap_amount *more)
{
	sum->containers += more->containers;
	sum->bytes += more->bytes;
}

static bool
store(struct dtap_uplink_sender *sender, uint64_t seq, int64_t now)
{
	struct dtap_uplink_message *message =
		dtap_window_stored(sender->window, seq, now);

	if (message == NULL)
		return false;
	add_amount(&sender->stored, &message->inside);
	sender->bytes += message->size;
	sender->messages++;
	free(message);
	return true;
}

void
dtap_uplink_sender_drop(struct dtap_uplink_sender *sender, uint64_t seq)
{
	struct dtap_uplink_message *message =
		dtap_window_drop(sender->window, seq);

	if (message == NULL)
		return;
	add_amount(&sender->dropped, &message->inside);
	sender->dropped_messages++;
	free(message);
}

bool
dtap_uplink_sender_answer(struct dtap_uplink_sender *sender, uint64_t seq,
			  const struct dtap_uplink_answer *answer, int64_t now)
{
	switch (answer->kind) {
	case DTAP_ANSWER_STORED:
		return store(sender, seq, now);
	case DTAP_ANSWER_DUPLICATE:
		sender->duplicates++;
		return store(sender, seq, now);
	case DTAP_ANSWER_NEVER:
		dtap_uplink_sender_drop(sender, seq);
		return true;
	default:
		return dtap_window_failed(sender->window, seq, now);
	}
}

static struct dtap_amount
lost_of(struct dtap_uplink_sender *sender)
{
	struct dtap_amount lost =
		dtap_ring_lost(ring_of(sender), &sender->cursor);
	struct dtap_amount builder = dtap_message_builder_lost(sender->builder);

	add_amount(&lost, &builder);
	add_amount(&lost, &sender->dropped);
	return lost;
}

void
dtap_uplink_sender_status(struct dtap_uplink_sender *sender,
			  struct dtap_uplink_tap_status *status)
{
	struct dtap_window_status window;
	struct dtap_ring_status ring;

	*status = (struct dtap_uplink_tap_status){
		.name = sender->name.tap,
		.messages = sender->messages,
		.bytes = sender->bytes,
		.stored = sender->stored,
		.duplicates = sender->duplicates,
		.dropped = sender->dropped_messages,
	};
	dtap_window_status(sender->window, &window);
	status->resent = window.resent;
	/* The ring last: it only grows. */
	status->lost = lost_of(sender);
	dtap_ring_status(ring_of(sender), &ring);
	status->waiting.containers = ring.containers -
				     status->stored.containers -
				     status->lost.containers;
	status->waiting.bytes =
		ring.payload_bytes - status->stored.bytes - status->lost.bytes;
}
