/* SPDX-License-Identifier: MIT */
/*
 * container.h - what one read(2) of a device returned, and the messages in it.
 *
 * A container is a row of bytes.  diagtap passes it on as it is.  The functions
 * here only look into it.  They trust no length in it, and never read beyond
 * its size.  Pure functions, any thread.
 *
 * A container of a DIAG device is what the kernel's diag driver returns
 * (layout: docs/wire.md; numbers: dtap/codes.h):
 *
 *   u32 type
 *   type 0x20: u32 count, then count messages, each of them
 *              [i32 token <= 0, only from a remote modem] u32 length, bytes
 *   others:    a notice of its own form (masks have changed, ...)
 *
 * The bytes of messages are HDLC frames: see dtap/frames.h.
 */
#ifndef DTAP_CONTAINER_H
#define DTAP_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/codes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a container is.  This decides how it is written as a record. */
enum dtap_kind {
	DTAP_KIND_DIAG,    /* from a DIAG device */
	DTAP_KIND_REQUEST, /* what the tap wrote to its device */
	DTAP_KIND_ENTRY,   /* from IPA: status header, packet, padding */
	DTAP_KIND_STRAY,   /* from IPA: bytes that are no entry */
	DTAP_KIND_NETIF,   /* a frame of a network interface */
	DTAP_KIND_LOSS,    /* a loss label: what was lost before the source */
	DTAP_KINDS
};

/* What a record needs to know of a container.  Zeros: a DIAG device's. */
struct dtap_shape {
	enum dtap_kind kind;
	uint8_t head;          /* of an entry: bytes before the packet */
	uint8_t tail;          /* of an entry: bytes behind the packet */
	uint8_t header_format; /* of an entry: see docs/wire.md */
	uint16_t linktype;     /* of a network interface's frame */
	uint32_t missing;      /* bytes of the packet or frame that were cut */
	uint32_t client; /* of a request: whose it is; 0: diagtapd's own */
};

/* A container on its way from its source into a block.  It owns no memory. */
struct dtap_container {
	const uint8_t *data;
	size_t size;
	struct timespec time; /* when it was read: dtap/record_clock.h */
	uint64_t number;      /* containers that its tap had before it */
	struct dtap_shape shape;
};

/* False for a request and a loss: only the pcap form has them, and no counter
 * counts them. */
static inline bool
dtap_container_counts(const struct dtap_container *container)
{
	return container->shape.kind != DTAP_KIND_REQUEST &&
	       container->shape.kind != DTAP_KIND_LOSS;
}

/* A number of containers, and the bytes in them. */
struct dtap_amount {
	uint64_t containers, bytes;
};

/* Bytes before the first message of a data container: type and count. */
#define DTAP_CONTAINER_HEADER 8

/* The type word.  0, which is no type, if there are fewer than 4 bytes. */
uint32_t dtap_container_type(const uint8_t *data, size_t size);

/* True for a type that drivers are known to write. */
bool dtap_container_type_known(uint32_t type);

/* A message within a container. */
struct dtap_message {
	const uint8_t *data;
	size_t size;
	int32_t token; /* <= 0: of a remote modem; 1: of the local one */
};

/*
 * A walk over the messages of a data container.  Plain memory, owns nothing.
 *
 *   struct dtap_messages walk = dtap_messages_of(data, size);
 *   struct dtap_message message;
 *
 *   while (dtap_messages_next(&walk, &message))
 *           ...
 */
struct dtap_messages {
	const uint8_t *data;
	size_t size;
	size_t at;     /* offset of the end of the last message given */
	uint32_t left; /* messages that remain, by the container's own count */
};

/* Without messages if it is no data container. */
struct dtap_messages dtap_messages_of(const uint8_t *data, size_t size);

/*
 * False at the end, and if the next message is not whole.  In the second case
 * walk->left is not 0, and walk->at is where that message begins.
 */
bool dtap_messages_next(struct dtap_messages *walk,
			struct dtap_message *message);

/*
 * The length of the data container at the front of data, by its own count and
 * lengths.  0: the container is longer than size, or it is no data container.
 * A saved stream of data containers is taken apart with it.
 */
size_t dtap_container_span(const uint8_t *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
