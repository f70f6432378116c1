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
		{"keys,identities", DTAP_SCRUB_KEYS | DTAP_SCRUB_IDENTITIES},
		{"identities,keys", DTAP_SCRUB_KEYS | DTAP_SCRUB_IDENTITIES}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i].name) == size &&
		    memcmp(names[i].name, text, size) == 0) {
			*what |= names[i].what;
			return true;
		}
	return false;
}

/* What a log holds: BOTH loses it, whichever is asked for. */
enum holds { NOTHING, KEYS_ALONE, PDCP_KEYS, IDENTITIES, RRC, BOTH, OTHERS };

/*
 * Codes as data/log_codes.txt names them.  A log that is known by its name
 * alone is here if the name tells that it has keys, or bytes from the air, from
 * the SIM or of IP.
 */
static const struct range {
	uint16_t first, last;
	enum holds holds;
} ranges[] = {
	{0x1003, 0x1008, IDENTITIES}, /* 1x: channels with messages */
	{0x106f, 0x106f, IDENTITIES}, /* 1xEV: pages, signalling */
	{0x1076, 0x1079, IDENTITIES},
	{0x107c, 0x107c, IDENTITIES},
	{0x1091, 0x1091, IDENTITIES},
	{0x1098, 0x1098, BOTH},       /* the SIM's commands and answers */
	{0x1113, 0x1113, IDENTITIES}, /* PPP */
	{0x1123, 0x1123, IDENTITIES},
	{0x1133, 0x1133, IDENTITIES},
	{0x1143, 0x1143, IDENTITIES},
	{0x1158, 0x1158, BOTH}, /* a core dump */
	{0x11eb, 0x11eb, IDENTITIES},
	{0x1271, 0x1272, BOTH},       /* SIM driver, SIM toolkit */
	{0x1273, 0x1273, IDENTITIES}, /* calls, supplementary services */
	{0x12c1, 0x12c1, IDENTITIES},
	{0x134f, 0x134f, IDENTITIES},
	{0x1366, 0x1367, BOTH},   /* HCI of Bluetooth */
	{0x138e, 0x13cd, OTHERS}, /* QMI */
	{0x14ce, 0x14ce, BOTH},
	{0x14cf, 0x14cf, OTHERS},
	{0x14d3, 0x14d6, IDENTITIES}, /* packets and frames of data */
	{0x1568, 0x1585, IDENTITIES}, /* IMS, IP and link packets */
	{0x1830, 0x1832, IDENTITIES},
	{0x1901, 0x1903, BOTH},       /* the SIM's start */
	{0x1906, 0x1913, IDENTITIES}, /* SIP; link and IP packets */
	{0x1997, 0x199a, IDENTITIES}, /* history of calls */
	{0x19b7, 0x19b7, BOTH},       /* APDUs of the SIM */
	{0x19fa, 0x19fa, IDENTITIES},
	{0x1ca3, 0x1ca6, IDENTITIES},
	{0x1e0e, 0x1e0e, IDENTITIES},
	{0x1fea, 0x1feb, OTHERS}, /* requests and debug messages, as logs */
	{0x1ffa, 0x1ffa, OTHERS},
	{0x412f, 0x412f, RRC},
	{0x4132, 0x4135, IDENTITIES}, /* PDUs of RLC */
	{0x413b, 0x413c, IDENTITIES},
	{0x414b, 0x414b, IDENTITIES},
	{0x4151, 0x4153, KEYS_ALONE}, /* ciphering of UMTS */
	{0x4159, 0x4159, BOTH},
	{0x4168, 0x4169, BOTH},
	{0x41a6, 0x41a6, KEYS_ALONE},
	{0x41ce, 0x41ce, KEYS_ALONE},
	{0x506f, 0x506f, IDENTITIES}, /* paging */
	{0x50ca, 0x50ca, IDENTITIES},
	{0x512f, 0x512f, IDENTITIES},
	{0x5136, 0x5136, KEYS_ALONE}, /* ciphering of GSM */
	{0x5226, 0x5226, IDENTITIES},
	{0x5230, 0x5230, IDENTITIES},
	{0x5386, 0x5386, IDENTITIES}, /* SMS */
	{0x5a6f, 0x5a6f, IDENTITIES}, /* the same of a second SIM */
	{0x5aca, 0x5aca, IDENTITIES},
	{0x5b2f, 0x5b2f, IDENTITIES},
	{0x5b36, 0x5b36, KEYS_ALONE},
	{0x5c26, 0x5c26, IDENTITIES},
	{0x5c30, 0x5c30, IDENTITIES},
	{0x7130, 0x713f, IDENTITIES},
	{0x7162, 0x7163, BOTH}, /* files of registration and security */
	{0x7b30, 0x7b3f, IDENTITIES},
	{0x7b62, 0x7b63, BOTH},
	{0xb062, 0xb063, IDENTITIES}, /* Msg3, and what answers it */
	{0xb095, 0xb095, IDENTITIES},
	{0xb0a1, 0xb0a1, IDENTITIES}, /* PDUs and SDUs of PDCP */
	{0xb0a3, 0xb0a3, PDCP_KEYS},
	{0xb0a5, 0xb0a5, PDCP_KEYS},
	{0xb0a6, 0xb0a6, IDENTITIES},
	{0xb0b1, 0xb0b1, IDENTITIES},
	{0xb0b3, 0xb0b3, PDCP_KEYS},
	{0xb0b5, 0xb0b5, PDCP_KEYS},
	{0xb0c0, 0xb0c0, RRC},
	{0xb0cb, 0xb0cb, IDENTITIES}, /* paging */
	{0xb0e0, 0xb0f1, IDENTITIES},
	{0xb0f2, 0xb0f4, BOTH},
	{0xb0f5, 0xb0f7, IDENTITIES},
	{0xb169, 0xb16a, IDENTITIES}, /* Msg3, Msg4 */
	{0xb242, 0xb243, IDENTITIES},
	{0xb251, 0xb251, IDENTITIES},
	{0xb800, 0xb80d, IDENTITIES},
	{0xb80e, 0xb80f, BOTH},
	{0xb810, 0xb810, IDENTITIES},
	{0xb811, 0xb811, BOTH},
	{0xb812, 0xb814, IDENTITIES},
	{0xb821, 0xb821, RRC},
	{0xb840, 0xb840, IDENTITIES}, /* PDUs of NR */
	{0xb857, 0xb857, IDENTITIES},
	{0xb870, 0xb870, IDENTITIES},
	{0xb88a, 0xb88a, IDENTITIES},
	{0xd08b, 0xd08b, IDENTITIES}, /* TD-SCDMA */
	{0xd0e3, 0xd0e3, IDENTITIES},
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
	case OTHERS:
		return DTAP_SCRUBBED_DROPPED;
	case KEYS_ALONE:
		return keys ? zero(body, left) : DTAP_SCRUBBED_KEPT;
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

/*
 * u16 size, then events: u16 id (the highest bit: a short time, the next two:
 * the size of what follows it, or 3 and a byte with the size), time, bytes.
 */
static bool
is_event_report(const uint8_t *packet, size_t size)
{
	size_t at = 3;

	if (size < 3 || dtap_get16(packet + 1) != size - 3)
		return false;
	while (size - at >= 2) {
		unsigned word = dtap_get16(packet + at);
		size_t more = word >> 13 & 3;

		at += word >> 15 ? 4 : 10;
		if (more == 3 && at < size)
			more = 1U + packet[at];
		if (at > size || more > size - at)
			return false;
		at += more;
	}
	return at == size;
}

enum dtap_scrubbed
dtap_scrub(uint8_t *packet, size_t size, unsigned what)
{
	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (size > 0 && packet[0] == DTAP_OPCODE_EVENTS)
		return is_event_report(packet, size) ? DTAP_SCRUBBED_KEPT
						     : DTAP_SCRUBBED_DROPPED;
	if (size < LOG_HEADER || packet[0] != DTAP_OPCODE_LOG ||
	    dtap_get16(packet + 4) != size - 4)
		return DTAP_SCRUBBED_DROPPED;
	return scrub_log(packet, size, what);
}
