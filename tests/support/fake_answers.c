/* SPDX-License-Identifier: MIT */
#include "support/fake_answers.h"

#include <string.h>

#include <dtap/bytes.h>

#define UNKNOWN_COMMAND 0x13
#define BAD_PARAMETERS  0x14

typedef size_t answer_function(struct fake_modem *modem, const uint8_t *request,
			       size_t size, uint8_t *out);

/* Log codes of each equipment id in a modem of 2020. */
static const uint32_t items_of[FAKE_MODEM_EQUIPMENTS] = {
	[1] = 0xFD6, [4] = 0x92C, [5] = 0x635, [7] = 0xB5E, [11] = 0x9FF};

/* Some of the subsystems that write messages. */
static const struct {
	uint16_t first, last;
} ranges[] = {{0, 111}, {500, 506}, {1000, 1007}, {4500, 4584}, {5000, 5037}};

#define RANGES (sizeof ranges / sizeof *ranges)

/* Levels that a build contains: all. */
#define BUILT_IN 0x1F

static size_t
error_reply(uint8_t error, const uint8_t *request, size_t size, uint8_t *out)
{
	out[0] = error;
	memcpy(out + 1, request, size);
	return 1 + size;
}

static size_t
answer_version(struct fake_modem *modem, const uint8_t *request, size_t size,
	       uint8_t *out)
{
	static const char dates[] =
		"Jan 01 202000:00:00Jan 02 202000:00:00FAKE    ";

	(void)modem;
	(void)request;
	(void)size;
	memset(out, 0, 55);
	memcpy(out + 1, dates, sizeof dates - 1);
	return 55;
}

static size_t
answer_build_id(struct fake_modem *modem, const uint8_t *request, size_t size,
		uint8_t *out)
{
	static const char texts[] = "FAKE.MODEM.1.0\0FAKE";

	(void)modem;
	(void)request;
	(void)size;
	memset(out, 0, 12);
	out[0] = 0x7C;
	out[1] = 2;
	dtap_put32(out + 4, 0x1234);
	memcpy(out + 12, texts, sizeof texts);
	return 12 + sizeof texts;
}

/* Equipment id, items and the mask of it, at out. */
static size_t
put_log_mask(const struct fake_modem *modem, uint32_t id, uint8_t *out)
{
	const struct fake_log_mask *mask = &modem->logs[id];
	uint32_t items = mask->items != 0 ? mask->items : items_of[id];

	dtap_put32(out, id);
	dtap_put32(out + 4, items);
	memcpy(out + 8, mask->bits, (items + 7) / 8);
	return 8 + (items + 7) / 8;
}

/* False: the request is not valid, and nothing has changed. */
static bool
set_log_mask(struct fake_modem *modem, const uint8_t *request, size_t size)
{
	uint32_t id = size < 16 ? UINT32_MAX : dtap_get32(request + 8);
	uint32_t items = size < 16 ? 0 : dtap_get32(request + 12);

	if (id >= FAKE_MODEM_EQUIPMENTS || items == 0)
		return false;
	items = items < FAKE_MODEM_ITEMS ? items : FAKE_MODEM_ITEMS - 1;
	if ((items + 7) / 8 > size - 16)
		items = (uint32_t)(size - 16) * 8;
	memset(&modem->logs[id], 0, sizeof modem->logs[id]);
	modem->logs[id].items = items;
	memcpy(modem->logs[id].bits, request + 16, (items + 7) / 8);
	return true;
}

static size_t
answer_logs(struct fake_modem *modem, const uint8_t *request, size_t size,
	    uint8_t *out)
{
	uint32_t operation = size < 8 ? UINT32_MAX : dtap_get32(request + 4);

	if (size < 8)
		return error_reply(BAD_PARAMETERS, request, size, out);
	memcpy(out, request, 8);
	dtap_put32(out + 8, 0);
	switch (operation) {
	case 0:
		memset(modem->logs, 0, sizeof modem->logs);
		return 12;
	case 1:
		for (unsigned id = 0; id < FAKE_MODEM_EQUIPMENTS; id++)
			dtap_put32(out + 12 + 4 * id, items_of[id]);
		return 12 + 4 * FAKE_MODEM_EQUIPMENTS;
	case 3:
		dtap_put32(out + 8, !set_log_mask(modem, request, size));
		if (dtap_get32(out + 8) != 0)
			return 12;
		return 12 +
		       put_log_mask(modem, dtap_get32(request + 8), out + 12);
	case 4:
		if (size >= 12 &&
		    dtap_get32(request + 8) < FAKE_MODEM_EQUIPMENTS)
			return 12 + put_log_mask(modem, dtap_get32(request + 8),
						 out + 12);
		dtap_put32(out + 8, 1);
		return 12;
	default:
		return error_reply(UNKNOWN_COMMAND, request, size, out);
	}
}

static size_t
answer_events(struct fake_modem *modem, const uint8_t *request, size_t size,
	      uint8_t *out)
{
	memset(modem->events, size > 1 && request[1] ? 0xFF : 0,
	       sizeof modem->events);
	memset(out, 0, 3);
	out[0] = 0x60;
	return 3;
}

