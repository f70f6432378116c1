/* SPDX-License-Identifier: MIT */
/*
 * stream_table.h - which streams there are: their places, their list, their sums.
 *
 * The fan-out thread alone admits, walks and ends streams, and walks without a
 * lock; other threads reserve places, offer streams, and look.
 */
#ifndef DTAP_STREAM_TABLE_H
#define DTAP_STREAM_TABLE_H

#include "streams/stream.h"

struct dtap_roster;

struct dtap_roster *dtap_roster_new(unsigned max_streams); /* NULL: ENOMEM */

/* Ends what was offered and not admitted; the taps live, no stream is left. */
void dtap_roster_free(struct dtap_roster *roster);

/* A place for one more stream; false: there are max_streams.  Any thread. */
bool dtap_roster_reserve(struct dtap_roster *roster);
void dtap_roster_release(struct dtap_roster *roster);
unsigned dtap_roster_reserved(const struct dtap_roster *roster);

/* Takes over a stream, for which a place was reserved.  Any thread. */
void dtap_roster_offer(struct dtap_roster *roster, struct dtap_stream *stream);

/* Moves a stream that was offered to the list's front; NULL: there is none. */
struct dtap_stream *dtap_roster_admit(struct dtap_roster *roster);

/*
 * Walks the list; the stream at hand may be ended on the way.
 *
 *   for (s = dtap_roster_first(roster); s != NULL; s = next) {
 *           next = dtap_roster_next(s);
 */
struct dtap_stream *dtap_roster_first(const struct dtap_roster *roster);
struct dtap_stream *dtap_roster_next(struct dtap_stream *stream);

/* Frees a stream of the list, keeps its sums, and gives its place back. */
void dtap_roster_end(struct dtap_roster *roster, struct dtap_stream *stream);

/* Calls visit for each stream, with the roster's lock held.  Any thread. */
typedef void dtap_roster_visitor(void *arg,
				 const struct dtap_stream_status *status);
void dtap_roster_visit(struct dtap_roster *roster, dtap_roster_visitor *visit,
		       void *arg);

struct dtap_roster_status {
	unsigned streams, max_streams;
	/* Of all streams, those that have ended included. */
	uint64_t begun, bytes, lags;
	struct dtap_amount lost;
};

void dtap_roster_status(struct dtap_roster *roster,
			struct dtap_roster_status *status);

#endif
