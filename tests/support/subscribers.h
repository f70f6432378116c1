/* SPDX-License-Identifier: MIT */
/*
 * subscribers.h - many subscribers of the rig, and a publisher that a test drives.
 *
 * The rig's own source stays quiet; what the crowd is sent, the test puts.
 */
#ifndef DTAP_SUBSCRIBERS_H
#define DTAP_SUBSCRIBERS_H

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "tap/accumulator.h"

struct crowd {
	struct rig rig;
	struct dtap_accumulator *accumulator;
	struct client *clients;
	unsigned count;
	uint32_t number; /* of the next container */
};

#define CROWD_CONTAINER 1000 /* bytes, a u32 number first */

/* `count` clients that have read the head of GET path, and read no more. */
void crowd_begin(struct crowd *crowd, const struct rig_options *options,
		 unsigned count, const char *path);

/* Puts so many numbered containers; they are published when it returns. */
void crowd_publish(struct crowd *crowd, unsigned containers);

/* The tap ends: a client that reads on reads to its final chunk. */
void crowd_finish(struct crowd *crowd);

/* Closes all, also without crowd_finish(). */
void crowd_end(struct crowd *crowd);

#endif
