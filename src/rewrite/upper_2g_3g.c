/* SPDX-License-Identifier: MIT */
#include "rewrite/upper_2g_3g.h"

#include <string.h>

#include <dtap/bytes.h>

#include "rewrite/upper_tables.h"

static const char *
umts_name(const struct dtap_umts_name *names, size_t count, uint8_t number)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].number == number)
			return names[i].dissector;
	return NULL;
}

/* A PDU that begins with the id of a SIB. */
static bool
find_umts_sib(struct dtap_upper_pdu *pdu, const struct dtap_log_body *body,
	      size_t at, size_t size)
{
	uint8_t kind = body->data[0];
	bool is_new = kind == 0x89 || kind == 0xf0;

	if (at >= body->size || size == 0)
		return false;
	pdu->dissector =
		is_new && body->data[at] == 31
			? "rrc.si.sib19"
			: umts_name(dtap_umts_sibs, dtap_umts_sib_count,
				    body->data[at]);
	return pdu->dissector != NULL &&
	       dtap_log_body_take(pdu, body, at + 1, size - 1);
}

/* u8 channel, u8 bearer, u16 length, [u16 UARFCN, u16 PSC,] PDU. */
bool
dtap_upper_find_umts_rrc(struct dtap_upper_pdu *pdu,
			 const struct dtap_log_body *body)
{
	size_t payload = 4, size;
	uint8_t kind;

	if (body->size < payload)
		return false;
	kind = body->data[0];
	size = dtap_get16(body->data + 2);
	pdu->uplink = (kind & 0x7f) < 2;
	if ((kind >= 0x80 && kind <= 0x89) || kind == 0xf0) {
		payload = 8;
		if (body->size < payload)
			return false;
		pdu->arfcn = dtap_get16(body->data + 4);
	}
	if ((kind & 0x7f) == 9 || kind == 0xf0 || kind >= 0xfe)
		return find_umts_sib(pdu, body, payload, size);
	pdu->dissector = umts_name(dtap_umts_channels, dtap_umts_channel_count,
				   kind & 0x7f);
	return pdu->dissector != NULL &&
	       dtap_log_body_take(pdu, body, payload, size);
}

/* u8 direction (1: from the modem), u32 length, PDU. */
bool
dtap_upper_find_umts_nas(struct dtap_upper_pdu *pdu,
			 const struct dtap_log_body *body)
{
	if (body->size < 5)
		return false;
	pdu->dissector = "gsm_a_dtap";
	pdu->uplink = body->data[0] == 1;
	return dtap_log_body_take(pdu, body, 5, dtap_get32(body->data + 1));
}

/* u8 channel (bit 7: downlink), u8 message type, u8 length, PDU. */
bool
dtap_upper_find_gsm_rr(struct dtap_upper_pdu *pdu,
		       const struct dtap_log_body *body)
{
	uint8_t channel;

	if (body->size < 3)
		return false;
	channel = body->data[0] & 0x7f;
	pdu->uplink = body->data[0] < 0x80;
	if (channel == 2) /* a RACH burst is no message */
		return false;
	pdu->dissector =
		channel == 1 || channel == 3 ? "gsm_a_ccch" : "gsm_a_dtap";
	return dtap_log_body_take(pdu, body, 3, body->data[2]);
}

/* The same head.  The dissector wants the MAC header of a control block. */
bool
dtap_upper_find_gprs_mac(struct dtap_upper_pdu *pdu,
			 const struct dtap_log_body *body)
{
	uint8_t channel;

	if (body->size < 3)
		return false;
	channel = body->data[0];
	if ((channel != 3 && channel != 4 && channel != 0x83) ||
	    body->data[1] == 0x20) /* a Packet Channel Request is none */
		return false;
	pdu->uplink = channel < 0x80;
	pdu->dissector = pdu->uplink ? "gsm_rlcmac_ul" : "gsm_rlcmac_dl";
	if (!dtap_log_body_take(pdu, body, 3, body->data[2]))
		return false;
	body->scratch[0] = 0x40;
	memcpy(body->scratch + 1, pdu->data, pdu->size);
	pdu->data = body->scratch;
	pdu->size++;
	return true;
}

/* u8 direction (0: from the modem), u8 message type, u16 length, PDU. */
bool
dtap_upper_find_gprs_gmm(struct dtap_upper_pdu *pdu,
			 const struct dtap_log_body *body)
{
	if (body->size < 4)
		return false;
	pdu->dissector = "gsm_a_dtap";
	pdu->uplink = body->data[0] == 0;
	return dtap_log_body_take(pdu, body, 4, dtap_get16(body->data + 2));
}
