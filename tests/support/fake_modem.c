/* SPDX-License-Identifier: MIT */
#include "support/fake_modem.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "support/fake_answers.h"

void
fake_modem_forget(struct fake_modem *modem)
{
	memset(modem->logs, 0, sizeof modem->logs);
	memset(modem->events, 0, sizeof modem->events);
	memset(modem->messages, 0, sizeof modem->messages);
}

void
fake_modem_begin(struct fake_modem *modem)
{
	memset(modem, 0, sizeof *modem);
	modem->options.mute = FAKE_MODEM_NO_OPCODE;
	modem->options.mute_once = FAKE_MODEM_NO_OPCODE;
	modem->options.refuse = FAKE_MODEM_NO_OPCODE;
}

static bool
has_bit(const uint8_t *bits, size_t at)
{
	return bits[at / 8] >> at % 8 & 1;
}

static bool
has_log(const struct fake_modem *modem, uint16_t code)
{
	return has_bit(modem->logs[code >> 12].bits, code & 0xFFF);
}

static void
write_masks(const struct fake_modem *modem, FILE *file)
{
	for (unsigned code = 0; code < 0x10000; code++)
		if (has_log(modem, (uint16_t)code))
			fprintf(file, "log %04X\n", code);
	for (unsigned id = 0; id < FAKE_MODEM_EVENTS; id++)
		if (has_bit(modem->events, id))
			fprintf(file, "event %u\n", id);
	for (unsigned ssid = 0; ssid < FAKE_MODEM_SSIDS; ssid++)
		if (modem->messages[ssid] != 0)
			fprintf(file, "message %u %08x\n", ssid,
				modem->messages[ssid]);
}

/* A reader sees the old file or the new one, never a part. */
static void
keep_masks(const struct fake_modem *modem)
{
	char part[4096];
	FILE *file;

	if (modem->options.masks == NULL)
		return;
	snprintf(part, sizeof part, "%s.part", modem->options.masks);
	file = fopen(part, "we");
	if (file == NULL)
		abort();
	write_masks(modem, file);
	fclose(file);
	if (rename(part, modem->options.masks) < 0)
		abort();
}

static void
keep_request(const struct fake_modem *modem, const uint8_t *request,
	     size_t size)
{
	FILE *file = modem->options.requests;

	if (file == NULL)
		return;
	for (size_t i = 0; i < size; i++)
		fprintf(file, "%02x", request[i]);
	fputc('\n', file);
	fflush(file);
}

static bool
is_mute(struct fake_modem *modem, uint8_t opcode)
{
	if (opcode == modem->options.mute)
		return true;
	if (opcode != modem->options.mute_once)
		return false;
	modem->options.mute_once = FAKE_MODEM_NO_OPCODE;
	return true;
}

size_t
fake_modem_answer(struct fake_modem *modem, const uint8_t *request, size_t size,
		  uint8_t out[FAKE_MODEM_REPLY_MAX])
{
	size_t length;

	if (size < 1 || size > FAKE_MODEM_PACKET_MAX)
		return 0;
	keep_request(modem, request, size);
	if (is_mute(modem, request[0]))
		return 0;
	length = fake_answer(modem, request, size, out);
	keep_masks(modem);
	return length;
}

static bool
sends_event(const struct fake_modem *modem, const uint8_t *packet, size_t size)
{
	return size < 5 ||
	       has_bit(modem->events, dtap_get16(packet + 3) & 0xFFF);
}

static bool
sends_message(const struct fake_modem *modem, const uint8_t *packet,
	      size_t size)
{
	uint16_t ssid = size < 20 ? 0 : dtap_get16(packet + 14);

	return size < 20 ||
	       (modem->messages[ssid] & dtap_get32(packet + 16)) != 0;
}

static bool
has_any_message(const struct fake_modem *modem)
{
	for (unsigned ssid = 0; ssid < FAKE_MODEM_SSIDS; ssid++)
		if (modem->messages[ssid] != 0)
			return true;
	return false;
}

bool
fake_modem_sends(const struct fake_modem *modem, const uint8_t *packet,
		 size_t size)
{
	/* Messages without a subsystem. */
	static const uint8_t terse[] = {0x1F, 0x7E, 0x7F, 0x99, 0x9C, 0x9D};

	if (size >= 8 && packet[0] == 0x98)
		return fake_modem_sends(modem, packet + 8, size - 8);
	if (size >= 8 && packet[0] == 0x10)
		return has_log(modem, dtap_get16(packet + 6));
	if (size >= 1 && packet[0] == 0x60)
		return sends_event(modem, packet, size);
	if (size >= 1 && (packet[0] == 0x79 || packet[0] == 0x92))
		return sends_message(modem, packet, size);
	if (size >= 1 && memchr(terse, packet[0], sizeof terse) != NULL)
		return has_any_message(modem);
	return true;
}

size_t
fake_modem_stray(uint8_t opcode, unsigned number,
		 uint8_t out[FAKE_MODEM_REPLY_MAX])
{
	static const struct {
		uint8_t size, bytes[16];
	} strays[] = {
		{3, {0x60}},          {12, {0x73, 0, 0, 0, 3}},
		{8, {0x7D, 5, 1}},    {13, {0x0C}},
		{2, {0x13, 0x0C}},    {2, {0x47, 0x1B}},
		{9, {0x4B, 0x13, 1}},
	};
	const size_t count = sizeof strays / sizeof *strays;

	for (size_t i = number % count;; i = (i + 1) % count) {
		const uint8_t *bytes = strays[i].bytes;
		uint8_t of = bytes[0] == 0x13 || bytes[0] == 0x47 ? bytes[1]
								  : bytes[0];

		if (of == opcode)
			continue;
		memcpy(out, bytes, strays[i].size);
		return strays[i].size;
	}
}
