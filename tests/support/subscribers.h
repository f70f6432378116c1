/* SPDX-License-Identifier: MIT */
/*
 * subscribers.h - many subscribers of a server, and a publisher that the test
 * controls.
 *
 * The source of the fixture stays quiet; the test publishes all containers.
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

#define SUBSCRIBERS_CONTAINER 1000 /* bytes, a u32 number first */

/*
 * Starts the fixture with `count` clients.  Each has read the head of GET path
 * and reads nothing more.  subscribers_add() adds more of them.
 */
void subscribers_begin(struct subscribers *subscribers,
		       const struct server_fixture_options *options,
		       unsigned count, const char *path);

void subscribers_add(struct subscribers *subscribers, unsigned count,
		     const char *path);

/* Publishes so many numbered containers. */
void subscribers_publish(struct subscribers *subscribers, unsigned containers);

/* Ends the tap, so that clients can read up to the final chunk. */
void subscribers_finish(struct subscribers *subscribers);

/* Closes all.  May be called without subscribers_finish() before. */
void subscribers_end(struct subscribers *subscribers);

#endif
