/* SPDX-License-Identifier: MIT */
#include "rewrite/upper_pdu.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "rewrite/upper_2g_3g.h"
#include "rewrite/upper_tables.h"

#define RADIO_HEADER 8  /* bytes of a multi-radio wrapper */
#define LOG_HEADER   16 /* u8, u8, u16, u16, u16 code, u64 time */
#define CODE_AT      6
#define SIP          0x156e

/* A bare NR message that is no message of a channel. */
#define COMPLETE "nr-rrc.complete"

static const struct dtap_rrc_layout *
layout_of(const struct dtap_rrc *rrc, uint32_t version)
{
	const struct dtap_rrc_layout *found = NULL;

	for (size_t i = 0; i < rrc->layout_count; i++)
		if (version >= rrc->layouts[i].from)
			found = &rrc->layouts[i];
	return found;
}

static const char *
channel_of(const struct dtap_rrc *rrc, uint32_t version, uint8_t number)
{
	uint8_t family = rrc->others;

	for (size_t i = 0; i < rrc->version_count; i++)
		if (rrc->versions[i].version == version)
			family = rrc->versions[i].family;
	for (size_t i = 0; i < rrc->channel_count; i++)
		if (rrc->channels[i].family == family &&
		    rrc->channels[i].pdu == number)
			return rrc->channels[i].dissector;
	return NULL;
}

static void
set_cell(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body,
	 const struct dtap_rrc_layout *layout)
{
	const uint8_t *arfcn = body->data + layout->arfcn;

	pdu->pci = dtap_get16(body->data + layout->pci);
	pdu->arfcn = layout->arfcn_size == 2 ? dtap_get16(arfcn)
					     : (int32_t)dtap_get32(arfcn);
}

/* 0 is a whole PDU, 1 to 6 are parts, 7 is the last. */
static void
set_segment(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body,
	    const struct dtap_rrc_layout *layout, uint8_t number)
{
	uint8_t segment = layout->segment > 0 ? body->data[layout->segment] : 0;

	pdu->is_segment = segment > 0;
	pdu->is_first = segment == 1;
	pdu->is_last = segment == 7;
	pdu->key = (uint64_t)pdu->code << 16 | (unsigned)(body->radio << 8) |
		   number;
}

/* The PDU of an RRC log of this version; its layout is found. */
static const struct dtap_rrc_layout *
find_rrc(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body,
	 const struct dtap_rrc *rrc, uint32_t version)
{
	const struct dtap_rrc_layout *layout = layout_of(rrc, version);
	uint8_t number;

	if (layout == NULL || body->size < layout->payload)
		return NULL;
	number = body->data[layout->pdu];
	pdu->dissector = channel_of(rrc, version, number);
	if (pdu->dissector == NULL ||
	    !dtap_log_body_take(pdu, body, layout->payload,
				dtap_get16(body->data + layout->pdu_len)))
		return NULL;
	set_cell(pdu, body, layout);
	set_segment(pdu, body, layout, number);
	return layout;
}

static bool
find_lte_rrc(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body)
{
	const struct dtap_rrc_layout *layout;
	uint16_t when;

	if (body->size < 1)
		return false;
	layout = find_rrc(pdu, body, &dtap_lte_rrc, body->data[0]);
	if (layout == NULL)
		return false;
	when = dtap_get16(body->data + layout->sfn_subframe);
	if (when != 0) {
		pdu->sfn = when >> 4 & 1023;
		pdu->subframe = when & 15;
	}
	pdu->uplink = strncmp(pdu->dissector, "lte_rrc.ul", 10) == 0;
	return true;
}

static bool
find_nr_rrc(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body)
{
	static const char *const uplink[] = {COMPLETE, "nr-rrc.ue_nr_cap",
					     "nr-rrc.ue_mrdc_cap"};
	const struct dtap_rrc_layout *layout;
	uint32_t when;

	if (body->size < 4)
		return false;
	layout = find_rrc(pdu, body, &dtap_nr_rrc, dtap_get32(body->data));
	if (layout == NULL)
		return false;
	when = layout->sfn_subframe > 0
		       ? dtap_get32(body->data + layout->sfn_subframe)
		       : 0;
	if (when != 0) {
		pdu->sfn = when >> 16 & 1023;
		pdu->subframe = when >> 3 & 15;
	}
	pdu->uplink = strncmp(pdu->dissector, "nr-rrc.ul", 9) == 0;
	for (size_t i = 0; i < sizeof uplink / sizeof *uplink; i++)
		pdu->uplink |= strcmp(pdu->dissector, uplink[i]) == 0;
	return true;
}

