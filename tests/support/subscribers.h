/* SPDX-License-Identifier: MIT */
/*
 * subscribers.h - many subscribers of the fixture, and a publisher that a test
 * drives.
 *
 * The fixture's own source stays quiet; what the crowd is sent, the test puts.
 */
#ifndef DTAP_SUBSCRIBERS_H
#define DTAP_SUBSCRIBERS_H

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "tap/accumulator.h"

struct subscribers {
	struct server_fixture fixture;
	struct dtap_accumulator *accumulator;
	struct http_client *clients;
	unsigned count;
	uint32_t number; /* of the next container */
};

#define CROWD_CONTAINER 1000 /* bytes, a u32 number first */

/*
 * Starts the fixture with `count` clients.  Each has read the head of GET path
 * and reads nothing more.  subscribers_add() adds more of them.
 */
void subscribers_begin(struct subscribers *subscribers,
		       const struct server_fixture_options *options,
		       unsigned count, const char *path);

void subscribers_add(struct subscribers *subscribers, unsigned count,
		     const char *path);

/* Puts so many numbered containers; they are published when it returns. */
void subscribers_publish(struct subscribers *subscribers, unsigned containers);

/* The tap ends: a client that reads on reads to its final chunk. */
void subscribers_finish(struct subscribers *subscribers);

/* Closes all, also without subscribers_finish(). */
void subscribers_end(struct subscribers *subscribers);

#endif
