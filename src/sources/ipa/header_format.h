/* SPDX-License-Identifier: MIT */
/*
 * header_format.h - the forms of status header that stand before IPA's packets.
 *
 * An entry is a header, the packet, perhaps cut, and padding (docs/wire.md).
 * Here is what is needed to find its end and to believe it; what its fields
 * mean is the dissector's.  Pure functions, any thread; trusts no byte.
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
	DTAP_IPA_STATUS, /* of any opcode */
	DTAP_IPA_LOG,    /* of opcode 0x10 */
	DTAP_IPA_QMAP,   /* has none: lengths alone, big-endian */
};

struct dtap_ipa_header_format {
	const char *name;
	enum dtap_ipa_kind kind;
	uint8_t code;      /* what a record says */
	uint8_t header;    /* bytes */
	uint8_t padding;   /* packets are padded to a multiple of it */
	uint8_t length_at; /* of the packet's length, a u16 */
	uint8_t trailer;   /* bytes behind padded packets, of a checksum */
	uint8_t row;       /* entries in a row that convince */
};

/*
 * "status", "status5", either with "-csum", "dpl2", "dpl3" or "qmap"; NULL:
 * none of these.
 */
const struct dtap_ipa_header_format *dtap_ipa_header_format_find(
	const char *name);

/*
 * Whether the form's header may stand at data, which has as many bytes; if so
 * head, tail and form of *shape are set, and *size is the entry's.
 */
bool dtap_ipa_header_read(const struct dtap_ipa_header_format *form,
			  const uint8_t *data, struct dtap_shape *shape,
			  size_t *size);

/*
 * Whether a packet may begin with this byte, by its first four bits.  Behind a
 * status that tells of an exception anything may.
 */
bool dtap_ipa_packet_may_be(const struct dtap_ipa_header_format *form,
			    const uint8_t *header, uint8_t first);

/*
 * Whether it is the beginning of an IP packet of which `size` bytes are there,
 * and none that only looks so; looks at the first DTAP_IPA_SOUND of them.
 */
#define DTAP_IPA_SOUND 6u
bool dtap_ipa_packet_is_sound(const uint8_t *packet, size_t size);

/* The bytes that the packet had beyond `size`, as its own header says. */
uint32_t dtap_ipa_packet_missing(const uint8_t *packet, size_t size);

#endif
