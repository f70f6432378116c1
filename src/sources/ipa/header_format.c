/* SPDX-License-Identifier: MIT */
#include "sources/ipa/header_format.h"

#include <string.h>

#include <dtap/bytes.h>

#define OPCODE_FRAG_RULE 0x02 /* no packet, other fields */
#define OPCODE_LOG       0x10
#define OPCODE_LAST      0x40
#define QMAP_PADDING     63 /* larger values are commands */
#define EXCEPTION_AT     1  /* in a status */

#define IPV4_HEADER 20
#define IPV6_HEADER 40

static const struct dtap_ipa_header_format formats[] = {
	{"status", DTAP_IPA_STATUS, 1, 32, 4, 4, 0, 2},
	{"status5", DTAP_IPA_STATUS, 2, 32, 4, 4, 0, 2},
	{"status-csum", DTAP_IPA_STATUS, 1, 32, 4, 4, DTAP_IPA_TRAILER, 2},
	{"status5-csum", DTAP_IPA_STATUS, 2, 32, 4, 4, DTAP_IPA_TRAILER, 2},
	{"dpl2", DTAP_IPA_LOG, 3, 32, 4, 4, 0, 2},
	{"dpl3", DTAP_IPA_LOG, 4, 16, 8, 14, 0, 2},
	{"qmap", DTAP_IPA_QMAP, 5, 4, 1, 2, 0, 4},
};

const struct dtap_ipa_header_format *
dtap_ipa_header_format_find(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

/* An opcode is one bit. */
static bool
is_opcode(const struct dtap_ipa_header_format *format, uint8_t opcode)
{
	if (format->kind == DTAP_IPA_LOG)
		return opcode == OPCODE_LOG;
	return opcode != 0 && opcode <= OPCODE_LAST &&
	       (opcode & (opcode - 1)) == 0;
}

static size_t
get16_be(const uint8_t *p)
{
	return (size_t)(p[0] << 8 | p[1]);
}

/* The bytes after a header. */
struct extent {
	size_t packet, tail;
};

static bool
read_status(const struct dtap_ipa_header_format *format, const uint8_t *data,
	    struct extent *extent)
{
	if (data[0] != OPCODE_FRAG_RULE)
		extent->packet = dtap_get16(data + format->length_at);
	extent->tail = -extent->packet % format->padding;
	if (extent->packet > 0)
		extent->tail += format->trailer;
	return is_opcode(format, data[0]);
}

/* The length includes the padding; there is always a packet. */
static bool
read_qmap(const struct dtap_ipa_header_format *format, const uint8_t *data,
	  struct extent *extent)
{
	size_t both = get16_be(data + format->length_at);

	if (data[0] > QMAP_PADDING || both <= data[0])
		return false;
	extent->tail = data[0];
	extent->packet = both - extent->tail;
	return true;
}

bool
dtap_ipa_header_read(const struct dtap_ipa_header_format *format,
		     const uint8_t *data, struct dtap_shape *shape,
		     size_t *size)
{
	struct extent extent = {0};
	bool is_header = format->kind == DTAP_IPA_QMAP
				 ? read_qmap(format, data, &extent)
				 : read_status(format, data, &extent);

	shape->kind = DTAP_KIND_ENTRY;
	shape->header_format = format->code;
	shape->head = format->header;
	shape->tail = (uint8_t)extent.tail;
	*size = format->header + extent.packet + extent.tail;
	return is_header;
}

bool
dtap_ipa_packet_may_be(const struct dtap_ipa_header_format *format,
		       const uint8_t *header, uint8_t first)
{
	return first >> 4 == 4 || first >> 4 == 6 ||
	       (format->kind == DTAP_IPA_STATUS && header[EXCEPTION_AT] != 0);
}

/* The length of a packet by its IP header; 0: no IP header. */
static size_t
ip_length(const uint8_t *packet)
{
	switch (packet[0] >> 4) {
	case 4:
		return get16_be(packet + 2);
	case 6:
		return IPV6_HEADER + get16_be(packet + 4);
	default:
		return 0;
	}
}

bool
dtap_ipa_packet_is_sound(const uint8_t *packet, size_t size)
{
	size_t header = packet[0] >> 4 == 6 ? IPV6_HEADER
					    : (size_t)(packet[0] & 15) * 4;

	return header >= IPV4_HEADER && size >= header &&
	       ip_length(packet) >= size;
}

uint32_t
dtap_ipa_packet_missing(const uint8_t *packet, size_t size)
{
	size_t whole = size < DTAP_IPA_SOUND ? 0 : ip_length(packet);

	return whole > size ? (uint32_t)(whole - size) : 0;
}
