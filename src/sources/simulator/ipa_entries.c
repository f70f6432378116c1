/* SPDX-License-Identifier: MIT */
#include "sources/simulator/ipa_entries.h"

#include <string.h>

#include <dtap/bytes.h>

#define CUT_AT    256 /* bytes of a packet: what is longer is cut */
#define ONE_IN    200 /* entries something odd happens */
#define RULE_MISS 0x3ff
#define TAG       0x5a5aa5a5u

enum { PACKET = 1, DROPPED = 4, SUSPENDED = 8, LOG = 0x10 };

/* A packet on its way through the hardware. */
struct passage {
	uint8_t opcode, source, destination, sequence;
	uint16_t size;
	uint32_t metadata;
	uint64_t time;
};

/* Endpoints of the application processor and of the modem, in and out. */
static const uint8_t endpoints[DTAP_IPA_ENTRIES_ENDPOINTS] = {2, 8, 12, 5};

static void
put_status(uint8_t *out, const struct passage *p)
{
	out[0] = p->opcode;
	dtap_put16(out + 2, 0x0041); /* mask: what was done to it */
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
put_status5(uint8_t *out, const struct passage *p)
{
	put_status(out, p);
	dtap_put16(out + 6, p->source);
	dtap_put32(out + 12, RULE_MISS << 4 | 3u << 14 | 7u << 22);
	dtap_put32(out + 28, 12u << 1 | (uint32_t)p->destination << 16);
}

static void
put_dpl2(uint8_t *out, const struct passage *p)
{
	out[0] = LOG;
	dtap_put16(out + 4, p->size);
	dtap_put16(out + 6, p->source);
	dtap_put32(out + 8, p->metadata);
	dtap_put64(out + 16, p->time << 15);
	dtap_put64(out + 24, p->sequence);
}

static void
put_dpl3(uint8_t *out, const struct passage *p)
{
	out[0] = LOG;
	out[1] = p->sequence;
	dtap_put16(out + 2, p->source);
	dtap_put32(out + 4, p->metadata);
	dtap_put64(out + 8, p->time | (uint64_t)p->size << 48);
}

/* Padded to 4, as all but dpl3. */
static void
put_qmap(uint8_t *out, const struct passage *p)
{
	size_t padding = -(size_t)p->size % 4, both = p->size + padding;

	out[0] = (uint8_t)padding;
	out[1] = p->source;
	out[2] = (uint8_t)(both >> 8);
	out[3] = (uint8_t)both;
}

static void
put_header(uint8_t *out, const struct dtap_ipa_header_format *form,
	   const struct passage *p)
{
	static void (*const put[])(uint8_t *, const struct passage *) = {
		[1] = put_status, [2] = put_status5, [3] = put_dpl2,
		[4] = put_dpl3,   [5] = put_qmap,
	};

	memset(out, 0, form->header);
	put[form->code](out, p);
}

void
dtap_ipa_entries_begin(struct dtap_ipa_entries *mirror,
		       const struct dtap_ipa_header_format *form, uint64_t seed)
{
	*mirror = (struct dtap_ipa_entries){.form = form, .random = {~seed}};
	dtap_ipa_flows_begin(&mirror->flows, seed);
}

static bool
is_odd(struct dtap_ipa_entries *mirror)
{
	return modem_random(&mirror->random, ONE_IN) == 0;
}

/* A log is nothing but that; a status may tell of a packet that is not there.
 */
static void
choose_opcode(struct dtap_ipa_entries *mirror, struct passage *p)
{
	p->opcode = PACKET;
	if (is_odd(mirror))
		p->opcode = DROPPED;
	if (mirror->form->kind == DTAP_IPA_STATUS && is_odd(mirror)) {
		p->opcode = SUSPENDED;
		p->size = 0;
	}
}

/* What stands behind a packet: padding, and a trailer with a checksum. */
static void
put_tail(uint8_t *out, const struct dtap_ipa_header_format *form,
	 const struct passage *p, size_t size)
{
	uint8_t *trailer = out + size - form->trailer;

	memset(out, 0, size);
	if (size == 0 || form->trailer == 0)
		return;
	trailer[1] = 1; /* it is valid */
	trailer[4] = (uint8_t)(p->size >> 8);
	trailer[5] = (uint8_t)p->size;
	dtap_put16(trailer + 6, (uint16_t)~p->size);
}

size_t
dtap_ipa_entries_next(struct dtap_ipa_entries *mirror, uint8_t *out,
		      struct dtap_shape *shape)
{
	const struct dtap_ipa_header_format *form = mirror->form;
	uint8_t *packet = out + form->header;
	bool down;
	size_t whole = dtap_ipa_flows_next(&mirror->flows, packet, &down), size;
	unsigned from = down ? 2 : 0;
	struct passage p = {
		.source = endpoints[from],
		.destination = endpoints[from + 1],
		.size = (uint16_t)(whole > CUT_AT ? CUT_AT : whole),
		.metadata = 0x00010000,
	};

	choose_opcode(mirror, &p);
	if (is_odd(mirror))
		mirror->sequence[from]++;
	p.sequence = mirror->sequence[from]++;
	p.time = mirror->time += modem_random_in(&mirror->random, 100, 3000);
	put_header(out, form, &p);
	*shape = (struct dtap_shape){0};
	dtap_ipa_header_read(form, out, shape, &size);
	shape->missing = p.size > 0 ? (uint32_t)(whole - p.size) : 0;
	put_tail(packet + p.size, form, &p, shape->tail);
	return size;
}
