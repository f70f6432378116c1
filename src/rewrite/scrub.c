/* SPDX-License-Identifier: MIT */
#include "rewrite/scrub.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "rewrite/upper_pdu.h"

#define RADIO_HEADER 8
#define LOG_HEADER   16
#define KEYS         32 /* two keys of 16 bytes, in front of a sub-packet */

bool
dtap_scrub_read(unsigned *what, const char *text, size_t size)
{
	static const struct {
		const char *name;
		unsigned what;
	} names[] = {
		{"keys", DTAP_SCRUB_KEYS},
		{"identities", DTAP_SCRUB_IDENTITIES},
		{"keys,identities", DTAP_SCRUB_KEYS | DTAP_SCRUB_IDENTITIES}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == size &&
		    memcmp(names[i].name, text, size) == 0) {
			*what = names[i].what;
			return true;
		}
	return false;
}

/* What a log holds. */
enum holds { NOTHING, PDCP_KEYS, IDENTITIES, RRC, BOTH, QMI };

static const struct range {
	uint16_t first, last;
	enum holds holds;
} ranges[] = {
	{0x1098, 0x1098, BOTH}, /* the SIM's commands and answers */
	{0x11eb, 0x11eb, IDENTITIES},
	{0x138e, 0x13cd, QMI},
	{0x14ce, 0x14ce, BOTH},
	{0x1569, 0x156f, IDENTITIES}, /* IMS: RTP, SIP */
	{0x1830, 0x1832, IDENTITIES},
	{0x412f, 0x412f, RRC},
	{0x512f, 0x512f, IDENTITIES},
	{0x5226, 0x5226, IDENTITIES},
	{0x5230, 0x5230, IDENTITIES},
	{0x5b2f, 0x5b2f, IDENTITIES},
	{0x7130, 0x713f, IDENTITIES},
	{0x7b30, 0x7b3f, IDENTITIES},
	{0xb0a3, 0xb0a3, PDCP_KEYS},
	{0xb0a5, 0xb0a5, PDCP_KEYS},
	{0xb0b3, 0xb0b3, PDCP_KEYS},
	{0xb0b5, 0xb0b5, PDCP_KEYS},
	{0xb0c0, 0xb0c0, RRC},
	{0xb0e0, 0xb0f1, IDENTITIES},
	{0xb0f2, 0xb0f3, BOTH},
	{0xb0f4, 0xb0f7, IDENTITIES},
	{0xb800, 0xb80d, IDENTITIES},
	{0xb80e, 0xb80f, BOTH},
	{0xb810, 0xb810, IDENTITIES},
	{0xb811, 0xb811, BOTH},
	{0xb812, 0xb814, IDENTITIES},
	{0xb821, 0xb821, RRC},
};

static enum holds
held_by(uint16_t code)
{
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return ranges[i].holds;
	return NOTHING;
}

/* Sub-packets that begin with keys: id and versions that real logs have. */
static bool
begins_with_keys(uint16_t code, uint8_t id, uint8_t version)
{
	switch (code) {
	case 0xb0a3:
	case 0xb0b3:
		return id == 0xc3 &&
		       (version == 1 || version == 24 || version == 26);
	case 0xb0a5:
		return id == 0xc6 && version == 1;
	case 0xb0b5:
		return id == 0xc7 && version == 1;
	default:
		return false;
	}
}

/*
 * u8 version 1, u8 number, u16; then sub-packets: u8 id, u8 version, u16 size
 * with these four bytes, the keys.  False: it is not so to its end; then
 * something may have been set to zero.
 */
static bool
zero_pdcp_keys(uint16_t code, uint8_t *body, size_t size)
{
	size_t at = 4;

	if (size < 4 || body[0] != 1)
		return false;
	for (unsigned i = 0; i < body[1]; i++) {
		size_t length = size - at >= 4 ? dtap_get16(body + at + 2) : 0;

		if (length < 4 + KEYS || length > size - at ||
		    !begins_with_keys(code, body[at], body[at + 1]))
			return false;
		memset(body + at + 4, 0, KEYS);
		at += length;
	}
	return size - at < 4;
}

/* Broadcast names nobody. */
static bool
is_broadcast(const uint8_t *packet, size_t size)
{
	uint8_t scratch[1]; /* no RRC message is written there */
	struct dtap_upper_pdu pdu;

	return dtap_upper_pdu_find(&pdu, packet, size, scratch) &&
	       (strstr(pdu.dissector, "bcch") != NULL ||
		strncmp(pdu.dissector, "rrc.si.", 7) == 0);
}

static enum dtap_scrubbed
zero(uint8_t *body, size_t size)
{
	memset(body, 0, size);
	return DTAP_SCRUBBED_CHANGED;
}

static enum dtap_scrubbed
scrub_log(uint8_t *log, size_t size, unsigned what)
{
	uint16_t code = dtap_get16(log + 6);
	uint8_t *body = log + LOG_HEADER;
	size_t left = size - LOG_HEADER;
	bool keys = what & DTAP_SCRUB_KEYS;
	bool identities = what & DTAP_SCRUB_IDENTITIES;

	switch (held_by(code)) {
	case QMI:
		return DTAP_SCRUBBED_DROPPED;
	case PDCP_KEYS:
		if (!keys)
			return DTAP_SCRUBBED_KEPT;
		return zero_pdcp_keys(code, body, left) ? DTAP_SCRUBBED_CHANGED
							: zero(body, left);
	case BOTH:
		return zero(body, left);
	case RRC:
		if (is_broadcast(log, size))
			return DTAP_SCRUBBED_KEPT;
		/* fall through */
	case IDENTITIES:
		return identities ? zero(body, left) : DTAP_SCRUBBED_KEPT;
	default:
		return DTAP_SCRUBBED_KEPT;
	}
}

enum dtap_scrubbed
dtap_scrub(uint8_t *packet, size_t size, unsigned what)
{
	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (size > 0 && packet[0] == DTAP_OPCODE_EVENTS)
		return DTAP_SCRUBBED_KEPT;
	if (size < LOG_HEADER || packet[0] != DTAP_OPCODE_LOG ||
	    dtap_get16(packet + 4) != size - 4)
		return DTAP_SCRUBBED_DROPPED;
	return scrub_log(packet, size, what);
}
