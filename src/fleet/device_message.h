/* SPDX-License-Identifier: MIT */
/*
 * device_message.h - a message of the fleet: the records of a device's tap.
 *
 * The headers and the payload come from a device, which may be hostile: no
 * length is trusted, and what a small payload becomes when it is decompressed
 * is bounded.  A message that is not exactly as fleet/fleet_message.h says is
 * refused as a whole.  Pure functions, any thread.
 */
#ifndef DTAP_DEVICE_MESSAGE_H
#define DTAP_DEVICE_MESSAGE_H

#include "fleet/fleet_message.h"

/* Bytes of a payload, decompressed; a larger one is refused. */
#define DTAP_PAYLOAD_MOST (4U << 20)

struct dtap_device_message {
	struct dtap_fleet_name name;
	struct dtap_fleet_message head;
	int64_t arrived; /* at the server: its clock, ns since 1970 */

	/* Whole pcap records, at least one; without the file header. */
	uint8_t *records;
	size_t size;
};

/* What the server has delivered. */
struct dtap_device_delivery {
	const char *subject;
	const char
		*values[DTAP_FLEET_HEADERS]; /* of the headers; NULL: absent */
	const uint8_t *payload;
	size_t size;
	int64_t arrived;
};

/* What is wrong with a message. */
enum dtap_message_fault {
	DTAP_MESSAGE_GOOD,
	DTAP_MESSAGE_WRONG_SUBJECT,
	DTAP_MESSAGE_WRONG_HEADER,
	DTAP_MESSAGE_TOO_LARGE,        /* DTAP_PAYLOAD_MOST */
	DTAP_MESSAGE_NOT_DECOMPRESSED, /* damaged, or a build without zstd */
	DTAP_MESSAGE_NO_PCAP,          /* or a record that is not whole */
	DTAP_MESSAGE_NO_MEMORY,
	DTAP_MESSAGE_FAULTS
};

/* "header", ...: a word for metrics. */
const char *dtap_message_fault_name(enum dtap_message_fault fault);

/* NULL: *fault says why.  The caller frees the message. */
struct dtap_device_message *dtap_device_message_read(
	const struct dtap_device_delivery *delivery,
	enum dtap_message_fault *fault);

/* NULL is allowed. */
void dtap_device_message_free(struct dtap_device_message *message);

/* One of its records. */
struct dtap_device_record {
	const uint8_t *header; /* DTAP_PCAP_RECORD_HEADER bytes */
	const uint8_t *data;   /* from the preamble on */
	uint32_t size;         /* that are in the message */
	uint32_t original;     /* orig_len: size and what was cut off */
	int64_t time;          /* ns since 1970, the edge's */
};

/* Walks the records; *at is 0 at first.  False: there are no more. */
bool dtap_device_message_next(const struct dtap_device_message *message,
			      size_t *at, struct dtap_device_record *record);

/*
 * When a record was made, by the server's clock: an edge's own may be years
 * away from it.
 */
int64_t dtap_device_record_when(const struct dtap_device_message *message,
				const struct dtap_device_record *record);

#endif
