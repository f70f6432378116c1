/* SPDX-License-Identifier: MIT */
/*
 * message.h - a message of the fleet: the records of a device's tap.
 *
 * The headers and the payload come from a device, which may be hostile: no
 * length is trusted, and what a small payload becomes when it is decompressed
 * is bounded.  A message that is not exactly as fleet/fleet_message.h says is
 * refused as a whole.  Pure functions, any thread.
 */
#ifndef DTAP_HUB_MESSAGE_H
#define DTAP_HUB_MESSAGE_H

#include "fleet/fleet_message.h"

/* Bytes of a payload, decompressed; a larger one is refused. */
#define DTAP_HUB_PAYLOAD_MOST (4U << 20)

struct dtap_hub_message {
	struct dtap_fleet_name name;
	struct dtap_fleet_message head;
	int64_t arrived; /* at the server: its clock, ns since 1970 */

	/* Whole pcap records, at least one; without the file header. */
	uint8_t *records;
	size_t size;
};

/* What the server has delivered. */
struct dtap_hub_delivery {
	const char *subject;
	const char
		*values[DTAP_FLEET_HEADERS]; /* of the headers; NULL: absent */
	const uint8_t *payload;
	size_t size;
	int64_t arrived;
};

/* What is wrong with a message. */
enum dtap_hub_fault {
	DTAP_HUB_GOOD,
	DTAP_HUB_WRONG_SUBJECT,
	DTAP_HUB_WRONG_HEADER,
	DTAP_HUB_TOO_LARGE,        /* DTAP_HUB_PAYLOAD_MOST */
	DTAP_HUB_NOT_DECOMPRESSED, /* damaged, or a build without zstd */
	DTAP_HUB_NO_PCAP,          /* or a record that is not whole */
	DTAP_HUB_NO_MEMORY,
	DTAP_HUB_FAULTS
};

/* "header", ...: a word for metrics. */
const char *dtap_hub_fault_name(enum dtap_hub_fault fault);

/* NULL: *fault says why.  The caller frees the message. */
struct dtap_hub_message *dtap_hub_message_read(
	const struct dtap_hub_delivery *delivery, enum dtap_hub_fault *fault);

/* NULL is allowed. */
void dtap_hub_message_free(struct dtap_hub_message *message);

/* One of its records. */
struct dtap_hub_record {
	const uint8_t *header; /* DTAP_PCAP_RECORD_HEADER bytes */
	const uint8_t *data;   /* from the preamble on */
	uint32_t size;         /* that are in the message */
	uint32_t original;     /* orig_len: size and what was cut off */
	int64_t time;          /* ns since 1970, the edge's */
};

/* Walks the records; *at is 0 at first.  False: there are no more. */
bool dtap_hub_message_next(const struct dtap_hub_message *message, size_t *at,
			   struct dtap_hub_record *record);

/*
 * When a record was made, by the server's clock: an edge's own may be years
 * away from it.
 */
int64_t dtap_hub_record_when(const struct dtap_hub_message *message,
			     const struct dtap_hub_record *record);

#endif
