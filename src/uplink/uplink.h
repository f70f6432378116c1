/* SPDX-License-Identifier: MIT */
/*
 * uplink.h - sends the taps of this device to a server of NATS, where a hub
 * shows many devices (docs/fleet.md).
 *
 * It is one more subscriber of each ring, on a thread of its own, so it delays
 * nobody.  Messages (docs/wire.md, "The uplink") are sent until the server has
 * stored them.  While it is away, a bounded number of them is kept; then the
 * ring is the queue, and what leaves it is lost, counted, and in its place in
 * the next message.
 *
 *   new -> add -> start -> finish -> stop -> free
 *
 * One owner, one thread; any thread may call status in between.
 */
#ifndef DTAP_UPLINK_H
#define DTAP_UPLINK_H

#include <dtap/tap.h>

#include "base/log.h"
#include "nats/link.h"
#include "uplink/options.h"
#include "uplink/status.h"

struct dtap_uplink;

/* Copies the options; the log outlives it.  It takes over the link, also if it
 * fails.  NULL with errno. */
struct dtap_uplink *dtap_uplink_new(const struct dtap_uplink_options *options,
				    struct dtap_link *link,
				    const struct dtap_log *log);

/* It is stopped, or was not started.  Before the taps are freed.  NULL is
 * allowed. */
void dtap_uplink_free(struct dtap_uplink *uplink);

/* Before the tap starts, DTAP_UPLINK_TAPS of them at most.  -1 with errno. */
int dtap_uplink_add(struct dtap_uplink *uplink, struct dtap_tap *tap);

int dtap_uplink_start(struct dtap_uplink *uplink); /* -1 with errno */

/*
 * The taps have stopped: it sends the rest, if the server takes it within `ms`.
 * Returns at once; stop waits for it.  NULL is allowed in both.
 */
void dtap_uplink_finish(struct dtap_uplink *uplink, unsigned ms);
void dtap_uplink_stop(struct dtap_uplink *uplink);

/* "connecting", "connected", ... */
const char *dtap_uplink_state_name(enum dtap_uplink_state state);

void dtap_uplink_status(struct dtap_uplink *uplink,
			struct dtap_uplink_status *status);

#endif
