/* SPDX-License-Identifier: MIT */
#include "http/connection_table.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "http/fd_reserve.h"

/* A connection, or a place for one. */
struct place {
	struct dtap_loop_socket socket;
	struct dtap_connection *connection; /* NULL: the place is free */
};

struct dtap_connection_table {
	const struct dtap_answerer *answerer;
	struct dtap_fd_reserve reserve;
	struct place places[DTAP_CONNECTIONS_MAX];
};

struct dtap_connection_table *
dtap_connection_table_new(const struct dtap_answerer *answerer)
{
	struct dtap_connection_table *table = calloc(1, sizeof *table);
	int saved;

	if (table == NULL)
		return NULL;
	table->answerer = answerer;
	if (dtap_fd_reserve_init(&table->reserve) == 0)
		return table;
	saved = errno;
	dtap_connection_table_free(table);
	errno = saved;
	return NULL;
}

static void
clear(struct place *place)
{
	dtap_loop_close(&place->socket);
	dtap_connection_free(place->connection);
	place->connection = NULL;
}

void
dtap_connection_table_free(struct dtap_connection_table *table)
{
	if (table == NULL)
		return;
	for (size_t i = 0; i < DTAP_CONNECTIONS_MAX; i++)
		clear(&table->places[i]);
	dtap_fd_reserve_close(&table->reserve);
	free(table);
}

/* NULL: all places are taken. */
static struct place *
find_free(struct dtap_connection_table *table)
{
	for (size_t i = 0; i < DTAP_CONNECTIONS_MAX; i++)
		if (table->places[i].connection == NULL)
			return &table->places[i];
	return NULL;
}

/* The one that may be closed for another; NULL: none may. */
static struct place *
find_spare(struct dtap_connection_table *table)
{
	struct dtap_connection_wait best = {.since = INT64_MAX, .rank = 1};
	struct place *spare = NULL;

	for (size_t i = 0; i < DTAP_CONNECTIONS_MAX; i++) {
		struct place *place = &table->places[i];
		struct dtap_connection_wait wait;

		if (place->connection == NULL)
			continue;
		wait = dtap_connection_wait(place->connection);
		if (wait.rank < best.rank ||
		    (wait.rank == best.rank && wait.since >= best.since))
			continue;
		best = wait;
		spare = place;
	}
	return spare;
}

bool
dtap_connection_table_has_room(struct dtap_connection_table *table)
{
	return find_free(table) != NULL || find_spare(table) != NULL;
}

void
dtap_connection_table_drop_one(struct dtap_connection_table *table)
{
	struct place *spare = find_spare(table);

	if (spare != NULL)
		clear(spare);
}

/* Has the loop wait for what the connection waits for; or it is over. */
static void
settle(struct place *place, bool open)
{
	if (!open)
		clear(place);
	else
		dtap_loop_await(&place->socket,
				dtap_connection_wait(place->connection).sends
					? DTAP_LOOP_WRITE
					: DTAP_LOOP_READ);
}

void
dtap_connection_table_add(struct dtap_connection_table *table,
			  struct dtap_loop *loop, int fd, int64_t now)
{
	struct place *place = find_free(table);

	if (place == NULL) {
		dtap_connection_table_drop_one(table);
		place = find_free(table);
	}
	if (!dtap_loop_add(loop, &place->socket, fd))
		return;
	place->connection =
		dtap_connection_new(fd, &table->reserve, table->answerer, now);
	/* The request may be there already. */
	settle(place, place->connection != NULL &&
			      dtap_connection_step(place->connection, now));
}

static void
serve(struct place *place, int64_t now)
{
	struct dtap_connection_wait wait =
		dtap_connection_wait(place->connection);
	bool open = place->socket.wsi != NULL;

	if (open && (place->socket.is_ready || wait.ready))
		open = dtap_connection_step(place->connection, now);
	else if (open && wait.deadline <= now)
		open = dtap_connection_expire(place->connection, now);
	place->socket.is_ready = false;
	settle(place, open);
}

void
dtap_connection_table_serve(struct dtap_connection_table *table, int64_t now)
{
	for (size_t i = 0; i < DTAP_CONNECTIONS_MAX; i++)
		if (table->places[i].connection != NULL)
			serve(&table->places[i], now);
	/* Before new connections take the last descriptor. */
	dtap_fd_reserve_fill(&table->reserve);
}

int64_t
dtap_connection_table_due(const struct dtap_connection_table *table)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < DTAP_CONNECTIONS_MAX; i++) {
		const struct dtap_connection *c = table->places[i].connection;
		struct dtap_connection_wait wait;

		if (c == NULL)
			continue;
		wait = dtap_connection_wait(c);
		if (wait.ready)
			return 0;
		due = wait.deadline < due ? wait.deadline : due;
	}
	return due;
}
