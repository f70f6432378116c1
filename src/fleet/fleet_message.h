/* SPDX-License-Identifier: MIT */
/*
 * fleet_message.h - the headers of a message that carries records of a device.
 *
 * The payload of a message is a pcap file: the file header and whole records
 * (docs/wire.md), compressed or not.  Its headers say what it is:
 *
 *   Nats-Msg-Id       DEVICE.BOOT.TAP.SEQ: the server drops a second copy
 *   Dtap-Version      1: the meaning of all the others
 *   Dtap-Boot         16 hexadecimal digits, random: this start of diagtapd
 *   Dtap-Seq          the messages of this tap and boot before this one
 *   Dtap-First        the containers that the tap had read before the message
 *   Dtap-Count        the containers in it
 *   Dtap-Lost         CONTAINERS BYTES lost at the edge right before it
 *   Dtap-Begun        time of its first record, ns since 1970
 *   Dtap-Ended        time of its last record, the same
 *   Dtap-Offset       ns that these times are ahead of the edge's clock
 *   Dtap-Sent         the edge's clock when it was made, ns since 1970
 *   Content-Encoding  zstd; absent if the payload is not compressed
 *
 * Sequence numbers have no gaps: a gap is a message that was lost behind the
 * edge.  Numbers are decimal, without sign or needless zeros; only Dtap-Offset
 * may begin with '-'.
 *
 * Plain data, pure functions, any thread.
 */
#ifndef DTAP_FLEET_MESSAGE_H
#define DTAP_FLEET_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#include "fleet/fleet_name.h"

enum dtap_fleet_encoding {
	DTAP_FLEET_PLAIN,
	DTAP_FLEET_ZSTD,
};

struct dtap_fleet_message {
	uint64_t boot, seq;
	uint64_t first, count; /* containers */
	struct dtap_amount lost;
	int64_t begun, ended, offset, sent; /* ns */
	enum dtap_fleet_encoding encoding;
};

/* In the order of the list above, without Nats-Msg-Id. */
enum dtap_fleet_header {
	DTAP_FLEET_VERSION,
	DTAP_FLEET_BOOT,
	DTAP_FLEET_SEQ,
	DTAP_FLEET_FIRST,
	DTAP_FLEET_COUNT,
	DTAP_FLEET_LOST,
	DTAP_FLEET_BEGUN,
	DTAP_FLEET_ENDED,
	DTAP_FLEET_OFFSET,
	DTAP_FLEET_SENT,
	DTAP_FLEET_ENCODING,
	DTAP_FLEET_HEADERS
};

#define DTAP_FLEET_VALUE_ROOM 48

/* "Dtap-Boot", ... */
const char *dtap_fleet_header_name(enum dtap_fleet_header header);

/* Writes the value of a header.  False: this message does not have it. */
bool dtap_fleet_header_write(const struct dtap_fleet_message *message,
			     enum dtap_fleet_header header,
			     char out[DTAP_FLEET_VALUE_ROOM]);

/*
 * Reads the values of all headers; NULL is an absent one.  False: one is absent
 * that must be there, or is not exactly as dtap_fleet_header_write() writes it;
 * *wrong names it, and *message is not set.  first + count always fits.
 */
bool dtap_fleet_message_read(struct dtap_fleet_message *message,
			     const char *const values[DTAP_FLEET_HEADERS],
			     enum dtap_fleet_header *wrong);

#define DTAP_FLEET_ID        "Nats-Msg-Id"
#define DTAP_FLEET_ID_ROOM   (2 * DTAP_FLEET_WORD_ROOM + 16 + 1 + 20 + 1)
#define DTAP_FLEET_BOOT_ROOM 17

/* Writes the value of Nats-Msg-Id. */
void dtap_fleet_id_write(const struct dtap_fleet_name *name,
			 const struct dtap_fleet_message *message,
			 char out[DTAP_FLEET_ID_ROOM]);

/* Writes a boot as its 16 digits. */
void dtap_fleet_boot_write(uint64_t boot, char out[DTAP_FLEET_BOOT_ROOM]);

#endif
