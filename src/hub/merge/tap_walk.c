/* SPDX-License-Identifier: MIT */
#include "hub/merge/tap_walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"

#define WINDOW      ((size_t)64 << 10)
#define RECORD_MOST (DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)

/* Bytes of the spool. */
struct window {
	uint8_t *data;
	uint64_t at;
	size_t size, room;
};

struct dtap_tap_walk {
	struct dtap_spool *spool;
	struct window pieces, extras;
	struct dtap_held_boot **boots; /* in order */
	size_t boot_count;

	/* Where it stands. */
	size_t boot, piece, extra;
	uint64_t at;       /* in the piece; 0 of a piece that has not begun */
	uint64_t expected; /* the next container, if none is missing */
	bool is_loss_due;
	struct dtap_amount missing;
	struct dtap_walk_record held; /* that comes behind the loss */
	bool has_held;
	uint8_t loss[DTAP_LOSS_RECORD];
};

static int
compare_extras(const void *a, const void *b)
{
	const struct dtap_extra *one = a, *other = b;

	if (one->before != other->before)
		return one->before < other->before ? -1 : 1;
	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	return one->at < other->at ? -1 : one->at > other->at;
}

/* The time of its first record; INT64_MAX: it has none in this span. */
static int64_t
begin_of(const struct dtap_held_boot *boot)
{
	for (size_t i = 0; i < boot->piece_count; i++)
		if (boot->pieces[i].size > 0)
			return boot->pieces[i].begun;
	return INT64_MAX;
}

static int
compare_boots(const void *a, const void *b)
{
	struct dtap_held_boot *const *one = a, *const *other = b;
	int64_t begin = begin_of(*one), other_begin = begin_of(*other);

	return begin < other_begin ? -1 : begin > other_begin;
}

static bool
list_boots(struct dtap_tap_walk *walk, const struct dtap_held_tap *tap)
{
	size_t count = 0;

	for (struct dtap_held_boot *boot = tap->boots; boot != NULL;
	     boot = boot->next)
		count++;
	walk->boots = calloc(count + 1, sizeof(struct dtap_held_boot *));
	if (walk->boots == NULL)
		return false;
	for (struct dtap_held_boot *boot = tap->boots; boot != NULL;
	     boot = boot->next) {
		if (begin_of(boot) == INT64_MAX)
			continue;
		if (boot->extra_count > 0)
			qsort(boot->extras, boot->extra_count,
			      sizeof *boot->extras, compare_extras);
		walk->boots[walk->boot_count++] = boot;
	}
	qsort(walk->boots, walk->boot_count, sizeof(struct dtap_held_boot *),
	      compare_boots);
	return true;
}

struct dtap_tap_walk *
dtap_tap_walk_new(struct dtap_held_tap *tap, struct dtap_spool *spool)
{
	struct dtap_tap_walk *walk = calloc(1, sizeof *walk);

	if (walk == NULL)
		return NULL;
	walk->spool = spool;
	if (!list_boots(walk, tap)) {
		dtap_tap_walk_free(walk);
		return NULL;
	}
	if (walk->boot_count > 0)
		walk->expected = walk->boots[0]->pieces[0].first;
	return walk;
}

void
dtap_tap_walk_free(struct dtap_tap_walk *walk)
{
	if (walk == NULL)
		return;
	free(walk->pieces.data);
	free(walk->extras.data);
	free(walk->boots);
	free(walk);
}

/* Bytes at a place of the spool, which has `limit` bytes from there on. */
static const uint8_t *
see(struct dtap_tap_walk *walk, struct window *window, uint64_t at, size_t size,
    uint64_t limit)
{
	size_t wanted = size > WINDOW ? size : WINDOW;

	if (at >= window->at && at + size <= window->at + window->size)
		return window->data + (at - window->at);
	if (wanted > limit)
		wanted = (size_t)limit;
	if (wanted > window->room) {
		uint8_t *data = realloc(window->data, wanted);

		if (data == NULL)
			return NULL;
		window->data = data;
		window->room = wanted;
	}
	window->at = at;
	window->size = 0;
	if (!dtap_spool_read(walk->spool, at, window->data, wanted))
		return NULL;
	window->size = wanted;
	return window->data;
}

/* The record at a place of the spool; it was checked before it came there. */
static bool
read_record(struct dtap_tap_walk *walk, struct window *window, uint64_t at,
	    uint64_t limit, struct dtap_walk_record *record)
{
	const uint8_t *header =
		see(walk, window, at, DTAP_PCAP_RECORD_HEADER, limit);
	size_t size;

	if (header == NULL)
		return false;
	size = DTAP_PCAP_RECORD_HEADER + dtap_get32(header + 8);
	if (size > limit || size > RECORD_MOST) {
		errno = EIO;
		return false;
	}
	header = see(walk, window, at, size, limit);
	if (header == NULL)
		return false;
	*record = (struct dtap_walk_record){
		.time = dtap_get32(header) * DTAP_NS_PER_S +
			dtap_get32(header + 4) * INT64_C(1000),
		.data = header + DTAP_PCAP_RECORD_HEADER,
		.size = dtap_get32(header + 8),
		.original = dtap_get32(header + 12),
	};
	return true;
}

