/* SPDX-License-Identifier: MIT */
/*
 * launch_request.h - the packets of a launcher, as launch_protocol.h has them:
 * diagtapd's side.
 *
 * The first packet of a connection tells a launcher from a DIAG program.  Every
 * byte is hostile.  Pure functions.
 */
#ifndef DTAP_LAUNCH_REQUEST_H
#define DTAP_LAUNCH_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/launch_protocol.h"

struct dtap_launch_request {
	uint8_t type;   /* ATTACH, IOCTL; another one has no meaning */
	uint32_t value; /* ATTACH: pid; IOCTL: its number */

	/* Of ATTACH.  masks is within the packet; size 0: there are none. */
	char name[DTAP_LAUNCH_NAME + 1];
	const uint8_t *masks;
	size_t masks_size;
};

/* Whether a packet is one of a launcher. */
bool dtap_launch_request_is(const uint8_t *packet, size_t size);

/* Reads such a packet.  -1 with errno, with which it is refused: EPROTO,
 * another version; EINVAL, too short or too long for its type. */
int dtap_launch_request_read(struct dtap_launch_request *out,
			     const uint8_t *packet, size_t size);

#endif
