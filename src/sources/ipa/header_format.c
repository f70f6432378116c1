/* SPDX-License-Identifier: MIT */
#include "sources/ipa/header_format.h"

#include <string.h>

#include <dtap/bytes.h>

#define OPCODE_FRAG_RULE 0x02 /* has no packet, and other fields */
#define OPCODE_LOG       0x10
#define OPCODE_LAST      0x40
#define QMAP_PADDING     63 /* what else its byte has is commands */
#define EXCEPTION_AT     1  /* of a status */

#define IPV4_HEADER 20
#define IPV6_HEADER 40

static const struct dtap_ipa_header_format forms[] = {
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
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

/* An opcode is one bit. */
static bool
is_opcode(const struct dtap_ipa_header_format *form, uint8_t opcode)
{
	if (form->kind == DTAP_IPA_LOG)
		return opcode == OPCODE_LOG;
	return opcode != 0 && opcode <= OPCODE_LAST &&
	       (opcode & (opcode - 1)) == 0;
}

static size_t
get16_be(const uint8_t *p)
{
	return (size_t)(p[0] << 8 | p[1]);
}

/* What stands behind a header. */
struct extent {
	size_t packet, tail;
};

static bool
read_status(const struct dtap_ipa_header_format *form, const uint8_t *data,
	    struct extent *extent)
{
	if (data[0] != OPCODE_FRAG_RULE)
		extent->packet = dtap_get16(data + form->length_at);
	extent->tail = -extent->packet % form->padding;
	if (extent->packet > 0)
		extent->tail += form->trailer;
	return is_opcode(form, data[0]);
}

/* Its length counts the padding, and it has a packet. */
static bool
read_qmap(const struct dtap_ipa_header_format *form, const uint8_t *data,
	  struct extent *extent)
{
	size_t both = get16_be(data + form->length_at);

	if (data[0] > QMAP_PADDING || both <= data[0])
		return false;
	extent->tail = data[0];
	extent->packet = both - extent->tail;
	return true;
}

bool
dtap_ipa_header_read(const struct dtap_ipa_header_format *form,
		     const uint8_t *data, struct dtap_shape *shape,
		     size_t *size)
{
	struct extent extent = {0};
	bool is_header = form->kind == DTAP_IPA_QMAP
				 ? read_qmap(form, data, &extent)
				 : read_status(form, data, &extent);

	shape->kind = DTAP_KIND_ENTRY;
	shape->header_format = form->code;
	shape->head = form->header;
	shape->tail = (uint8_t)extent.tail;
	*size = form->header + extent.packet + extent.tail;
	return is_header;
}

bool
dtap_ipa_packet_may_be(const struct dtap_ipa_header_format *form,
		       const uint8_t *header, uint8_t first)
{
	return first >> 4 == 4 || first >> 4 == 6 ||
	       (form->kind == DTAP_IPA_STATUS && header[EXCEPTION_AT] != 0);
}

/* What an IP header says of its packet; 0: it is none. */
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
