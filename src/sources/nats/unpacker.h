/* SPDX-License-Identifier: MIT */
/*
 * unpacker.h - makes containers of the messages of one device's tap.
 *
 * Messages are put in order, second copies are dropped, and what is missing is
 * a loss: a container of DTAP_KIND_LOSS before the first container behind it
 * (fleet/sequence.h).  A boot is followed over connections, so a message that
 * comes again after a new one is a second copy.
 *
 * What comes is hostile: a message that is not as docs/wire.md says is refused
 * as a whole.  Plain data, one owner, no I/O.
 */
#ifndef DTAP_UNPACKER_H
#define DTAP_UNPACKER_H

#include <dtap/container.h>

#include "fleet/device_message.h"

struct dtap_unpacker;

/* NULL: ENOMEM. */
struct dtap_unpacker *dtap_unpacker_new(void);
void dtap_unpacker_free(struct dtap_unpacker *unpacker); /* or NULL */

/* Takes a message.  Anything but DTAP_MESSAGE_GOOD: it was refused. */
enum dtap_message_fault dtap_unpacker_put(
	struct dtap_unpacker *unpacker,
	const struct dtap_device_delivery *delivery, int64_t now);

/*
 * The next container; data is valid until the next call.  False: none is ready.
 * now: monotonic ns, as above; a message that came too early waits for those
 * before it for DTAP_SEQUENCE_WINDOW_S at most.
 */
bool dtap_unpacker_next(struct dtap_unpacker *unpacker, int64_t now,
			struct dtap_container *container);

/* Records that gave no container, since the start. */
uint64_t dtap_unpacker_skipped(const struct dtap_unpacker *unpacker);

#endif
