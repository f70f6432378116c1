/* SPDX-License-Identifier: MIT */
/*
 * messages.h - the packets between diagtap-run and diagtapd, as
 * port/launch_protocol.h has them: the launcher's side.
 *
 * Pure functions.
 */
#ifndef DTAP_MESSAGES_H
#define DTAP_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/launch_protocol.h"

/*
 * Both write a packet to out and return its size.  Masks are what the daemon
 * has sent last, at most DTAP_MASKS_SAVED_MAX bytes; none: 0 bytes.
 */
size_t dtap_message_attach(uint8_t out[DTAP_LAUNCH_MAX], uint32_t pid,
			   const char name[DTAP_LAUNCH_NAME],
			   const uint8_t *masks, size_t masks_size);
size_t dtap_message_ioctl(uint8_t out[DTAP_LAUNCH_MAX], uint32_t number,
			  uint32_t argument);

struct dtap_message {
	enum dtap_launch_type type;
	uint32_t value; /* ATTACHED: the client's number; REFUSED: errno */
	const uint8_t *masks; /* MASKS: within the packet */
	size_t masks_size;
};

/*
 * Reads a packet of the daemon, and trusts nothing.  False: it is none, or of
 * another version, or too long or too short for its type.
 */
bool dtap_message_read(struct dtap_message *out, const uint8_t *packet,
		       size_t size);

#endif
