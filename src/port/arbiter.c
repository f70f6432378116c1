/* SPDX-License-Identifier: MIT */
#include "port/arbiter.h"

#include <errno.h>
#include <stdlib.h>

#include "port/arbiter_private.h"

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct client *
dtap_client_next(const struct dtap_arbiter *arbiter, unsigned *slot)
{
	while (++*slot <= DTAP_ARBITER_CLIENTS)
		if (arbiter->clients[*slot] != NULL)
			return arbiter->clients[*slot];
	return NULL;
}

static struct client *
new_client(uint32_t number, const struct dtap_masks *masks)
{
	struct client *client = calloc(1, sizeof *client);

	if (client == NULL)
		return NULL;
	client->number = number;
	if (masks == NULL || dtap_masks_add(&client->masks, masks) == 0)
		return client;
	dtap_masks_clear(&client->masks);
	free(client);
	errno = ENOMEM;
	return NULL;
}

static void
free_client(struct client *client)
{
	if (client == NULL)
		return;
	dtap_queue_drop(client);
	dtap_masks_clear(&client->masks);
	free(client);
}

struct dtap_arbiter *
dtap_arbiter_new(const struct dtap_arbiter_options *options)
{
	struct dtap_arbiter *arbiter = calloc(1, sizeof *arbiter);

	if (arbiter == NULL)
		return NULL;
	arbiter->ops = options->ops;
	arbiter->arg = options->arg;
	arbiter->commands = options->commands;
	arbiter->turn = OWN + 1;
	arbiter->modems[1].remote = true;
	arbiter->sync_due = arbiter->left_until = NEVER;
	arbiter->flight.slot = NOBODY;
	arbiter->said_unit = UNITS;
	for (unsigned i = 0; i < ASKERS; i++)
		arbiter->askers[i].slot = NOBODY;
	arbiter->clients[OWN] = new_client(0, options->own);
	if (arbiter->clients[OWN] == NULL) {
		free(arbiter);
		return NULL;
	}
	dtap_union_own_changed(arbiter, false);
	return arbiter;
}

void
dtap_arbiter_free(struct dtap_arbiter *arbiter)
{
	if (arbiter == NULL)
		return;
	for (unsigned slot = OWN; slot <= DTAP_ARBITER_CLIENTS; slot++)
		free_client(arbiter->clients[slot]);
	for (unsigned i = 0; i < 2; i++) {
		dtap_masks_clear(&arbiter->modems[i].wanted);
		dtap_masks_clear(&arbiter->modems[i].has);
		dtap_masks_clear(&arbiter->changes[i].before);
	}
	dtap_masks_clear(&arbiter->base);
	dtap_masks_clear(&arbiter->left);
	dtap_late_expire(arbiter, NEVER);
	dtap_cache_clear(arbiter);
	free(arbiter);
}

void
dtap_arbiter_closed(struct dtap_arbiter *arbiter, int64_t now)
{
	arbiter->modems[0].here = arbiter->modems[1].here = false;
	dtap_flight_abort(arbiter, now);
	dtap_queue_fail(arbiter);
	dtap_late_expire(arbiter, NEVER);
	dtap_cache_clear(arbiter);
	dtap_modem_forget(&arbiter->modems[0]);
	dtap_modem_forget(&arbiter->modems[1]);
	arbiter->stale = true;
	arbiter->sync_due = NEVER;
}

void
dtap_arbiter_opened(struct dtap_arbiter *arbiter, bool remote, int64_t now)
{
	dtap_arbiter_closed(arbiter, now);
	arbiter->modems[0].here = true;
	arbiter->modems[1].here = remote;
	arbiter->failures = 0;
	arbiter->said_unit = UNITS;
	dtap_sync_soon(arbiter, now);
	dtap_queue_dispatch(arbiter, now);
}

