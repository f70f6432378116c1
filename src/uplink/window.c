/* SPDX-License-Identifier: MIT */
#include "uplink/window.h"

#include <stdlib.h>

#include "base/clock.h"

#define WAIT (DTAP_WINDOW_WAIT_S * DTAP_NS_PER_S)

/* Pause before a message is sent again: it doubles with each refusal. */
#define FIRST_PAUSE   (200 * DTAP_NS_PER_MS)
#define LONGEST_PAUSE (5 * DTAP_NS_PER_S)

/* Answers that come faster let more messages on the way, slower ones fewer. */
#define FAST (250 * DTAP_NS_PER_MS)
#define SLOW (1000 * DTAP_NS_PER_MS)

struct entry {
	struct dtap_uplink_message *message; /* NULL: answered */
	bool on_the_way;
	unsigned tries;
	int64_t sent; /* the last time */
	int64_t due;  /* to send it, not before; or of its answer */
	int64_t pause;
};

struct dtap_window {
	size_t room, bytes;
	uint64_t first, next; /* numbers: the oldest, and behind the last */
	struct entry entries[DTAP_WINDOW_MESSAGES]; /* by number */
	unsigned messages, sent, most;
	int64_t slowed; /* when `most` became smaller */
	uint64_t resent;
};

struct dtap_window *
dtap_window_new(size_t bytes)
{
	struct dtap_window *window = calloc(1, sizeof *window);

	if (window != NULL) {
		window->room = bytes;
		window->most = 1;
	}
	return window;
}

static struct entry *
at(const struct dtap_window *window, uint64_t seq)
{
	return (struct entry *)&window->entries[seq % DTAP_WINDOW_MESSAGES];
}

void
dtap_window_free(struct dtap_window *window)
{
	if (window == NULL)
		return;
	for (uint64_t seq = window->first; seq < window->next; seq++)
		free(at(window, seq)->message);
	free(window);
}

bool
dtap_window_has_room(const struct dtap_window *window)
{
	return window->bytes < window->room &&
	       window->next - window->first < DTAP_WINDOW_MESSAGES;
}

bool
dtap_window_is_empty(const struct dtap_window *window)
{
	return window->messages == 0;
}

bool
dtap_window_is_held_up(const struct dtap_window *window)
{
	return !dtap_window_has_room(window) ||
	       (window->messages > window->sent &&
		window->sent >= window->most);
}

void
dtap_window_add(struct dtap_window *window, struct dtap_uplink_message *message)
{
	if (window->messages == 0)
		window->first = message->head.seq;
	window->next = message->head.seq + 1;
	*at(window, message->head.seq) =
		(struct entry){.message = message, .pause = FIRST_PAUSE};
	window->bytes += message->size;
	window->messages++;
}

/* The lowest that is not on the way, or NULL. */
static struct entry *
lowest(const struct dtap_window *window)
{
	for (uint64_t seq = window->first; seq < window->next; seq++) {
		struct entry *entry = at(window, seq);

		if (entry->message != NULL && !entry->on_the_way)
			return entry;
	}
	return NULL;
}

const struct dtap_uplink_message *
dtap_window_next(const struct dtap_window *window, int64_t now)
{
	const struct entry *entry =
		window->sent < window->most ? lowest(window) : NULL;

	return entry != NULL && entry->due <= now ? entry->message : NULL;
}

/* NULL: there is no such message. */
static struct entry *
find(const struct dtap_window *window, uint64_t seq)
{
	struct entry *entry = at(window, seq);

	return seq >= window->first && seq < window->next &&
			       entry->message != NULL
		       ? entry
		       : NULL;
}

void
dtap_window_sent(struct dtap_window *window, uint64_t seq, int64_t now)
{
	struct entry *entry = find(window, seq);

	window->resent += entry->tries > 0;
	entry->tries++;
	entry->on_the_way = true;
	entry->sent = now;
	entry->due = now + WAIT;
	window->sent++;
}

static void
take_back(struct dtap_window *window, struct entry *entry)
{
	window->sent -= entry->on_the_way;
	entry->on_the_way = false;
}

static struct dtap_uplink_message *
take_out(struct dtap_window *window, struct entry *entry)
{
	struct dtap_uplink_message *message = entry->message;

	take_back(window, entry);
	entry->message = NULL;
	window->bytes -= message->size;
	window->messages--;
	while (window->first < window->next &&
	       at(window, window->first)->message == NULL)
		window->first++;
	return message;
}

static void
slow_down(struct dtap_window *window, int64_t now)
{
	window->most = window->most > 1 ? window->most / 2 : 1;
	window->slowed = now;
}

/* The answer to a message that was sent after the last change. */
static void
adapt(struct dtap_window *window, const struct entry *entry, int64_t now)
{
	int64_t took = now - entry->sent;

	if (took < FAST && window->sent == window->most &&
	    window->most < DTAP_WINDOW_SENT)
		window->most++;
	else if (took > SLOW && entry->sent > window->slowed)
		slow_down(window, now);
}

struct dtap_uplink_message *
dtap_window_stored(struct dtap_window *window, uint64_t seq, int64_t now)
{
	struct entry *entry = find(window, seq);

	if (entry == NULL)
		return NULL;
	if (entry->on_the_way)
		adapt(window, entry, now);
	return take_out(window, entry);
}

bool
dtap_window_failed(struct dtap_window *window, uint64_t seq, int64_t now)
{
	struct entry *entry = find(window, seq);

	if (entry == NULL || !entry->on_the_way)
		return false;
	take_back(window, entry);
	entry->due = now + entry->pause;
	entry->pause = 2 * entry->pause < LONGEST_PAUSE ? 2 * entry->pause
							: LONGEST_PAUSE;
	return true;
}

struct dtap_uplink_message *
dtap_window_drop(struct dtap_window *window, uint64_t seq)
{
	struct entry *entry = find(window, seq);

	return entry != NULL ? take_out(window, entry) : NULL;
}

unsigned
dtap_window_expire(struct dtap_window *window, int64_t now)
{
	unsigned count = 0;

	for (uint64_t seq = window->first; seq < window->next; seq++) {
		struct entry *entry = at(window, seq);

		if (entry->message == NULL || !entry->on_the_way ||
		    entry->due > now)
			continue;
		take_back(window, entry);
		count++;
	}
	if (count > 0)
		slow_down(window, now);
	return count;
}

void
dtap_window_reset(struct dtap_window *window)
{
	for (uint64_t seq = window->first; seq < window->next; seq++) {
		struct entry *entry = at(window, seq);

		if (entry->message == NULL)
			continue;
		take_back(window, entry);
		entry->due = 0;
		entry->pause = FIRST_PAUSE;
	}
	window->most = 1;
}

int64_t
dtap_window_due(const struct dtap_window *window, int64_t now)
{
	const struct entry *entry = lowest(window);
	int64_t due = INT64_MAX;

	if (entry != NULL && window->sent < window->most)
		due = entry->due > now ? entry->due : now;
	for (uint64_t seq = window->first; seq < window->next; seq++) {
		entry = at(window, seq);
		if (entry->message != NULL && entry->on_the_way &&
		    entry->due < due)
			due = entry->due;
	}
	return due;
}

void
dtap_window_status(const struct dtap_window *window,
		   struct dtap_window_status *status)
{
	*status = (struct dtap_window_status){
		.messages = window->messages,
		.sent = window->sent,
		.most = window->most,
		.bytes = window->bytes,
		.resent = window->resent,
	};
}
