/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/notices.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define EVENT_MASK_BYTES   512
#define DCI_LOG_MASK_BYTES 512 /* of each of the 16 equipment ids */
#define EQUIPMENT_IDS      16

static uint8_t *
put_type(uint8_t *out, uint32_t type)
{
	dtap_put32(out, type);
	return out + 4;
}

/* Ranges of subsystems, each as the command that would set its masks. */
static uint8_t *
put_msg_masks(uint8_t *out)
{
	static const struct {
		uint16_t first, last;
	} ranges[] = {{0, 118}, {500, 506}, {4500, 4526}, {9500, 9521}};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		out[0] = DTAP_OPCODE_MESSAGE_CONFIG;
		out[1] = 4;
		dtap_put16(out + 2, ranges[i].first);
		dtap_put16(out + 4, ranges[i].last);
		dtap_put16(out + 6, 0);
		out += 8;
		for (unsigned id = ranges[i].first; id <= ranges[i].last;
		     id++, out += 4)
			dtap_put32(out, id < 500 ? 0x0000001E : 0xFFFFFFFF);
	}
	return out;
}

/* Equipment ids with their number of log codes and a bit for each. */
static uint8_t *
put_log_masks(uint8_t *out)
{
	static const struct {
		uint32_t id, codes;
	} equipment[] = {
		{1, 0xFD6}, {4, 0x92C}, {5, 0x635}, {7, 0xB5E}, {11, 0x9FF}};

	for (size_t i = 0; i < sizeof equipment / sizeof *equipment; i++) {
		size_t bytes = (equipment[i].codes + 7) / 8;

		memset(out, 0, 16);
		out[0] = DTAP_OPCODE_LOG_CONFIG;
		dtap_put32(out + 4, 3);
		dtap_put32(out + 8, equipment[i].id);
		dtap_put32(out + 12, equipment[i].codes);
		memset(out + 16, 0xFF, bytes);
		out += 16 + bytes;
	}
	return out;
}

static uint8_t *
put_dci_log_masks(uint8_t *out)
{
	for (uint8_t id = 0; id < EQUIPMENT_IDS; id++) {
		out[0] = id;
		out[1] = 0;
		memset(out + 2, 0, DCI_LOG_MASK_BYTES);
		out += 2 + DCI_LOG_MASK_BYTES;
	}
	return out;
}

static uint8_t *
put_event_masks(uint8_t *out, int byte)
{
	memset(out, byte, EVENT_MASK_BYTES);
	return out + EVENT_MASK_BYTES;
}

size_t
dtap_modem_notice(uint8_t *out, unsigned number)
{
	static const uint32_t types[DTAP_MODEM_NOTICES] = {
		DTAP_MSG_MASKS, DTAP_EVENT_MASKS, DTAP_LOG_MASKS,
		DTAP_DCI_EVENT_MASKS, DTAP_DCI_LOG_MASKS};
	uint8_t *end = put_type(out, types[number]);

	switch (types[number]) {
	case DTAP_MSG_MASKS:
		end = put_msg_masks(end);
		break;
	case DTAP_LOG_MASKS:
		end = put_log_masks(end);
		break;
	case DTAP_DCI_LOG_MASKS:
		end = put_dci_log_masks(end);
		break;
	case DTAP_EVENT_MASKS:
		end = put_event_masks(end, 0xFF);
		break;
	default:
		end = put_event_masks(end, 0);
	}
	return (size_t)(end - out);
}