static size_t
answer_event_mask(struct fake_modem *modem, const uint8_t *request, size_t size,
		  uint8_t *out)
{
	bool sets = request[0] == 0x82;
	size_t bits = FAKE_MODEM_EVENTS;

	memset(out, 0, 4);
	out[0] = request[0];
	if (sets) {
		bits = size < 6 ? SIZE_MAX : dtap_get16(request + 4);
		if (bits > FAKE_MODEM_EVENTS || 6 + (bits + 7) / 8 > size)
			return error_reply(BAD_PARAMETERS, request, size, out);
		memset(modem->events, 0, sizeof modem->events);
		memcpy(modem->events, request + 6, (bits + 7) / 8);
	}
	dtap_put16(out + 4, (uint16_t)bits);
	memcpy(out + 6, modem->events, (bits + 7) / 8);
	return 6 + (bits + 7) / 8;
}

static size_t
list_ranges(uint8_t *out)
{
	memcpy(out, "\x7D\x01\x01\x00", 4);
	dtap_put32(out + 4, RANGES);
	for (size_t i = 0; i < RANGES; i++) {
		dtap_put16(out + 8 + 4 * i, ranges[i].first);
		dtap_put16(out + 10 + 4 * i, ranges[i].last);
	}
	return 8 + 4 * RANGES;
}

/* A range must begin in one that is known. */
static bool
is_range(uint16_t first, uint16_t last)
{
	for (size_t i = 0; i < RANGES; i++)
		if (first >= ranges[i].first && first <= ranges[i].last)
			return last >= first && last <= ranges[i].last;
	return false;
}

/* What the build has (2), what is set (3), or setting it (4), of a range. */
static size_t
answer_range(struct fake_modem *modem, const uint8_t *request, size_t size,
	     uint8_t *out)
{
	uint16_t first = size < 6 ? 1 : dtap_get16(request + 2);
	uint16_t last = size < 6 ? 0 : dtap_get16(request + 4);
	bool valid = is_range(first, last);

	memset(out, 0, 8);
	memcpy(out, request, size < 6 ? size : 6);
	if (request[1] == 4 && valid && size < 8 + 4 * (last - first + 1U))
		valid = false;
	out[6] = valid;
	for (unsigned ssid = first; valid && ssid <= last; ssid++) {
		size_t at = 8 + 4 * (ssid - first);

		if (request[1] == 4)
			modem->messages[ssid] = dtap_get32(request + at);
		dtap_put32(out + at,
			   request[1] == 2 ? BUILT_IN : modem->messages[ssid]);
	}
	return valid ? 8 + 4 * (last - first + 1U) : 8;
}

static size_t
answer_messages(struct fake_modem *modem, const uint8_t *request, size_t size,
		uint8_t *out)
{
	uint32_t mask = size < 8 ? 0 : dtap_get32(request + 4);

	if (size > 1 && request[1] == 1)
		return list_ranges(out);
	if (size > 1 && request[1] >= 2 && request[1] <= 4)
		return answer_range(modem, request, size, out);
	if (size < 2 || request[1] != 5)
		return error_reply(UNKNOWN_COMMAND, request, size, out);
	for (size_t i = 0; i < RANGES; i++)
		for (unsigned j = ranges[i].first; j <= ranges[i].last; j++)
			modem->messages[j] = mask;
	memcpy(out, "\x7D\x05\x01\x00", 4);
	dtap_put32(out + 4, mask);
	return 8;
}

static size_t
answer_on_demand(struct fake_modem *modem, const uint8_t *request, size_t size,
		 uint8_t *out)
{
	(void)modem;
	if (size < 3)
		return error_reply(BAD_PARAMETERS, request, size, out);
	memcpy(out, request, 3);
	out[3] = 1;
	return 4;
}

/* What is read has no meaning here: the opcode, and zeros. */
static size_t
answer_reading(struct fake_modem *modem, const uint8_t *request, size_t size,
	       uint8_t *out)
{
	size_t same = request[0] == 0x4B || request[0] == 0x80 ? 4 : 1;

	(void)modem;
	memset(out, 0, 32);
	memcpy(out, request, same < size ? same : size);
	return 32;
}

static const struct answer {
	uint8_t opcode;
	answer_function *function;
} answers[] = {
	{0x00, answer_version},    {0x0C, answer_reading},
	{0x1C, answer_reading},    {0x1D, answer_reading},
	{0x26, answer_reading},    {0x3D, answer_reading},
	{0x3F, answer_reading},    {0x4B, answer_reading},
	{0x51, answer_reading},    {0x60, answer_events},
	{0x63, answer_reading},    {0x73, answer_logs},
	{0x78, answer_on_demand},  {0x7B, answer_reading},
	{0x7C, answer_build_id},   {0x7D, answer_messages},
	{0x80, answer_reading},    {0x81, answer_event_mask},
	{0x82, answer_event_mask},
};

size_t
fake_answer(struct fake_modem *modem, const uint8_t *request, size_t size,
	    uint8_t *out)
{
	if (request[0] == modem->options.refuse ||
	    modem->options.refuse == FAKE_MODEM_ANY_OPCODE)
		return error_reply(modem->options.error, request, size, out);
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (answers[i].opcode == request[0])
			return answers[i].function(modem, request, size, out);
	return error_reply(UNKNOWN_COMMAND, request, size, out);
}
