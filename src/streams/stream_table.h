/* SPDX-License-Identifier: MIT */
/*
 * stream_table.h - which streams there are: their places, their list, their
 * sums.
 *
 * The fan-out thread alone admits, walks and ends streams, and walks without a
 * lock; other threads reserve places, offer streams, and look.
 */
#ifndef DTAP_STREAM_TABLE_H
#define DTAP_STREAM_TABLE_H

#include "streams/stream.h"

struct dtap_stream_table;

struct dtap_stream_table *dtap_stream_table_new(
	unsigned max_streams); /* NULL: ENOMEM */

/* Ends what was offered and not admitted; the taps live, no stream is left. */
void dtap_stream_table_free(struct dtap_stream_table *table);

/* A place for one more stream; false: there are max_streams.  Any thread. */
bool dtap_stream_table_reserve(struct dtap_stream_table *table);
void dtap_stream_table_release(struct dtap_stream_table *table);
unsigned dtap_stream_table_reserved(const struct dtap_stream_table *table);

/* Takes over a stream, for which a place was reserved.  Any thread. */
void dtap_stream_table_offer(struct dtap_stream_table *table,
			     struct dtap_stream *stream);

/* Moves a stream that was offered to the list's front; NULL: there is none. */
struct dtap_stream *dtap_stream_table_admit(struct dtap_stream_table *table);

/*
 * Walks the list; the stream at hand may be ended on the way.
 *
 *   for (s = dtap_stream_table_first(table); s != NULL; s = next) {
 *           next = dtap_stream_table_next(s);
 */
struct dtap_stream *dtap_stream_table_first(
	const struct dtap_stream_table *table);
struct dtap_stream *dtap_stream_table_next(struct dtap_stream *stream);

/* Frees a stream of the list, keeps its sums, and gives its place back. */
void dtap_stream_table_end(struct dtap_stream_table *table,
			   struct dtap_stream *stream);

/* Calls visit for each stream, with the table's lock held.  Any thread. */
typedef void dtap_stream_table_visitor(void *arg,
				       const struct dtap_stream_status *status);
void dtap_stream_table_visit(struct dtap_stream_table *table,
			     dtap_stream_table_visitor *visit, void *arg);

struct dtap_stream_table_status {
	unsigned streams, max_streams;
	/* Of all streams, those that have ended included. */
	uint64_t begun, bytes, lags;
	struct dtap_amount lost;
};

void dtap_stream_table_status(struct dtap_stream_table *table,
			      struct dtap_stream_table_status *status);

#endif
