/* SPDX-License-Identifier: MIT */
/*
 * LTE NAS (3GPP TS 24.301), encoded for this table, not taken from a
 * capture.
 *
 * The subscriber is 001010123456789, of the test network 001 01; its address
 * is of the block for documentation.
 */
#include "sources/simulator/modem/pdus.h"

/* clang-format off */
#define AT(id) [(id) - LTE_RRC_END]

const struct dtap_modem_pdu dtap_modem_lte_nas[] = {
	/* IMSI 001010123456789, no key; a PDN connectivity request within. */
	AT(EMM_ATTACH_REQUEST) = PDU("Attach request", EMM_UP,
		"\x07\x41\x71\x08\x09\x10\x10\x10\x32\x54\x76\x98\x05\xf0"
		"\x70\xc0\x40\x10\x00\x05\x02\x01\xd0\x11\xd1\x52\x00\xf1"
		"\x10\x00\x01\x5c\x0a\x00"),
	/* For the IMSI. */
	AT(EMM_IDENTITY_REQUEST) = PDU("Identity request", EMM_DOWN,
		"\x07\x55\x01"),
	/* IMSI 001010123456789. */
	AT(EMM_IDENTITY_RESPONSE) = PDU("Identity response", EMM_UP,
		"\x07\x56\x08\x09\x10\x10\x10\x32\x54\x76\x98"),
	/* RAND 00 11 .. ff, AUTN in steps of 7. */
	AT(EMM_AUTHENTICATION_REQUEST) = PDU(
		"Authentication request", EMM_DOWN,
		"\x07\x52\x00\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa"
		"\xbb\xcc\xdd\xee\xff\x10\xa0\xa7\xae\xb5\xbc\xc3\xca\xd1"
		"\xd8\xdf\xe6\xed\xf4\xfb\x02\x09"),
	/* RES 0123456789abcdef. */
	AT(EMM_AUTHENTICATION_RESPONSE) = PDU(
		"Authentication response", EMM_UP,
		"\x07\x53\x08\x01\x23\x45\x67\x89\xab\xcd\xef"),
	/* EEA2, EIA2; asks for the IMEISV. */
	AT(EMM_SECURITY_MODE_COMMAND) = PDU("Security mode command", EMM_DOWN,
		"\x07\x5d\x22\x00\x04\xf0\x70\xc0\x40\xc1"),
	/* IMEISV 00440100-123456-78. */
	AT(EMM_SECURITY_MODE_COMPLETE) = PDU("Security mode complete", EMM_UP,
		"\x07\x5e\x23\x09\x03\x40\x04\x01\x10\x32\x54\x76\xf8"),
	/* TAC 1, M-TMSI 0dec0de1; a default bearer within. */
	AT(EMM_ATTACH_ACCEPT) = PDU("Attach accept", EMM_DOWN,
		"\x07\x42\x01\x49\x06\x00\x00\xf1\x10\x00\x01\x00\x27\x52"
		"\x01\xc1\x01\x09\x0d\x07\x64\x69\x61\x67\x74\x61\x70\x04"
		"\x74\x65\x73\x74\x05\x01\xc0\x00\x02\x0a\x5e\x02\xfe\xfe"
		"\x27\x08\x80\x00\x0d\x04\xc0\x00\x02\x35\x50\x0b\xf6\x00"
		"\xf1\x10\x80\x01\x01\x0d\xec\x0d\xe1"),
	/* The bearer is accepted. */
	AT(EMM_ATTACH_COMPLETE) = PDU("Attach complete", EMM_UP,
		"\x07\x43\x00\x03\x52\x00\xc2"),
	/* Network name "diagtap" and a time. */
	AT(EMM_INFORMATION) = PDU("EMM information", EMM_DOWN,
		"\x07\x61\x43\x08\x87\xe4\x74\xf8\x4c\x0f\xc3\x01\x47\x52"
		"\x10\x51\x21\x43\x65\x00"),
	/* Periodic, the GUTI of the attach. */
	AT(EMM_TAU_REQUEST) = PDU("Tracking area update request", EMM_UP,
		"\x07\x48\x03\x0b\xf6\x00\xf1\x10\x80\x01\x01\x0d\xec\x0d"
		"\xe1"),
	/* T3412 54 min, TAC 1. */
	AT(EMM_TAU_ACCEPT) = VARIED("Tracking area update accept", EMM_DOWN,
		"\x07\x49\x00\x5a\x49\x54\x06\x00\x00\xf1\x10\x00\x01",
		{TAC, 88, 16, 0, 0}),
	/* EPS detach, not switched off. */
	AT(EMM_DETACH_REQUEST) = PDU("Detach request", EMM_UP,
		"\x07\x45\x01\x0b\xf6\x00\xf1\x10\x80\x01\x01\x0d\xec\x0d"
		"\xe1"),
	/* Bare. */
	AT(EMM_DETACH_ACCEPT) = PDU("Detach accept", EMM_DOWN,
		"\x07\x46"),
	/* Cause 15, no suitable cells. */
	AT(EMM_ATTACH_REJECT) = PDU("Attach reject", EMM_DOWN,
		"\x07\x44\x0f"),
	/* Key set 0, sequence 5, a short MAC. */
	AT(EMM_SERVICE_REQUEST) = PDU("Service request", EMM_UP_PROTECTED,
		"\xc7\x05\x12\x34"),
	/* Cause 9, the network does not know this phone. */
	AT(EMM_TAU_REJECT) = PDU("Tracking area update reject", EMM_DOWN,
		"\x07\x4b\x09"),
	/* Attach complete, integrity 1, sequence 2. */
	AT(EMM_PROTECTED_COMPLETE) = PDU("Attach complete", EMM_UP_PROTECTED,
		"\x27\x5e\xed\x00\x01\x02\x07\x43\x00\x03\x52\x00\xc2"),
	/* EMM information, integrity 1, sequence 3. */
	AT(EMM_PROTECTED_INFORMATION) = PDU(
		"EMM information", EMM_DOWN_PROTECTED,
		"\x17\x5e\xed\x00\x02\x03\x07\x61\x43\x08\x87\xe4\x74\xf8"
		"\x4c\x0f\xc3\x01\x47\x52\x10\x51\x21\x43\x65\x00"),
	/* IPv4, with information transfer. */
	AT(ESM_PDN_CONNECTIVITY_REQUEST) = PDU(
		"PDN connectivity request", ESM_UP,
		"\x02\x01\xd0\x11\xd1"),
	/* Of transaction 1. */
	AT(ESM_INFORMATION_REQUEST) = PDU("ESM information request", ESM_DOWN,
		"\x02\x01\xd9"),
	/* APN diagtap.test. */
	AT(ESM_INFORMATION_RESPONSE) = PDU("ESM information response", ESM_UP,
		"\x02\x01\xda\x28\x0d\x07\x64\x69\x61\x67\x74\x61\x70\x04"
		"\x74\x65\x73\x74"),
	/*
	 * Bearer 5, QCI 9, APN diagtap.test, 192.0.2.10, name server
	 * 192.0.2.53.
	 */
	AT(ESM_ACTIVATE_DEFAULT_REQUEST) = PDU(
		"Activate default EPS bearer context request", ESM_DOWN,
		"\x52\x01\xc1\x01\x09\x0d\x07\x64\x69\x61\x67\x74\x61\x70"
		"\x04\x74\x65\x73\x74\x05\x01\xc0\x00\x02\x0a\x5e\x02\xfe"
		"\xfe\x27\x08\x80\x00\x0d\x04\xc0\x00\x02\x35"),
	/* Bearer 5. */
	AT(ESM_ACTIVATE_DEFAULT_ACCEPT) = PDU(
		"Activate default EPS bearer context accept", ESM_UP,
		"\x52\x00\xc2"),
};
/* clang-format on */
