/* SPDX-License-Identifier: MIT */
/*
 * connection_table.h - the connections of the server, and who makes room.
 *
 * At most 256 are open.  If all places are taken, a new one takes the place of
 * the one that may be closed and has waited longest.
 *
 * The server's, on its thread.  Times are monotonic ns.
 */
#ifndef DTAP_CONNECTION_TABLE_H
#define DTAP_CONNECTION_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "http/connection.h"
#include "http/loop.h"

#define DTAP_CONNECTIONS_MAX 256

struct dtap_connection_table;

/* NULL with errno.  The answerer outlives the table. */
struct dtap_connection_table *dtap_connection_table_new(
	const struct dtap_answerer *answerer);

/* Closes all.  NULL is allowed. */
void dtap_connection_table_free(struct dtap_connection_table *table);

/* Whether a place is free, or can be made free. */
bool dtap_connection_table_has_room(struct dtap_connection_table *table);

/*
 * Takes over a socket that does not block, also where it fails.  There must be
 * room.
 */
void dtap_connection_table_add(struct dtap_connection_table *table,
			       struct dtap_loop *loop, int fd, int64_t now);

/* Closes a connection, if one may be closed, to have its descriptor. */
void dtap_connection_table_drop_one(struct dtap_connection_table *table);

/* Does what a turn of the loop has brought, and what is due. */
void dtap_connection_table_serve(struct dtap_connection_table *table,
				 int64_t now);

/*
 * When there is something to do without an event; 0: at once; INT64_MAX: never.
 */
int64_t dtap_connection_table_due(const struct dtap_connection_table *table);

#endif