/* The same record came before, of another origin. */
static bool
is_double(struct dtap_tap_walk *walk, const struct dtap_held_boot *boot,
	  const struct dtap_extra *extra, const struct dtap_walk_record *record)
{
	for (const struct dtap_extra *other = extra;
	     other > boot->extras && (other - 1)->before == extra->before &&
	     (other - 1)->time == extra->time;
	     other--) {
		struct dtap_walk_record before;

		if ((other - 1)->size != extra->size ||
		    !read_record(walk, &walk->pieces, (other - 1)->at,
				 (other - 1)->size, &before))
			continue;
		if (before.original == record->original &&
		    memcmp(before.data, record->data, record->size) == 0)
			return true;
	}
	return false;
}

/*
 * The next extra before the container `until` or one before it.  0: none.
 * Those inside a piece are there already.
 */
static int
next_extra(struct dtap_tap_walk *walk, uint64_t until,
	   struct dtap_walk_record *record)
{
	const struct dtap_held_boot *boot = walk->boots[walk->boot];

	while (walk->extra < boot->extra_count &&
	       boot->extras[walk->extra].before <= until) {
		const struct dtap_extra *extra = &boot->extras[walk->extra++];

		if (dtap_held_boot_is_inside(boot, extra->before))
			continue;
		if (!read_record(walk, &walk->extras, extra->at, extra->size,
				 record))
			return -1;
		record->origin = extra->origin;
		if (!is_double(walk, boot, extra, record))
			return 1;
	}
	return 0;
}

/* What is missing right before the piece. */
static void
note_gap(struct dtap_tap_walk *walk, const struct dtap_piece *piece)
{
	uint64_t gap = piece->first - walk->expected;

	walk->expected = piece->first;
	if (gap == 0)
		return;
	walk->is_loss_due = true;
	walk->missing = (struct dtap_amount){.containers = gap};
	if (piece->lost.containers == gap)
		walk->missing.bytes = piece->lost.bytes;
}

static int
next_of_piece(struct dtap_tap_walk *walk, const struct dtap_piece *piece,
	      struct dtap_walk_record *record)
{
	if (!read_record(walk, &walk->pieces, piece->at + walk->at,
			 piece->size - walk->at, record))
		return -1;
	record->origin = piece->origin;
	walk->at += DTAP_PCAP_RECORD_HEADER + record->size;
	return 1;
}

static void
end_piece(struct dtap_tap_walk *walk, const struct dtap_piece *piece)
{
	walk->expected = piece->next;
	walk->at = 0;
	walk->piece++;
}

/* The next record of a piece, or an extra before it.  0: the piece is over. */
static int
next_at_piece(struct dtap_tap_walk *walk, const struct dtap_piece *piece,
	      struct dtap_walk_record *record)
{
	int found;

	if (walk->at == 0) {
		found = next_extra(walk, walk->expected, record);
		if (found != 0)
			return found;
		/* What is of another time is not missing, nor what is beside
		 * it. */
		if (piece->size > 0)
			note_gap(walk, piece);
		found = next_extra(walk, piece->first, record);
		if (found != 0)
			return found;
	}
	if (walk->at < piece->size)
		return next_of_piece(walk, piece, record);
	end_piece(walk, piece);
	return 0;
}

/* The next record without losses. */
static int
next_record(struct dtap_tap_walk *walk, struct dtap_walk_record *record)
{
	while (walk->boot < walk->boot_count) {
		const struct dtap_held_boot *boot = walk->boots[walk->boot];
		int found;

		found = walk->piece < boot->piece_count
				? next_at_piece(walk,
						&boot->pieces[walk->piece],
						record)
				: next_extra(walk, UINT64_MAX, record);
		if (found != 0)
			return found;
		if (walk->piece < boot->piece_count)
			continue;
		if (walk->extra < boot->extra_count)
			continue;
		walk->boot++;
		walk->piece = walk->extra = 0;
		walk->expected = 0;
	}
	return 0;
}

/* The loss, which has the time of the record behind it. */
static void
give_loss(struct dtap_tap_walk *walk, struct dtap_walk_record *record)
{
	static const uint8_t header[DTAP_PCAP_RECORD_HEADER];

	walk->held = *record;
	walk->has_held = true;
	walk->is_loss_due = false;
	dtap_pcap_write_loss(walk->loss, &walk->missing, header);
	*record = (struct dtap_walk_record){
		.time = record->time,
		.data = walk->loss + DTAP_PCAP_RECORD_HEADER,
		.size = DTAP_LOSS_RECORD - DTAP_PCAP_RECORD_HEADER,
		.original = DTAP_LOSS_RECORD - DTAP_PCAP_RECORD_HEADER,
		.missing = walk->missing,
	};
}

int
dtap_tap_walk_next(struct dtap_tap_walk *walk, struct dtap_walk_record *record)
{
	int found;

	if (walk->has_held) {
		*record = walk->held;
		walk->has_held = false;
		return 1;
	}
	found = next_record(walk, record);
	if (found == 1 && walk->is_loss_due)
		give_loss(walk, record);
	return found;
}
