/* SPDX-License-Identifier: MIT */
#include "sources/ipa/form.h"

#include <string.h>

#include <dtap/octets.h>

#define OPCODE_FRAG_RULE 0x02 /* has no packet, and other fields */
#define OPCODE_LOG       0x10
#define OPCODE_LAST      0x40
#define EXCEPTION_AT     1 /* of a status */

#define IPV4_HEADER 20
#define IPV6_HEADER 40

static const struct dtap_ipa_form forms[] = {
	{"status", 1, 32, 4, 4, false},
	{"status5", 2, 32, 4, 4, false},
	{"dpl2", 3, 32, 4, 4, true},
	{"dpl3", 4, 16, 8, 14, true},
};

const struct dtap_ipa_form *
dtap_ipa_form_find(const char *name)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

/* An opcode is one bit. */
static bool
is_opcode(const struct dtap_ipa_form *form, uint8_t opcode)
{
	if (form->logs_only)
		return opcode == OPCODE_LOG;
	return opcode != 0 && opcode <= OPCODE_LAST &&
	       (opcode & (opcode - 1)) == 0;
}

bool
dtap_ipa_header_read(const struct dtap_ipa_form *form, const uint8_t *data,
		     struct dtap_shape *shape, size_t *size)
{
	size_t packet = data[0] == OPCODE_FRAG_RULE
				? 0
				: dtap_get16(data + form->length_at);

	shape->kind = DTAP_KIND_ENTRY;
	shape->form = form->code;
	shape->head = form->header;
	shape->tail = (uint8_t)(-packet % form->padding);
	*size = form->header + packet + shape->tail;
	return is_opcode(form, data[0]);
}

bool
dtap_ipa_packet_may_be(const struct dtap_ipa_form *form, const uint8_t *header,
		       uint8_t first)
{
	return first >> 4 == 4 || first >> 4 == 6 ||
	       (!form->logs_only && header[EXCEPTION_AT] != 0);
}

static size_t
get16_be(const uint8_t *p)
{
	return (size_t)(p[0] << 8 | p[1]);
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
