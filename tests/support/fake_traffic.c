/* SPDX-License-Identifier: MIT */
#include "support/fake_traffic.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

static const uint16_t codes[] = {0xB0C0, 0xB0E2, 0xB063, 0xB821, 0x713A,
				 0x512F, 0x412F, 0x11EB, 0x1375, 0x5226};

#define CODES     (sizeof codes / sizeof *codes)
#define STEPS     (CODES + 2) /* and an event and a message */
#define LOG_SIZE  (16 + 22)
#define EVENT_IDS 4 /* from 1024 on, in turn */

/* 10 00, length twice, code, time, body. */
static size_t
put_log(uint8_t *out, uint16_t code, uint32_t number)
{
	memset(out, 0, LOG_SIZE);
	out[0] = 0x10;
	dtap_put16(out + 2, LOG_SIZE - 4);
	dtap_put16(out + 4, LOG_SIZE - 4);
	dtap_put16(out + 6, code);
	dtap_put64(out + 8, UINT64_C(0x00EA000000000000) + number);
	dtap_put16(out + 16, code);
	dtap_put32(out + 18, number);
	return LOG_SIZE;
}

/* 60, length, id, time; no payload. */
static size_t
put_event(uint8_t *out, uint16_t id, uint32_t number)
{
	memset(out, 0, 13);
	out[0] = 0x60;
	dtap_put16(out + 1, 10);
	dtap_put16(out + 3, id);
	dtap_put64(out + 5, UINT64_C(0x00EA000000000000) + number);
	return 13;
}

static size_t
put_message(uint8_t *out, uint16_t ssid, uint32_t mask, uint32_t number)
{
	static const char texts[] = "text\0file.c";

	memset(out, 0, 20);
	out[0] = 0x79;
	dtap_put64(out + 4, UINT64_C(0x00EA000000000000) + number);
	dtap_put16(out + 14, ssid);
	dtap_put32(out + 16, mask);
	memcpy(out + 20, texts, sizeof texts);
	return 20 + sizeof texts;
}

static size_t
make_packet(struct fake_traffic *traffic, const struct fake_modem *modem,
	    uint8_t *out)
{
	unsigned step = traffic->step % STEPS, turn = traffic->step / STEPS;
	size_t size;

	traffic->step++;
	if (step < CODES)
		size = put_log(out, codes[step], traffic->sent[step]);
	else if (step == CODES)
		size = put_event(out, (uint16_t)(1024 + turn % EVENT_IDS),
				 turn);
	else
		size = put_message(out, (uint16_t)(5000 + turn % 4),
				   1U << turn % 5, turn);
	if (!fake_modem_sends(modem, out, size))
		return 0;
	if (step < CODES)
		traffic->sent[step]++;
	return size;
}

static size_t
next_of_feed(struct fake_traffic *traffic, uint8_t *out)
{
	size_t have = 0, size;
	int byte;

	while ((byte = getc(traffic->feed)) != EOF && byte != DTAP_HDLC_FLAG)
		if (have < FAKE_TRAFFIC_PACKET_MAX)
			out[have++] = (uint8_t)byte;
	if (byte == EOF)
		rewind(traffic->feed);
	return dtap_hdlc_decode(out, &size, out, have) ? size : 0;
}

size_t
fake_traffic_next(struct fake_traffic *traffic, const struct fake_modem *modem,
		  uint8_t out[FAKE_TRAFFIC_PACKET_MAX])
{
	size_t size;

	if (traffic->feed == NULL)
		return make_packet(traffic, modem, out);
	size = next_of_feed(traffic, out);
	return fake_modem_sends(modem, out, size) ? size : 0;
}
