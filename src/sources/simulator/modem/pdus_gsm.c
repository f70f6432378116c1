/* SPDX-License-Identifier: MIT */
/*
 * GSM RR and MM (3GPP TS 44.018, 24.008), encoded for this table, not taken
 * from a capture.
 */
#include "sources/simulator/modem/pdus.h"

/* clang-format off */
#define AT(id) [(id) - NR_RRC_END]

const struct dtap_modem_pdu dtap_modem_gsm[] = {
	/* Carriers 51 and 60. */
	AT(GSM_SI1) = PDU("System Information Type 1", GSM_BCCH,
		"\x55\x06\x19\x00\x00\x00\x00\x00\x00\x00\x00\x08\x04\x00"
		"\x00\x00\x00\x00\x00\xb9\x00\x00\x2b"),
	/* Cell d1a9, MCC 001 MNC 01, LAC 1. */
	AT(GSM_SI3) = PDU("System Information Type 3", GSM_BCCH,
		"\x49\x06\x1b\xd1\xa9\x00\xf1\x10\x00\x01\x49\x05\x01\x48"
		"\x65\x10\xb9\x00\x00\x2b\x2b\x2b\x2b"),
	/* MCC 001 MNC 01, LAC 1. */
	AT(GSM_SI4) = PDU("System Information Type 4", GSM_BCCH,
		"\x31\x06\x1c\x00\xf1\x10\x00\x01\x65\x10\xb9\x00\x00\x2b"
		"\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b"),
	/* One TMSI. */
	AT(GSM_PAGING) = VARIED("Paging Request Type 1", GSM_CCCH,
		"\x25\x06\x21\x00\x05\xf4\x0d\xec\x0d\xe2\x2b\x2b\x2b\x2b"
		"\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b",
		{RANDOM, 48, 32, 0xdec0000, 0xdecffff}),
	/* SDCCH/8 on carrier 51, answers the channel request. */
	AT(GSM_IMMEDIATE_ASSIGNMENT) = PDU("Immediate Assignment", GSM_CCCH,
		"\x2d\x06\x3f\x00\x71\x00\x33\x05\x2a\x15\x03\x00\x2b\x2b"
		"\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b\x2b"),
	/* A5/3, asks for the IMEISV. */
	AT(GSM_CIPHERING_COMMAND) = PDU(
		"Ciphering Mode Command", GSM_SDCCH_DOWN,
		"\x06\x35\x15"),
	/* With the IMEISV 00440100-123456-78. */
	AT(GSM_CIPHERING_COMPLETE) = PDU(
		"Ciphering Mode Complete", GSM_SDCCH_UP,
		"\x06\x32\x17\x09\x03\x40\x04\x01\x10\x32\x54\x76\xf8"),
	/* No neighbour. */
	AT(GSM_MEASUREMENT_REPORT) = VARIED("Measurement Report", GSM_SACCH_UP,
		"\x06\x15\x28\x28\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x00\x00\x00",
		{RANDOM, 18, 6, 10, 63},
		{RANDOM, 26, 6, 10, 63}),
	/* Normal. */
	AT(GSM_CHANNEL_RELEASE) = PDU("Channel Release", GSM_SDCCH_DOWN,
		"\x06\x0d\x00"),
	/* IMSI 001010123456789. */
	AT(GSM_LOCATION_REQUEST) = PDU("Location Updating Request", GSM_NAS_UP,
		"\x05\x08\x70\x00\xf1\x10\xff\xfe\x33\x08\x09\x10\x10\x10"
		"\x32\x54\x76\x98"),
	/* For the IMSI. */
	AT(GSM_IDENTITY_REQUEST) = PDU("Identity Request", GSM_NAS_DOWN,
		"\x05\x18\x01"),
	/* IMSI 001010123456789. */
	AT(GSM_IDENTITY_RESPONSE) = PDU("Identity Response", GSM_NAS_UP,
		"\x05\x19\x08\x09\x10\x10\x10\x32\x54\x76\x98"),
	/* LAC 1, a new TMSI. */
	AT(GSM_LOCATION_ACCEPT) = PDU("Location Updating Accept", GSM_NAS_DOWN,
		"\x05\x02\x00\xf1\x10\x00\x01\x17\x05\xf4\x0d\xec\x0d\xe2"),
};
/* clang-format on */
