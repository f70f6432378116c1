/* SPDX-License-Identifier: MIT */
/*
 * upper_tables.h - where the PDUs of logs are, and whose they are.
 *
 * upper_tables_generated.c has the tables; script/tables writes it from data/.
 */
#ifndef DTAP_UPPER_TABLES_H
#define DTAP_UPPER_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* Offsets in the body of a log; 0: not there, or not known. */
struct dtap_rrc_layout {
	uint32_t from; /* it holds from this version on */
	uint8_t pdu, pdu_len, payload, segment;
	uint8_t pci, arfcn, arfcn_size, sfn_subframe;
};

/* What a PDU number means in a family of versions. */
struct dtap_rrc_channel {
	uint8_t family, pdu;
	const char *dissector; /* Wireshark's name, "lte_rrc.dl_dcch" */
};

struct dtap_rrc_version {
	uint32_t version;
	uint8_t family;
};

struct dtap_rrc {
	const struct dtap_rrc_layout *layouts;
	const struct dtap_rrc_channel *channels;
	const struct dtap_rrc_version *versions;
	size_t layout_count, channel_count, version_count;
	uint8_t others; /* the family of versions that are not listed */
};

extern const struct dtap_rrc dtap_lte_rrc, dtap_nr_rrc;

/* Logs of NAS: bytes before the message, and its dissector. */
struct dtap_nas_log {
	uint16_t code;
	uint8_t header;
	const char *dissector;
};

extern const struct dtap_nas_log dtap_nas_logs[];
extern const size_t dtap_nas_log_count;

/* Channel types and SIBs of UMTS, without those whose meaning depends. */
struct dtap_umts_name {
	uint8_t number;
	const char *dissector;
};

extern const struct dtap_umts_name dtap_umts_channels[], dtap_umts_sibs[];
extern const size_t dtap_umts_channel_count, dtap_umts_sib_count;

/* The place of a dissector's PDUs in GSMTAP. */
struct dtap_gsmtap_place {
	const char *dissector;
	uint8_t version; /* 2 or 3 */
	uint16_t type, subtype;
};

extern const struct dtap_gsmtap_place dtap_gsmtap_places[];
extern const size_t dtap_gsmtap_place_count;

#endif
