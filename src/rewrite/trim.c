/* SPDX-License-Identifier: MIT */
#include "rewrite/trim.h"

#include <string.h>

#include <dtap/bytes.h>

#define INCL_LEN 8 /* offsets in a record's header */
#define ORIG_LEN 12

bool
dtap_trim_takes(uint16_t path)
{
	return path == DTAP_PATH_ENTRY || path == DTAP_PATH_NETIF ||
	       path == DTAP_PATH_STRAY || path == DTAP_PATH_LOSS;
}

/* Writes the record without the first `skip` bytes behind its header. */
static size_t
write_cut(uint8_t *out, const uint8_t *record, size_t skip, uint32_t snaplen)
{
	uint32_t size = dtap_get32(record + INCL_LEN) - (uint32_t)skip;
	uint32_t whole = dtap_get32(record + ORIG_LEN) - (uint32_t)skip;

	if (size > snaplen)
		size = snaplen;
	memcpy(out, record, DTAP_PCAP_RECORD_HEADER);
	dtap_put32(out + INCL_LEN, size);
	dtap_put32(out + ORIG_LEN, whole);
	memcpy(out + DTAP_PCAP_RECORD_HEADER,
	       record + DTAP_PCAP_RECORD_HEADER + skip, size);
	return DTAP_PCAP_RECORD_HEADER + size;
}

size_t
dtap_trim_record(uint8_t *out, const uint8_t *record, uint32_t snaplen)
{
	return write_cut(out, record, 0, snaplen);
}

/* Link layers with a header of fixed size, and where its EtherType is. */
static const struct link {
	uint16_t linktype;
	uint8_t size, type_at; /* size 0: the packet begins with IP */
} links[] = {
	{1, 14, 12},   /* Ethernet */
	{113, 16, 14}, /* Linux cooked */
	{276, 20, 0},  /* Linux cooked, version 2 */
	{DTAP_LINKTYPE_RAW, 0, 0},
	{228, 0, 0},
	{229, 0, 0},
};

/* The bytes before the IP packet of a frame; SIZE_MAX: it has none. */
static size_t
link_size(uint16_t linktype, const uint8_t *frame, size_t size)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		const struct link *link = &links[i];
		const uint8_t *type = frame + link->type_at;

		if (link->linktype != linktype)
			continue;
		if (link->size == 0)
			return 0;
		return size >= link->size &&
				       (memcmp(type, "\x08\x00", 2) == 0 ||
					memcmp(type, "\x86\xdd", 2) == 0)
			       ? link->size
			       : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Bytes from the record header to the payload. */
static size_t
preamble_size(const uint8_t *preamble)
{
	size_t a = preamble[2];

	return DTAP_PREAMBLE + a + preamble[3 + a];
}

size_t
dtap_trim_bare(uint8_t *out, const uint8_t *record, uint32_t snaplen)
{
	const uint8_t *preamble = record + DTAP_PCAP_RECORD_HEADER;
	uint16_t path = dtap_get16(preamble);
	size_t skip = preamble_size(preamble);
	size_t left = dtap_get32(record + INCL_LEN) - skip, link = 0;
	const uint8_t *packet;

	if (path == DTAP_PATH_NETIF)
		link = link_size(dtap_get16(preamble + 3), preamble + skip,
				 left);
	else if (path != DTAP_PATH_ENTRY)
		return 0;
	if (link >= left)
		return 0;
	packet = preamble + skip + link;
	if (packet[0] >> 4 != 4 && packet[0] >> 4 != 6)
		return 0;
	return write_cut(out, record, skip + link, snaplen);
}
