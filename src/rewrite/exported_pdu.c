/* SPDX-License-Identifier: MIT */
#include "rewrite/exported_pdu.h"

#include <stdio.h>
#include <string.h>

#include <dtap/bytes.h>

#include "rewrite/upper_tables.h"

/* Tags of exported PDUs. */
enum { TAG_END = 0, TAG_DISSECTOR = 12, TAG_DIRECTION = 35, TAG_INFO = 36 };

/* Of GSMTAP version 2: the fields behind version, length and type. */
#define ARFCN_UPLINK 0x4000
#define ARFCN_MOST   0x3fff

static uint8_t *
put_be16(uint8_t *out, size_t value)
{
	*out++ = (uint8_t)(value >> 8);
	*out++ = (uint8_t)value;
	return out;
}

/* A tag with its value, padded. */
static uint8_t *
put_tag(uint8_t *out, unsigned tag, const void *value, size_t size)
{
	size_t padded = (size + 3) / 4 * 4;

	out = put_be16(put_be16(out, tag), padded);
	memset(out, 0, padded);
	memcpy(out, value, size);
	return out + padded;
}

/* The cell, which the message itself does not tell: "pci 12, ARFCN 300". */
static size_t
write_info(char *out, size_t room, const struct dtap_upper_pdu *pdu)
{
	int used = 0;

	out[0] = '\0';
	if (pdu->pci >= 0)
		used = snprintf(out, room, "pci %d, ", pdu->pci);
	if (pdu->arfcn >= 0)
		used += snprintf(out + used, room - (size_t)used, "ARFCN %d, ",
				 pdu->arfcn);
	if (pdu->sfn >= 0)
		used += snprintf(out + used, room - (size_t)used, "SFN %d.%d, ",
				 pdu->sfn, pdu->subframe);
	return used > 2 ? (size_t)used - 2 : 0; /* without the last comma */
}

size_t
dtap_exported_pdu_head(uint8_t *out, const struct dtap_upper_pdu *pdu)
{
	const uint8_t direction[4] = {0, 0, 0, !pdu->uplink};
	char info[64];
	size_t size = write_info(info, sizeof info, pdu);
	uint8_t *at = put_tag(out, TAG_DISSECTOR, pdu->dissector,
			      strlen(pdu->dissector));

	at = put_tag(at, TAG_DIRECTION, direction, sizeof direction);
	if (size > 0)
		at = put_tag(at, TAG_INFO, info, size);
	at = put_tag(at, TAG_END, "", 0);
	return (size_t)(at - out);
}

static const struct dtap_gsmtap_place *
place_of(const char *dissector)
{
	for (size_t i = 0; i < dtap_gsmtap_place_count; i++)
		if (strcmp(dtap_gsmtap_places[i].dissector, dissector) == 0)
			return &dtap_gsmtap_places[i];
	return NULL;
}

/* u16 ARFCN; one that does not fit is 0, as if it were not known. */
static size_t
head_v2(uint8_t *out, const struct dtap_upper_pdu *pdu,
	const struct dtap_gsmtap_place *place)
{
	size_t arfcn = pdu->arfcn >= 0 && pdu->arfcn <= ARFCN_MOST
			       ? (size_t)pdu->arfcn
			       : 0;
	size_t frame = pdu->sfn >= 0 ? (size_t)pdu->sfn : 0;

	memset(out, 0, 16);
	out[0] = 2;
	out[1] = 4; /* words of this header */
	out[2] = (uint8_t)place->type;
	put_be16(out + 4, arfcn | (pdu->uplink ? ARFCN_UPLINK : 0));
	put_be16(out + 10, frame); /* the lower half of u32 */
	out[12] = (uint8_t)place->subtype;
	return 16;
}

static size_t
head_v3(uint8_t *out, const struct dtap_gsmtap_place *place)
{
	out[0] = 3;
	out[1] = 0;
	put_be16(out + 2, 2); /* words of this header */
	put_be16(out + 4, place->type);
	put_be16(out + 6, place->subtype);
	return 8;
}

size_t
dtap_gsmtap_head(uint8_t *out, const struct dtap_upper_pdu *pdu)
{
	const struct dtap_gsmtap_place *place = place_of(pdu->dissector);

	if (place == NULL)
		return 0;
	return place->version == 2 ? head_v2(out, pdu, place)
				   : head_v3(out, place);
}

/* RFC 791: the ones' complement of the sum of 16-bit words. */
static uint16_t
checksum(const uint8_t *data, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i += 2)
		sum += (uint32_t)(data[i] << 8 | data[i + 1]);
	sum = (sum & 0xffff) + (sum >> 16);
	sum += sum >> 16;
	return (uint16_t)~sum;
}

size_t
dtap_gsmtap_ip_head(uint8_t *out, const struct dtap_upper_pdu *pdu)
{
	static const uint8_t ip[20] = {0x45, 0, 0,   0, 0, 0, 0x40, 0, 64, 17,
				       0,    0, 127, 0, 0, 1, 127,  0, 0,  1};
	size_t size = dtap_gsmtap_head(out + DTAP_GSMTAP_IP_HEAD, pdu), all;

	all = DTAP_GSMTAP_IP_HEAD + size + pdu->size;
	if (size == 0 || all > UINT16_MAX)
		return 0;
	memcpy(out, ip, sizeof ip);
	put_be16(out + 2, all);
	put_be16(out + 10, checksum(out, sizeof ip));
	put_be16(out + 20, DTAP_GSMTAP_PORT);
	put_be16(out + 22, DTAP_GSMTAP_PORT);
	put_be16(out + 24, all - sizeof ip);
	put_be16(out + 26, 0); /* no checksum: RFC 768 */
	return DTAP_GSMTAP_IP_HEAD + size;
}

void
dtap_linktype_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER], uint32_t snaplen,
			  uint16_t linktype)
{
	dtap_pcap_file_header(out, snaplen);
	if (linktype != 0)
		dtap_put32(out + 20, linktype);
}
