/* SPDX-License-Identifier: MIT */
/*
 * header_format.h - the formats of the status header before each IPA packet.
 *
 * An entry is a header, the packet (perhaps cut) and padding (docs/wire.md).
 * This module knows what is needed to find the end of an entry and to check it.
 * The dissector knows what the fields mean.  Pure functions, any thread; no
 * byte is trusted.
 */
#ifndef DTAP_HEADER_FORMAT_H
#define DTAP_HEADER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/container.h>

#define DTAP_IPA_HEADER_MAX 32
#define DTAP_IPA_TRAILER    8
#define DTAP_IPA_ENTRY_MAX  (DTAP_IPA_HEADER_MAX + 65536 + DTAP_IPA_TRAILER)

enum dtap_ipa_kind {
	DTAP_IPA_STATUS, /* any opcode */
	DTAP_IPA_LOG,    /* opcode 0x10 only */
	DTAP_IPA_QMAP,   /* no opcode; the length is big-endian */
};

struct dtap_ipa_header_format {
	const char *name;
	enum dtap_ipa_kind kind;
	uint8_t code;      /* the number in records */
	uint8_t header;    /* bytes */
	uint8_t padding;   /* packets are padded to a multiple of it */
	uint8_t length_at; /* offset of the packet's length, a u16 */
	uint8_t trailer;   /* bytes of a checksum after the padding */
	uint8_t row;       /* entries in a row that prove the format */
};

/*
 * "status", "status5", either with "-csum", "dpl2", "dpl3" or "qmap"; NULL:
 * none of these.
 */
const struct dtap_ipa_header_format *dtap_ipa_header_format_find(
	const char *name);

/*
 * Whether data may be a header of this format; data has that many bytes.  If so
 * head, tail and header_format of *shape are set, and *size is the size of the
 * entry.
 */
bool dtap_ipa_header_read(const struct dtap_ipa_header_format *format,
			  const uint8_t *data, struct dtap_shape *shape,
			  size_t *size);

/*
 * Whether a packet may begin with this byte: its first four bits are an IP
 * version.  After a status with an exception every byte is allowed.
 */
bool dtap_ipa_packet_may_be(const struct dtap_ipa_header_format *format,
			    const uint8_t *header, uint8_t first);

/*
 * Whether this is the beginning of an IP packet, of which `size` bytes are
 * there.  Looks at the first DTAP_IPA_SOUND bytes.
 */
#define DTAP_IPA_SOUND 6u
bool dtap_ipa_packet_is_sound(const uint8_t *packet, size_t size);

/* How many bytes the packet had beyond `size`, by its own header. */
uint32_t dtap_ipa_packet_missing(const uint8_t *packet, size_t size);

#endif
