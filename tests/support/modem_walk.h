/* SPDX-License-Identifier: MIT */
/*
 * modem_walk.h - gets the packets out of containers of the simulated modem and
 * joins frames that are cut.  Any error fails the test.
 */
#ifndef DTAP_MODEM_WALK_H
#define DTAP_MODEM_WALK_H

#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/simulator/modem/modem.h"
#include "support/testing.h"

struct modem_walk {
	uint8_t frame[DTAP_HDLC_ROOM(DTAP_MODEM_PACKET_MAX)];
	size_t size; /* of the frame so far */
	size_t cut;  /* messages so far that ended inside a frame */
	void (*packet)(void *user, const uint8_t *packet, size_t size);
	void *user;
};

static inline void
walk_frame(struct modem_walk *walk)
{
	size_t size;

	assert_true(
		dtap_hdlc_decode(walk->frame, &size, walk->frame, walk->size));
	walk->size = 0;
	walk->packet(walk->user, walk->frame, size);
}

/* The container must be exactly `size` bytes long. */
static inline void
walk_container(struct modem_walk *walk, const uint8_t *data, size_t size)
{
	struct dtap_messages messages = dtap_messages_of(data, size);
	struct dtap_message message;

	assert_int_equal(dtap_container_span(data, size), size);
	while (dtap_messages_next(&messages, &message)) {
		assert_true(message.size > 0);
		for (size_t i = 0; i < message.size; i++) {
			if (message.data[i] == DTAP_HDLC_FLAG) {
				walk_frame(walk);
				continue;
			}
			assert_true(walk->size < sizeof walk->frame);
			walk->frame[walk->size++] = message.data[i];
		}
		walk->cut += walk->size > 0;
	}
}

#endif