void
dtap_upper_pdu_complete(struct dtap_upper_pdu *pdu, uint8_t *scratch)
{
	uint8_t carry = 1;

	if (strcmp(pdu->dissector, COMPLETE) != 0)
		return;
	for (size_t i = 0; i < pdu->size; i++) {
		uint8_t byte = pdu->data[i];

		scratch[i] = (uint8_t)(carry << 3 | byte >> 5);
		carry = byte & 31;
	}
	scratch[pdu->size++] = (uint8_t)(carry << 3);
	pdu->data = scratch;
	pdu->dissector = "nr-rrc.ul.dcch";
}

/* In all of them odd codes are what the modem sent. */
static bool
find_nas(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body)
{
	for (size_t i = 0; i < dtap_nas_log_count; i++) {
		const struct dtap_nas_log *log = &dtap_nas_logs[i];

		if (log->code != pdu->code)
			continue;
		pdu->dissector = log->dissector;
		pdu->uplink = pdu->code % 2 == 1;
		return dtap_log_body_take(pdu, body, log->header, body->size);
	}
	return false;
}

/*
 * u8 instance, u8 protocol (1: IP), u8 interface, u8 direction (bit 6: sent),
 * u16 sequence number, u16 segment (bit 15: the last), bytes.
 */
static bool
find_ip(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body)
{
	const uint8_t *data = body->data;
	uint16_t segment;

	if (body->size < 8 || data[1] != 1)
		return false;
	segment = dtap_get16(data + 6);
	pdu->dissector = "raw_ip";
	pdu->uplink = data[3] >> 6 & 1;
	pdu->is_segment = segment != 0x8000;
	pdu->is_first = (segment & 0x7fff) == 0;
	pdu->is_last = segment >> 15;
	pdu->key = UINT64_C(1) << 63 | (uint64_t)data[0] << 32 |
		   (uint64_t)data[2] << 24 | (uint64_t)pdu->uplink << 16 |
		   dtap_get16(data + 4);
	return dtap_log_body_take(pdu, body, 8, body->size);
}

/*
 * u8 version, u8 direction (1: sent), u8 with SDP, u8 length of the call id,
 * u16, u16 length, u16 method, u16 status, u32; call id; SIP as text.
 */
static bool
find_sip(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body)
{
	size_t at;

	if (body->size < 16)
		return false;
	at = 16U + body->data[3];
	pdu->dissector = "sip";
	pdu->uplink = body->data[1] == 1;
	return dtap_get16(body->data + 6) <= body->size &&
	       dtap_log_body_take(pdu, body, at, dtap_get16(body->data + 6));
}

static const struct log {
	uint16_t code;
	bool second_sim; /* the number of a SIM stands in front */
	bool (*find)(struct dtap_upper_pdu *pdu,
		     const struct dtap_log_body *body);
} logs[] = {
	{DTAP_LOG_CODE_IP, false, find_ip},
	{DTAP_LOG_CODE_UMTS_RRC, false, dtap_upper_find_umts_rrc},
	{DTAP_LOG_CODE_GSM_RR, false, dtap_upper_find_gsm_rr},
	{DTAP_LOG_CODE_GPRS_MAC, false, dtap_upper_find_gprs_mac},
	{DTAP_LOG_CODE_GPRS_GMM, false, dtap_upper_find_gprs_gmm},
	{DTAP_LOG_CODE_GSM_RR_2, true, dtap_upper_find_gsm_rr},
	{DTAP_LOG_CODE_UMTS_NAS, false, dtap_upper_find_umts_nas},
	{DTAP_LOG_CODE_UMTS_NAS_2, true, dtap_upper_find_umts_nas},
	{DTAP_LOG_CODE_LTE_RRC, false, find_lte_rrc},
	{DTAP_LOG_CODE_NR_RRC, false, find_nr_rrc},
	{SIP, false, find_sip},
};

static bool
find_in_log(struct dtap_upper_pdu *pdu, struct dtap_log_body *body)
{
	for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
		if (logs[i].code != pdu->code)
			continue;
		if (logs[i].second_sim && body->size > 0) {
			body->data++;
			body->size--;
		}
		return logs[i].find(pdu, body);
	}
	return find_nas(pdu, body);
}

bool
dtap_upper_pdu_find(struct dtap_upper_pdu *pdu, const uint8_t *packet,
		    size_t size, uint8_t *scratch)
{
	struct dtap_log_body body = {.scratch = scratch};

	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		body.radio = packet[4];
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (size < LOG_HEADER || packet[0] != DTAP_OPCODE_LOG)
		return false;
	*pdu = (struct dtap_upper_pdu){
		.code = dtap_get16(packet + CODE_AT),
		.arfcn = -1,
		.pci = -1,
		.sfn = -1,
		.subframe = -1,
	};
	body.data = packet + LOG_HEADER;
	body.size = size - LOG_HEADER;
	return find_in_log(pdu, &body);
}
