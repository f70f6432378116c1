/* SPDX-License-Identifier: MIT */
/*
 * hub.h - what a hub serves: its groups, its devices, its readers.
 *
 * setup_hub.c makes it before any thread starts; then it is read only, and what
 * it points to has its own rules.
 */
#ifndef DTAP_HUB_H
#define DTAP_HUB_H

#include "hub/device_table.h"
#include "hub/readers.h"
#include "service/service.h"

struct dtap_hub_group {
	char name[DTAP_FLEET_WORD_ROOM];
	char stream[DTAP_FLEET_WORD_ROOM + 5]; /* "DIAG-" and the name */
};

struct dtap_hub {
	struct dtap_service service; /* log, fan-out, WebSockets; no taps */
	struct dtap_hub_group groups[DTAP_CONSUMER_STREAMS];
	size_t group_count;
	struct dtap_hub_connection *connection;
	struct dtap_hub_devices *devices;
	struct dtap_hub_readers *readers;
	struct dtap_hub_reader_counts counts;
};

#endif
