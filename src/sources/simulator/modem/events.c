/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/events.h"

#include <stdbool.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define HEADER 3 /* opcode and length */

enum event_id {
	GSM_MESSAGE_RECEIVED = 450,
	GSM_NAS_RECEIVED = 454,
	LTE_RRC_STATE = 1606,
	LTE_RRC_DOWN = 1609,
	LTE_RRC_UP = 1610,
	LTE_RRC_NEW_CELL = 1611,
	LTE_EMM_DOWN = 1966,
	LTE_EMM_UP = 1967,
	LTE_ESM_DOWN = 1968,
	LTE_ESM_UP = 1969,
};

/* 0: of this channel there is no event. */
static uint16_t
event_of_channel(enum dtap_modem_channel channel)
{
	static const uint16_t events[] = {
		[LTE_DL_CCCH] = LTE_RRC_DOWN,
		[LTE_DL_DCCH] = LTE_RRC_DOWN,
		[LTE_UL_CCCH] = LTE_RRC_UP,
		[LTE_UL_DCCH] = LTE_RRC_UP,
		[EMM_DOWN] = LTE_EMM_DOWN,
		[EMM_UP] = LTE_EMM_UP,
		[ESM_DOWN] = LTE_ESM_DOWN,
		[ESM_UP] = LTE_ESM_UP,
		[GSM_SDCCH_DOWN] = GSM_MESSAGE_RECEIVED,
		[GSM_NAS_DOWN] = GSM_NAS_RECEIVED,
		[GSM_NAS_UP] = 0, /* the last channel */
	};

	return events[channel];
}

enum rrc_state { SAME_STATE, IDLE = 2, CONNECTING = 3, CONNECTED = 4 };

/* The state into which this PDU brings the phone. */
static enum rrc_state
state_after(const struct dtap_modem_pdu *pdu)
{
	static const struct {
		enum dtap_modem_pdu_id id;
		enum rrc_state state;
	} changes[] = {
		{LTE_CONNECTION_REQUEST, CONNECTING},
		{LTE_CONNECTION_REQUEST_TMSI, CONNECTING},
		{LTE_CONNECTION_SETUP, CONNECTED},
		{LTE_CONNECTION_REJECT, IDLE},
		{LTE_RELEASE, IDLE},
		{LTE_RELEASE_GERAN, IDLE},
	};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (pdu == dtap_modem_pdu(changes[i].id))
			return changes[i].state;
	return SAME_STATE;
}

/*
 * One event of at most two bytes of payload.  Above the 12 bits of its id are
 * the size and whether the time is the short one, as in each but the first.
 */
static uint8_t *
put_event(uint8_t *out, uint64_t stamp, bool first, uint16_t id, unsigned size,
	  uint16_t payload)
{
	dtap_put16(out, (uint16_t)(id | size << 13 | (unsigned)!first << 15));
	out += 2;
	if (first)
		dtap_put64(out, stamp);
	else
		dtap_put16(out, (uint16_t)(stamp >> 16));
	out += first ? 8 : 2;
	for (; size > 0; size--, payload >>= 8)
		*out++ = (uint8_t)payload;
	return out;
}

static size_t
put_header(uint8_t *out, const uint8_t *end)
{
	out[0] = DTAP_OPCODE_EVENTS;
	dtap_put16(out + 1, (uint16_t)(end - out - HEADER));
	return (size_t)(end - out);
}

size_t
dtap_modem_events_of_pdu(uint8_t *out, uint64_t stamp,
			 const struct dtap_modem_pdu *pdu)
{
	uint16_t id = event_of_channel(pdu->channel);
	enum rrc_state state = state_after(pdu);
	uint8_t *end = out + HEADER;

	if (id == 0)
		return 0;
	end = put_event(end, stamp, true, id, 1, pdu->bytes[0]);
	if (state != SAME_STATE)
		end = put_event(end, stamp, false, LTE_RRC_STATE, 1,
				(uint16_t)state);
	return put_header(out, end);
}

size_t
dtap_modem_events_of_cell(uint8_t *out, uint64_t stamp,
			  const struct dtap_modem_cell *cell)
{
	return put_header(out, put_event(out + HEADER, stamp, true,
					 LTE_RRC_NEW_CELL, 2, cell->pci));
}
