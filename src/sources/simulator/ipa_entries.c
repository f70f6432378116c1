/* SPDX-License-Identifier: MIT */
#include "sources/simulator/ipa_entries.h"

#include <string.h>

#include <dtap/bytes.h>

#define CUT_AT    256 /* bytes: longer packets are cut */
#define ONE_IN    200 /* entries is unusual */
#define RULE_MISS 0x3ff
#define TAG       0x5a5aa5a5u

enum { PACKET = 1, DROPPED = 4, SUSPENDED = 8, LOG = 0x10 };

/* The fields of an entry. */
struct fields {
	uint8_t opcode, source, destination, sequence;
	uint16_t size;
	uint32_t metadata;
	uint64_t time;
};

/* Endpoints of the application processor and of the modem, in and out. */
static const uint8_t endpoints[DTAP_IPA_ENTRIES_ENDPOINTS] = {2, 8, 12, 5};

static void
put_status(uint8_t *out, const struct fields *p)
{
	out[0] = p->opcode;
	dtap_put16(out + 2, 0x0041); /* status mask */
	dtap_put16(out + 4, p->size);
	dtap_put16(out + 6, (uint16_t)(p->source | p->destination << 8));
	dtap_put32(out + 8, p->metadata);
	dtap_put32(out + 12, RULE_MISS << 4 | 3u << 17 | 7u << 22);
	dtap_put32(out + 16, 1 | 9u << 1 | TAG << 16);
	dtap_put32(out + 20, TAG);
	dtap_put32(out + 24, p->sequence | (uint32_t)(p->time << 8));
	dtap_put32(out + 28, 12u << 1);
}

static void
put_status5(uint8_t *out, const struct fields *p)
{
	put_status(out, p);
	dtap_put16(out + 6, p->source);
	dtap_put32(out + 12, RULE_MISS << 4 | 3u << 14 | 7u << 22);
	dtap_put32(out + 28, 12u << 1 | (uint32_t)p->destination << 16);
}

static void
put_dpl2(uint8_t *out, const struct fields *p)
{
	out[0] = LOG;
	dtap_put16(out + 4, p->size);
	dtap_put16(out + 6, p->source);
	dtap_put32(out + 8, p->metadata);
	dtap_put64(out + 16, p->time << 15);
	dtap_put64(out + 24, p->sequence);
}

static void
put_dpl3(uint8_t *out, const struct fields *p)
{
	out[0] = LOG;
	out[1] = p->sequence;
	dtap_put16(out + 2, p->source);
	dtap_put32(out + 4, p->metadata);
	dtap_put64(out + 8, p->time | (uint64_t)p->size << 48);
}

/* Padded to 4 bytes, like all formats but dpl3. */
static void
put_qmap(uint8_t *out, const struct fields *p)
{
	size_t padding = -(size_t)p->size % 4, both = p->size + padding;

	out[0] = (uint8_t)padding;
	out[1] = p->source;
	out[2] = (uint8_t)(both >> 8);
	out[3] = (uint8_t)both;
}

static void
put_header(uint8_t *out, const struct dtap_ipa_header_format *format,
	   const struct fields *p)
{
	static void (*const put[])(uint8_t *, const struct fields *) = {
		[1] = put_status, [2] = put_status5, [3] = put_dpl2,
		[4] = put_dpl3,   [5] = put_qmap,
	};

	memset(out, 0, format->header);
	put[format->code](out, p);
}

void
dtap_ipa_entries_begin(struct dtap_ipa_entries *entries,
		       const struct dtap_ipa_header_format *format,
		       uint64_t seed)
{
	*entries =
		(struct dtap_ipa_entries){.format = format, .random = {~seed}};
	dtap_ipa_flows_begin(&entries->flows, seed);
}

static bool
is_unusual(struct dtap_ipa_entries *entries)
{
	return dtap_random(&entries->random, ONE_IN) == 0;
}

/* Only a status may have no packet. */
static void
choose_opcode(struct dtap_ipa_entries *entries, struct fields *p)
{
	p->opcode = PACKET;
	if (is_unusual(entries))
		p->opcode = DROPPED;
	if (entries->format->kind == DTAP_IPA_STATUS && is_unusual(entries)) {
		p->opcode = SUSPENDED;
		p->size = 0;
	}
}

/* Padding after a packet, and a trailer with a checksum. */
static void
put_tail(uint8_t *out, const struct dtap_ipa_header_format *format,
	 const struct fields *p, size_t size)
{
	uint8_t *trailer = out + size - format->trailer;

	memset(out, 0, size);
	if (size == 0 || format->trailer == 0)
		return;
	trailer[1] = 1; /* it is valid */
	trailer[4] = (uint8_t)(p->size >> 8);
	trailer[5] = (uint8_t)p->size;
	dtap_put16(trailer + 6, (uint16_t)~p->size);
}

size_t
dtap_ipa_entries_next(struct dtap_ipa_entries *entries, uint8_t *out,
		      struct dtap_shape *shape)
{
	const struct dtap_ipa_header_format *format = entries->format;
	uint8_t *packet = out + format->header;
	bool down;
	size_t whole = dtap_ipa_flows_next(&entries->flows, packet, &down),
	       size;
	unsigned from = down ? 2 : 0;
	struct fields p = {
		.source = endpoints[from],
		.destination = endpoints[from + 1],
		.size = (uint16_t)(whole > CUT_AT ? CUT_AT : whole),
		.metadata = 0x00010000,
	};

	choose_opcode(entries, &p);
	if (is_unusual(entries))
		entries->sequence[from]++;
	p.sequence = entries->sequence[from]++;
	p.time = entries->time += dtap_random_in(&entries->random, 100, 3000);
	put_header(out, format, &p);
	*shape = (struct dtap_shape){0};
	dtap_ipa_header_read(format, out, shape, &size);
	shape->missing = p.size > 0 ? (uint32_t)(whole - p.size) : 0;
	put_tail(packet + p.size, format, &p, shape->tail);
	return size;
}
