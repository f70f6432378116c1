/* SPDX-License-Identifier: MIT */
/*
 * presence.h - keeps the table of devices, on a thread of its own.
 *
 * It reads the reports of devices as they come, and asks now and then what the
 * server has stored.  A device that says nothing costs nothing.  One owner.
 */
#ifndef DTAP_HUB_PRESENCE_H
#define DTAP_HUB_PRESENCE_H

#include "hub/connection.h"
#include "hub/device_table.h"

struct dtap_hub_presence;

struct dtap_hub_presence_options {
	struct dtap_hub_connection *connection;
	const struct dtap_log *log;
	struct dtap_hub_devices *table;
	const char *const *streams; /* of the groups */
	size_t stream_count;
};

/* Starts the thread; all of the options outlive it.  NULL with errno. */
struct dtap_hub_presence *dtap_hub_presence_start(
	const struct dtap_hub_presence_options *options);

void dtap_hub_presence_stop(
	struct dtap_hub_presence *presence); /* NULL is allowed */

#endif