int
dtap_arbiter_set_own(struct dtap_arbiter *arbiter, const struct dtap_masks *own,
		     bool exact, int64_t now)
{
	struct client *client = new_client(0, own);

	if (client == NULL)
		return -1;
	free_client(arbiter->clients[OWN]);
	arbiter->clients[OWN] = client;
	if (exact)
		dtap_masks_clear(&arbiter->base);
	dtap_union_own_changed(arbiter, exact);
	for (unsigned unit = 0; unit < UNITS; unit++)
		arbiter->modems[0].refused[unit] =
			arbiter->modems[1].refused[unit] = false;
	dtap_sync_soon(arbiter, now);
	dtap_queue_dispatch(arbiter, now);
	return 0;
}

int
dtap_arbiter_attach(struct dtap_arbiter *arbiter, uint32_t number,
		    const struct dtap_masks *masks, int64_t now)
{
	unsigned slot = OWN + 1;

	while (slot <= DTAP_ARBITER_CLIENTS && arbiter->clients[slot] != NULL)
		slot++;
	if (slot > DTAP_ARBITER_CLIENTS) {
		errno = ENOSPC;
		return -1;
	}
	arbiter->clients[slot] = new_client(number, masks);
	if (arbiter->clients[slot] == NULL)
		return -1;
	dtap_client_masks_changed(arbiter, slot);
	arbiter->visited = true;
	dtap_sync_soon(arbiter, now);
	dtap_queue_dispatch(arbiter, now);
	return (int)slot;
}

/* Without memory for its masks the union shrinks at once. */
void
dtap_arbiter_detach(struct dtap_arbiter *arbiter, unsigned slot, int64_t now)
{
	struct client *client = arbiter->clients[slot];

	dtap_flight_detach(arbiter, (int)slot);
	dtap_asker_forget(arbiter, (int)slot);
	if (dtap_masks_add(&arbiter->left, &client->masks) != 0)
		dtap_masks_clear(&arbiter->left);
	arbiter->left_until = now + LEFT_TIME;
	arbiter->clients[slot] = NULL;
	free_client(client);
	arbiter->stale = true;
	dtap_queue_dispatch(arbiter, now);
}

static void
forget_left(struct dtap_arbiter *arbiter, int64_t now)
{
	if (now < arbiter->left_until)
		return;
	dtap_masks_clear(&arbiter->left);
	arbiter->left_until = NEVER;
	dtap_sync_soon(arbiter, now);
}

void
dtap_arbiter_tick(struct dtap_arbiter *arbiter, int64_t now)
{
	dtap_late_expire(arbiter, now);
	forget_left(arbiter, now);
	dtap_flight_time_out(arbiter, now);
	dtap_queue_expire(arbiter, now);
	dtap_queue_dispatch(arbiter, now);
}

int64_t
dtap_arbiter_due(const struct dtap_arbiter *arbiter)
{
	int64_t due = earlier(arbiter->left_until, dtap_late_due(arbiter));

	due = earlier(due, dtap_queue_due(arbiter));
	if (arbiter->flight.type != FLIGHT_NONE)
		return earlier(due, arbiter->flight.until);
	return arbiter->modems[0].here ? earlier(due, arbiter->sync_due) : due;
}

bool
dtap_arbiter_waits(const struct dtap_arbiter *arbiter)
{
	return arbiter->flight.type != FLIGHT_NONE ||
	       dtap_late_due(arbiter) != NEVER;
}

const struct dtap_masks *
dtap_arbiter_masks(const struct dtap_arbiter *arbiter, unsigned slot)
{
	return &arbiter->clients[slot]->masks;
}

void
dtap_arbiter_counts(const struct dtap_arbiter *arbiter, unsigned slot,
		    struct dtap_arbiter_counts *counts)
{
	*counts = arbiter->clients[slot]->counts;
}

const struct dtap_masks *
dtap_arbiter_union(const struct dtap_arbiter *arbiter)
{
	return &arbiter->modems[0].has;
}
