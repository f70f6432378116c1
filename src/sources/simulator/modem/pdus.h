/* SPDX-License-Identifier: MIT */
/*
 * pdus.h - the PDUs that the made-up modem receives and sends.
 *
 * Every PDU was encoded for this project, not taken from a capture.  The test
 * tests/unit/sources/simulator/test_modem_pdus.c compares them with Wireshark.
 * All identities are made up: network 001 01, IMSI 001010123456789, TMSIs
 * 0dec....
 *
 * Constant, any thread.
 */
#ifndef DTAP_PDUS_H
#define DTAP_PDUS_H

#include <stddef.h>
#include <stdint.h>

/* The channel of a PDU; up means from the phone. */
enum dtap_modem_channel {
	LTE_BCCH_BCH,
	LTE_BCCH_DL_SCH,
	LTE_PCCH,
	LTE_DL_CCCH,
	LTE_DL_DCCH,
	LTE_UL_CCCH,
	LTE_UL_DCCH,
	EMM_DOWN,
	EMM_UP,
	EMM_DOWN_PROTECTED,
	EMM_UP_PROTECTED,
	ESM_DOWN,
	ESM_UP,
	NR_BCCH_BCH,
	NR_BCCH_DL_SCH,
	NR_PCCH,
	NR_DL_CCCH,
	NR_DL_DCCH,
	NR_UL_CCCH,
	NR_UL_DCCH,
	NR_RECONFIGURATION_ONLY, /* the message without its channel */
	GSM_BCCH,
	GSM_CCCH,
	GSM_SDCCH_DOWN,
	GSM_SDCCH_UP,
	GSM_SACCH_UP,
	GSM_NAS_DOWN,
	GSM_NAS_UP,
};

enum dtap_modem_pdu_id {
	/* pdus_lte_rrc.c */
	LTE_MIB,
	LTE_SIB1,
	LTE_SIB3,
	LTE_PAGING,
	LTE_CONNECTION_REQUEST,
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_SETUP,
	LTE_SETUP_COMPLETE_ATTACH,
	LTE_SETUP_COMPLETE_TAU,
	LTE_DOWN_IDENTITY,
	LTE_UP_IDENTITY,
	LTE_DOWN_AUTHENTICATION,
	LTE_UP_AUTHENTICATION,
	LTE_DOWN_SECURITY,
	LTE_UP_SECURITY,
	LTE_SECURITY_MODE_COMMAND,
	LTE_SECURITY_MODE_COMPLETE,
	LTE_CAPABILITY_ENQUIRY,
	LTE_CAPABILITY_INFORMATION,
	LTE_RECONFIGURATION_ATTACH,
	LTE_RECONFIGURATION_MEASURE,
	LTE_RECONFIGURATION_COMPLETE,
	LTE_UP_ATTACH_COMPLETE,
	LTE_DOWN_INFORMATION,
	LTE_MEASUREMENT_REPORT,
	LTE_RELEASE,
	LTE_RELEASE_GERAN,
	LTE_CONNECTION_REJECT,
	LTE_SETUP_COMPLETE_SERVICE,
	LTE_RECONFIGURATION_HANDOVER,

	LTE_RRC_END,
	/* pdus_lte_nas.c */
	EMM_ATTACH_REQUEST = LTE_RRC_END,
	EMM_IDENTITY_REQUEST,
	EMM_IDENTITY_RESPONSE,
	EMM_AUTHENTICATION_REQUEST,
	EMM_AUTHENTICATION_RESPONSE,
	EMM_SECURITY_MODE_COMMAND,
	EMM_SECURITY_MODE_COMPLETE,
	EMM_ATTACH_ACCEPT,
	EMM_ATTACH_COMPLETE,
	EMM_INFORMATION,
	EMM_TAU_REQUEST,
	EMM_TAU_ACCEPT,
	EMM_DETACH_REQUEST,
	EMM_DETACH_ACCEPT,
	EMM_ATTACH_REJECT,
	EMM_SERVICE_REQUEST,
	EMM_TAU_REJECT,
	EMM_PROTECTED_COMPLETE,
	EMM_PROTECTED_INFORMATION,
	ESM_PDN_CONNECTIVITY_REQUEST,
	ESM_INFORMATION_REQUEST,
	ESM_INFORMATION_RESPONSE,
	ESM_ACTIVATE_DEFAULT_REQUEST,
	ESM_ACTIVATE_DEFAULT_ACCEPT,

	LTE_NAS_END,
	/* pdus_nr_rrc.c */
	NR_MIB = LTE_NAS_END,
	NR_SIB1,
	NR_PAGING,
	NR_SETUP_REQUEST,
	NR_SETUP,
	NR_SETUP_COMPLETE,
	NR_SECURITY_MODE_COMMAND,
	NR_SECURITY_MODE_COMPLETE,
	NR_RECONFIGURATION,
	NR_RECONFIGURATION_BARE,
	NR_RECONFIGURATION_COMPLETE,
	NR_MEASUREMENT_REPORT,
	NR_RELEASE,

	NR_RRC_END,
	/* pdus_gsm.c */
	GSM_SI1 = NR_RRC_END,
	GSM_SI3,
	GSM_SI4,
	GSM_PAGING,
	GSM_IMMEDIATE_ASSIGNMENT,
	GSM_CIPHERING_COMMAND,
	GSM_CIPHERING_COMPLETE,
	GSM_MEASUREMENT_REPORT,
	GSM_CHANNEL_RELEASE,
	GSM_LOCATION_REQUEST,
	GSM_IDENTITY_REQUEST,
	GSM_IDENTITY_RESPONSE,
	GSM_LOCATION_ACCEPT,

	PDU_COUNT,
};

/*
 * Bits of a PDU that change each time: at random, or as the cell says.  The
 * signal strengths are random for a cell that has no signal.
 */
struct dtap_modem_field {
	enum {
		FIXED,
		RANDOM,
		SFN, /* its upper width bits */
		TAC,
		CELL_IDENTITY,
		SERVING_RSRP, /* in 1 dB, from -140 dBm on */
		SERVING_RSRQ, /* in half a dB, from -19.5 dB on */
		NEIGHBOUR_PCI,
		NEIGHBOUR_EARFCN,
		NEIGHBOUR_RSRP,
	} kind;
	uint16_t at;        /* bit offset, the highest first */
	uint8_t width;      /* bits, at most 32 */
	uint32_t low, high; /* all values between are valid */
};

#define DTAP_MODEM_FIELDS 4

struct dtap_modem_pdu {
	const char *name; /* as in Wireshark */
	enum dtap_modem_channel channel;
	uint16_t size;
	const uint8_t *bytes;
	struct dtap_modem_field
		fields[DTAP_MODEM_FIELDS]; /* up to the first FIXED */
};

/* An entry of a table: name, channel, bytes as a string, fields. */
/* clang-format off */
#define PDU(name, channel, text) \
	{name, channel, sizeof(text) - 1, (const uint8_t *)(text), {{0}}}
#define VARIED(name, channel, text, ...) \
	{name, channel, sizeof(text) - 1, (const uint8_t *)(text), {__VA_ARGS__}}
/* clang-format on */

#define DTAP_MODEM_PDU_MAX 256 /* bytes: none is longer */

/* id is below PDU_COUNT. */
const struct dtap_modem_pdu *dtap_modem_pdu(enum dtap_modem_pdu_id id);

/* The tables, one file each. */
extern const struct dtap_modem_pdu dtap_modem_lte_rrc[], dtap_modem_lte_nas[],
	dtap_modem_nr_rrc[], dtap_modem_gsm[];

#endif
