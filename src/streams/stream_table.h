/* SPDX-License-Identifier: MIT */
/*
 * stream_table.h - all streams: their places, their list, their sums.
 *
 * Only the fan-out thread admits, walks and ends streams; it walks without a
 * lock.  Other threads reserve places, offer streams and read the status.
 */
#ifndef DTAP_STREAM_TABLE_H
#define DTAP_STREAM_TABLE_H

#include "streams/stream.h"

struct dtap_stream_table;

struct dtap_stream_table *dtap_stream_table_new(
	unsigned max_streams); /* NULL: ENOMEM */

/*
 * Frees streams that were offered and not admitted.  All admitted streams must
 * have ended, and the taps must still exist.
 */
void dtap_stream_table_free(struct dtap_stream_table *table);

/* Reserves a place for a stream; false: all are taken.  Any thread. */
bool dtap_stream_table_reserve(struct dtap_stream_table *table);

/* The same for PCAP-over-IP, which leaves a share to the streams of HTTP. */
bool dtap_stream_table_reserve_pcap_over_ip(struct dtap_stream_table *table);

void dtap_stream_table_release(struct dtap_stream_table *table);

/* A quarter of the places, at least one: what some peers may not exceed. */
unsigned dtap_stream_table_share(const struct dtap_stream_table *table);
unsigned dtap_stream_table_reserved(const struct dtap_stream_table *table);

/* Takes over a stream; a place must be reserved for it.  Any thread. */
void dtap_stream_table_offer(struct dtap_stream_table *table,
			     struct dtap_stream *stream);

/* Moves an offered stream to the front of the list; NULL: there is none. */
struct dtap_stream *dtap_stream_table_admit(struct dtap_stream_table *table);

/*
 * Walks the list.  The current stream may be ended during the walk.
 *
 *   for (s = dtap_stream_table_first(table); s != NULL; s = next) {
 *           next = dtap_stream_table_next(s);
 */
struct dtap_stream *dtap_stream_table_first(
	const struct dtap_stream_table *table);
struct dtap_stream *dtap_stream_table_next(struct dtap_stream *stream);

/* The oldest stream that dtap_stream_is_half_closed(), or NULL; their number.
 */
struct dtap_stream *dtap_stream_table_half_closed(
	const struct dtap_stream_table *table, unsigned *count);

/* Frees a stream of the list, keeps its sums and releases its place. */
void dtap_stream_table_end(struct dtap_stream_table *table,
			   struct dtap_stream *stream);

/* Calls visit for each stream, with the table's lock held.  Any thread. */
typedef void dtap_stream_table_visitor(void *arg,
				       const struct dtap_stream_status *status);
void dtap_stream_table_visit(struct dtap_stream_table *table,
			     dtap_stream_table_visitor *visit, void *arg);

struct dtap_stream_table_status {
	unsigned streams, max_streams;
	/* Sums of all streams, also of those that have ended. */
	uint64_t begun, bytes, lags;
	struct dtap_amount lost;
	struct dtap_scrub_counts scrubbed;
	uint64_t left_out;
};

void dtap_stream_table_status(struct dtap_stream_table *table,
			      struct dtap_stream_table_status *status);

#endif
