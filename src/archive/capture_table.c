/* SPDX-License-Identifier: MIT */
#include "archive/capture_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 16

static_assert(sizeof(struct dtap_capture) <= 120, "the manual says so");

const struct dtap_capture_filter dtap_finished_captures = {
	.all = DTAP_FILE_BIT(DTAP_FILE_SIDECAR), .any = DTAP_CAPTURE_FILES};

static void
count(struct dtap_capture_sums *sums, const struct dtap_capture *capture,
      int sign)
{
	if (dtap_capture_is_finished(capture)) {
		sums->captures += (uint64_t)sign;
		sums->bytes += (uint64_t)sign * capture->bytes;
	}
	sums->unfinished_bytes += (uint64_t)sign * capture->part_bytes;
}

void
dtap_capture_table_fill(struct dtap_capture_table *table,
			struct dtap_scan *scan)
{
	dtap_capture_table_clear(table);
	table->all = scan->captures;
	table->count = table->room = scan->count;
	*scan = (struct dtap_scan){0};
	for (size_t i = 0; i < table->count; i++)
		count(&table->sums, &table->all[i], 1);
}

void
dtap_capture_table_clear(struct dtap_capture_table *table)
{
	free(table->all);
	*table = (struct dtap_capture_table){0};
}

/* The first that is not older than `name`; table->count: none. */
static size_t
lower_bound(const struct dtap_capture_table *table,
	    const struct dtap_capture_name *name)
{
	const struct dtap_capture *all = table->all + table->first;
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (dtap_capture_name_order(&all[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct dtap_capture_table *table, size_t i,
      const struct dtap_capture_name *name)
{
	return i < table->count &&
	       dtap_capture_name_order(&table->all[table->first + i].name,
				       name) == 0;
}

const struct dtap_capture *
dtap_capture_table_find(const struct dtap_capture_table *table,
			const struct dtap_capture_name *name)
{
	size_t i = table->count > 0 ? lower_bound(table, name) : 0;

	return is_at(table, i, name) ? &table->all[table->first + i] : NULL;
}

/* Has room for one more at the end. */
static int
make_room(struct dtap_capture_table *table)
{
	size_t room =
		2 * table->room > FIRST_ROOM ? 2 * table->room : FIRST_ROOM;
	struct dtap_capture *all;

	if (table->first + table->count < table->room)
		return 0;
	if (table->first > table->count) {
		memmove(table->all, table->all + table->first,
			table->count * sizeof *table->all);
		table->first = 0;
		return 0;
	}
	all = realloc(table->all, room * sizeof *all);
	if (all == NULL)
		return -1;
	table->all = all;
	table->room = room;
	return 0;
}

static int
insert(struct dtap_capture_table *table, size_t i,
       const struct dtap_capture *capture)
{
	struct dtap_capture *at;

	if (make_room(table) < 0)
		return -1;
	at = table->all + table->first + i;
	memmove(at + 1, at, (table->count - i) * sizeof *at);
	*at = *capture;
	table->count++;
	return 0;
}

/* Moves the shorter side. */
static void
take_out(struct dtap_capture_table *table, size_t i)
{
	struct dtap_capture *first = table->all + table->first;

	if (i < table->count / 2) {
		memmove(first + 1, first, i * sizeof *first);
		table->first++;
	} else {
		memmove(first + i, first + i + 1,
			(table->count - i - 1) * sizeof *first);
	}
	table->count--;
}

int
dtap_capture_table_set(struct dtap_capture_table *table,
		       const struct dtap_capture *capture)
{
	bool is_there = capture->there != 0 || capture->parts != 0;
	size_t i = table->count > 0 ? lower_bound(table, &capture->name) : 0;
	bool was_there = is_at(table, i, &capture->name);

	if (!was_there && !is_there)
		return 0;
	if (!was_there && insert(table, i, capture) < 0)
		return -1;
	if (was_there) {
		struct dtap_capture *old = table->all + table->first + i;

		count(&table->sums, old, -1);
		*old = *capture;
	}
	if (is_there)
		count(&table->sums, capture, 1);
	else
		take_out(table, i);
	return 0;
}

static bool
matches(const struct dtap_capture_filter *filter,
	const struct dtap_capture *capture)
{
	return (capture->there & filter->all) == filter->all &&
	       (filter->any == 0 || (capture->there & filter->any) != 0) &&
	       (capture->there & filter->none) == 0 &&
	       (!filter->unfinished || capture->parts != 0);
}

const struct dtap_capture *
dtap_capture_table_next(const struct dtap_capture_table *table,
			const struct dtap_capture_filter *filter,
			const struct dtap_capture_name *after)
{
	size_t i = 0;

	if (after != NULL && table->count > 0) {
		i = lower_bound(table, after);
		i += is_at(table, i, after);
	}
	for (; i < table->count; i++)
		if (matches(filter, &table->all[table->first + i]))
			return &table->all[table->first + i];
	return NULL;
}

const struct dtap_capture *
dtap_capture_table_previous(const struct dtap_capture_table *table,
			    const struct dtap_capture_filter *filter,
			    const struct dtap_capture_name *before)
{
	size_t i = table->count;

	if (before != NULL && table->count > 0)
		i = lower_bound(table, before);
	while (i-- > 0)
		if (matches(filter, &table->all[table->first + i]))
			return &table->all[table->first + i];
	return NULL;
}

size_t
dtap_capture_table_page(const struct dtap_capture_table *table,
			const struct dtap_capture_name *before,
			struct dtap_capture *captures, size_t most,
			uint64_t *older)
{
	const struct dtap_capture *all = table->all + table->first;
	size_t i = table->count, count = 0;

	*older = 0;
	if (before != NULL && table->count > 0)
		i = lower_bound(table, before);
	while (i-- > 0) {
		if (!dtap_capture_is_finished(&all[i]))
			continue;
		if (count < most)
			captures[most - ++count] = all[i];
		else
			++*older;
	}
	memmove(captures, captures + most - count, count * sizeof *captures);
	return count;
}
