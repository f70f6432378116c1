/* SPDX-License-Identifier: MIT */
/*
 * command.h - what a DIAG request is: who may send it, and what its reply is.
 *
 * One table has all commands that are known.  What is not in it is refused.
 * The classes follow what a command does to the modem, or tells about its
 * owner.  Sources: libqcdm of ModemManager (dm-commands.h), QCSuper
 * (protocol/messages.py), the kernel driver (mask_request_validate).
 *
 * A packet is a request or reply without HDLC framing and without CRC.  Pure
 * functions, any thread.
 */
#ifndef DTAP_COMMAND_H
#define DTAP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bit for each, so that a configuration can allow several. */
enum dtap_command_class {
	DTAP_COMMAND_SAFE = 1,       /* reads what names nobody */
	DTAP_COMMAND_IDENTITY = 2,   /* reads what names a device or person */
	DTAP_COMMAND_EFS = 4,        /* reads files of the modem */
	DTAP_COMMAND_REFUSED = 8,    /* writes, calls, reads memory; unknown */
	DTAP_COMMAND_DANGEROUS = 16, /* resets, unlocks, ends the session */
	DTAP_COMMAND_MASK = 32,      /* masks: the arbiter decides */
	DTAP_COMMAND_LOCAL = 64,     /* never to the modem, even with "all":
					HDLC off */
};

/* A command of a subsystem that is cut short is REFUSED. */
enum dtap_command_class dtap_command_class_of(const uint8_t *packet,
					      size_t size);

/*
 * "version", "NV write"; for an unknown one "command 0xNN" or "subsystem 0xNN
 * command 0xNNNN", in `room`.
 */
#define DTAP_COMMAND_NAME 32
const char *dtap_command_name(const uint8_t *packet, size_t size,
			      char room[DTAP_COMMAND_NAME]);

/*
 * An error reply: its opcode, then the request.  out has room for size + 1
 * bytes.  DTAP_OPCODE_PASSWORD_NEEDED (0x47) is "not allowed in this security
 * state": QCSuper names it.
 */
size_t dtap_command_error(uint8_t *out, uint8_t opcode, const uint8_t *packet,
			  size_t size);

/*
 * Whether a packet of the modem is the reply to a request: it begins with the
 * same byte, and so do the bytes that tell requests of one opcode apart
 * (operation, equipment id, subsystem and command).  Or its error: 0x13, 0x14,
 * 0x15, 0x16, 0x18, 0x42, 0x47, 0x95, with the request or its first bytes
 * behind.
 */
bool dtap_command_is_reply(const uint8_t *request, size_t request_size,
			   const uint8_t *packet, size_t size);

/* Whether a packet may be a reply at all: not a log, event or message.  An
 * event report without events is the reply to 0x60. */
bool dtap_command_can_reply(const uint8_t *packet, size_t size);

#endif
