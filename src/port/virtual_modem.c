/* SPDX-License-Identifier: MIT */
#include "port/virtual_modem.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/command.h"
#include "port/mask_request.h"

#define STATUS_SIZE  48 /* of the reply, as libqcdm reads it */
#define BUILD_LEVELS 0x1f
#define ERROR_MAX    (DTAP_VIRTUAL_REPLY_MAX - 1)

struct dtap_virtual_modem {
	struct dtap_ranges ranges;
	struct dtap_masks masks;
	struct dtap_masks build; /* what the firmware could print */
};

/* Every code of a radio can be asked for: a capture may have any. */
static const struct {
	uint8_t equipment;
	uint16_t items;
} equipments[] = {{1, 0xfff}, {4, 0xfff},  {5, 0xfff},  {6, 0x4b4},
		  {7, 0xfff}, {10, 0x392}, {11, 0xfff}, {13, 0x207}};

/* As the firmware of a modem has them (scat, tests/test_qualcommparser.py). */
static const uint16_t ssids[][2] = {
	{0, 134},       {500, 506},     {1000, 1200},   {2000, 2008},
	{3000, 3014},   {4000, 4010},   {4500, 4584},   {4600, 4616},
	{5000, 5036},   {5500, 5517},   {6000, 6081},   {6500, 6521},
	{7000, 7003},   {7100, 7111},   {7200, 7201},   {8000, 8000},
	{8500, 8532},   {9000, 9008},   {9500, 9521},   {10200, 10210},
	{10251, 10255}, {10300, 10300}, {10350, 10377}, {10400, 10416},
	{10500, 10505}, {49152, 49251}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct dtap_virtual_modem *
dtap_virtual_modem_new(void)
{
	struct dtap_virtual_modem *modem = calloc(1, sizeof *modem);
	uint8_t ones[DTAP_EQUIPMENT_ITEMS / 8];

	if (modem == NULL)
		return NULL;
	memset(ones, 0xff, sizeof ones);
	modem->ranges.has_items = modem->ranges.has_ssids = true;
	modem->ranges.events = DTAP_EVENT_IDS;
	modem->ranges.ssid_ranges = COUNT(ssids);
	for (size_t i = 0; i < COUNT(ssids); i++) {
		modem->ranges.ssids[i].first = ssids[i][0];
		modem->ranges.ssids[i].last = ssids[i][1];
	}
	for (size_t i = 0; i < COUNT(equipments); i++) {
		unsigned id = equipments[i].equipment;

		modem->ranges.items[id] = equipments[i].items;
		dtap_masks_set_logs(&modem->masks, id, equipments[i].items,
				    ones);
	}
	dtap_masks_set_every_event(&modem->masks, true);
	dtap_masks_set_every_message(&modem->masks, UINT32_MAX);
	dtap_masks_set_every_message(&modem->build, BUILD_LEVELS);
	return modem;
}

void
dtap_virtual_modem_free(struct dtap_virtual_modem *modem)
{
	if (modem == NULL)
		return;
	dtap_masks_clear(&modem->masks);
	dtap_masks_clear(&modem->build);
	free(modem);
}

/* Dates and times, a name, then numbers that mean nothing here. */
static size_t
put_version(uint8_t *out)
{
	static const char text[] = "Jan 01 202600:00:00"
				   "Jan 01 202600:00:00"
				   "DIAGTAP";
	const size_t size = 55;

	memset(out, 0, size);
	out[0] = DTAP_OPCODE_VERSION;
	memcpy(out + 1, text, sizeof text);
	return size;
}

static size_t
put_build_id(uint8_t *out)
{
	static const char text[] = "diagtap\0virtual modem";

	memset(out, 0, 12);
	out[0] = DTAP_OPCODE_BUILD_ID;
	out[1] = 2;
	memcpy(out + 12, text, sizeof text);
	return 12 + sizeof text;
}

static size_t
put_diag_version(uint8_t *out)
{
	out[0] = DTAP_OPCODE_DIAG_VERSION;
	dtap_put16(out + 1, 2);
	return 3;
}

static size_t
put_status(uint8_t *out)
{
	memset(out, 0, STATUS_SIZE);
	out[0] = DTAP_OPCODE_STATUS;
	return STATUS_SIZE;
}

static size_t
put_items(const struct dtap_virtual_modem *modem, const uint8_t *packet,
	  uint8_t *out)
{
	memcpy(out, packet, 8);
	dtap_put32(out + 8, 0);
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		dtap_put32(out + 12 + 4 * i, modem->ranges.items[i]);
	return 12 + 4 * DTAP_EQUIPMENTS;
}

static size_t
put_ssids(const struct dtap_virtual_modem *modem, uint8_t *out)
{
	unsigned count = modem->ranges.ssid_ranges;

	dtap_put32(out, DTAP_OPCODE_MESSAGE_CONFIG | DTAP_MESSAGE_RANGES << 8 |
				1 << 16);
	dtap_put32(out + 4, count);
	for (unsigned i = 0; i < count; i++) {
		dtap_put16(out + 8 + 4 * i, modem->ranges.ssids[i].first);
		dtap_put16(out + 10 + 4 * i, modem->ranges.ssids[i].last);
	}
	return 8 + (size_t)4 * count;
}

/* They are read as the masks that are set. */
static size_t
put_build_masks(struct dtap_virtual_modem *modem, const uint8_t *packet,
		uint8_t *out)
{
	uint8_t get[6];
	size_t size;

	memcpy(get, packet, sizeof get);
	get[1] = DTAP_MESSAGE_GET;
	size = dtap_mask_request_run(&modem->build, &modem->ranges, get,
				     sizeof get, out);
	out[1] = DTAP_MESSAGE_BUILD;
	return size;
}

/* 0: it is unknown. */
static size_t
answer(struct dtap_virtual_modem *modem, const uint8_t *packet, size_t size,
       uint8_t *out)
{
	switch (size > 0 ? packet[0] : DTAP_OPCODE_BAD_COMMAND) {
	case DTAP_OPCODE_VERSION:
		return put_version(out);
	case DTAP_OPCODE_BUILD_ID:
		return put_build_id(out);
	case DTAP_OPCODE_DIAG_VERSION:
		return put_diag_version(out);
	case DTAP_OPCODE_STATUS:
		return put_status(out);
	case DTAP_OPCODE_LOG_CONFIG:
		return size >= 8 && dtap_get32(packet + 4) == DTAP_LOG_RANGES
			       ? put_items(modem, packet, out)
			       : 0;
	case DTAP_OPCODE_MESSAGE_CONFIG:
		if (size >= 2 && packet[1] == DTAP_MESSAGE_RANGES)
			return put_ssids(modem, out);
		if (size >= 6 && packet[1] == DTAP_MESSAGE_BUILD)
			return put_build_masks(modem, packet, out);
		return 0;
	default:
		return 0;
	}
}

size_t
dtap_virtual_modem_answer(struct dtap_virtual_modem *modem,
			  const uint8_t *packet, size_t size,
			  uint8_t out[DTAP_VIRTUAL_REPLY_MAX])
{
	size_t answered;

	if (dtap_mask_request_kind(packet, size) != DTAP_MASK_OTHER)
		return dtap_mask_request_run(&modem->masks, &modem->ranges,
					     packet, size, out);
	answered = answer(modem, packet, size, out);
	if (answered > 0)
		return answered;
	return dtap_command_error(out, DTAP_OPCODE_BAD_COMMAND, packet,
				  size < ERROR_MAX ? size : ERROR_MAX);
}

const struct dtap_masks *
dtap_virtual_modem_masks(const struct dtap_virtual_modem *modem)
{
	return &modem->masks;
}
