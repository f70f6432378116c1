/* SPDX-License-Identifier: MIT */
/*
 * device_messages.h - messages of the fleet, made up for tests.
 */
#ifndef DEVICE_MESSAGES_H
#define DEVICE_MESSAGES_H

#include "fleet/device_message.h"

/* A message in the form of docs/wire.md.  Its records have one container each.
 */
struct made_message {
	const char *device; /* of the group "lab", tap "diag" */
	uint64_t boot, seq;
	uint64_t first, count;
	uint64_t lost;   /* containers at the edge before it */
	int64_t arrived; /* s */
};

/* What the server would deliver: memory of the fixture. */
struct made_delivery {
	struct dtap_device_delivery delivery;
	char subject[DTAP_FLEET_SUBJECT_ROOM];
	char values[DTAP_FLEET_HEADERS][DTAP_FLEET_VALUE_ROOM];
	uint8_t payload[8192];
};

void made_delivery_fill(struct made_delivery *made,
			const struct made_message *message);

/* The same, read; it must be good. */
struct dtap_device_message *made_message_read(
	const struct made_message *message);

#endif
