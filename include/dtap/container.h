/* SPDX-License-Identifier: MIT */
/*
 * container.h - what one read(2) of a device returned.
 *
 * A container is bytes and nothing more: diagtap passes it on as it is.  What
 * stands here only looks inside, and trusts none of it.  Pure functions, any
 * thread.
 *
 * A DIAG device's (the driver's image, see docs/wire.md):
 *
 *   u32 type
 *   type 0x20: u32 count, then count messages of
 *              [i32 token <= 0, from a remote modem only] u32 length, bytes
 *   other:     a notice of its own shape (masks changed, ...)
 *
 * A message holds any number of HDLC frames; a frame may go on in the next
 * message.
 */
#ifndef DTAP_CONTAINER_H
#define DTAP_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/codes.h>

/* What a container is; it decides about its record and the raw forms. */
enum dtap_kind {
	DTAP_KIND_DIAG,    /* of a DIAG device */
	DTAP_KIND_REQUEST, /* none: the source wrote it to its device */
	DTAP_KIND_ENTRY,   /* of IPA: status header, packet, padding */
	DTAP_KIND_STRAY,   /* of IPA: bytes that are no entry */
	DTAP_KIND_NETIF,   /* of a network interface */
	DTAP_KIND_LOSS,    /* none: a loss label, of what the source lost */
	DTAP_KINDS
};

/* How it is written as a record.  Zeros: as a DIAG device's. */
struct dtap_shape {
	enum dtap_kind kind;
	uint8_t head, tail; /* an entry's: bytes before and behind its packet */
	uint8_t header_format; /* an entry's, as in docs/wire.md */
	uint16_t linktype;     /* a frame's */
	uint32_t missing;      /* bytes that the packet or frame had beyond */
};

/* A container on its way from its source into a block: a view, owns nothing. */
struct dtap_container {
	const uint8_t *data;
	size_t size;
	struct timespec
		time;    /* at the end of read(2), see dtap/record_clock.h */
	uint64_t number; /* containers of the tap before this one */
	struct dtap_shape shape;
};

/* False: it is for the pcap form alone, and nothing counts it. */
static inline bool
dtap_container_counts(const struct dtap_container *container)
{
	return container->shape.kind != DTAP_KIND_REQUEST &&
	       container->shape.kind != DTAP_KIND_LOSS;
}

/* So many containers, and the bytes in them. */
struct dtap_amount {
	uint64_t containers, bytes;
};

#define DTAP_CONTAINER_HEADER                          \
	8 /* bytes: type and count of a data container \
	   */

/* The type word; 0, which is no type, where data is shorter than 4 bytes. */
uint32_t dtap_container_type(const uint8_t *data, size_t size);

/* True for a type word that a driver is known to write. */
bool dtap_container_type_known(uint32_t type);

/* A message within a container. */
struct dtap_message {
	const uint8_t *data;
	size_t size;
	int32_t token; /* <= 0: a remote modem; 1: none, the local one */
};

/*
 * Walks the messages of a data container.
 *
 *   struct dtap_messages walk = dtap_messages_of(data, size);
 *   struct dtap_message message;
 *   while (dtap_messages_next(&walk, &message))
 *           ...
 */
struct dtap_messages {
	const uint8_t *data;
	size_t size;
	size_t at;     /* offset behind the last message given */
	uint32_t left; /* messages that the container says remain */
};

struct dtap_messages dtap_messages_of(const uint8_t *data, size_t size);

/*
 * False at the end, and where the next message is not whole: then walk->left
 * is not 0 and walk->at is where it would have begun.  Never reads beyond size.
 */
bool dtap_messages_next(struct dtap_messages *walk,
			struct dtap_message *message);

/*
 * The length of the data container at the front of data, from its own count
 * and lengths.  0: size bytes do not hold all of it, or it is no data
 * container.  Tells containers apart in a saved byte stream.
 */
size_t dtap_container_span(const uint8_t *data, size_t size);

#endif
