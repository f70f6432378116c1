/* SPDX-License-Identifier: MIT */
/*
 * NR RRC (3GPP TS 38.331), encoded for this table, not taken from a
 * capture.
 */
#include "sources/simulator/modem/pdus.h"

/* clang-format off */
#define AT(id) [(id) - LTE_NAS_END]

const struct dtap_modem_pdu dtap_modem_nr_rrc[] = {
	/* 30 kHz, not barred. */
	AT(NR_MIB) = VARIED("MIB", NR_BCCH_BCH,
		"\x01\x62\x14",
		{SFN, 1, 6, 0, 63}),
	/* MCC 001 MNC 01, TAC 1, cell 00d1a9001. */
	AT(NR_SIB1) = PDU("SIB1", NR_BCCH_DL_SCH,
		"\x60\x00\x10\x02\x08\x00\x80\x40\x00\x00\x40\x34\x6a\x40"
		"\x06"),
	/* One 5G-S-TMSI. */
	AT(NR_PAGING) = VARIED("Paging", NR_PCCH,
		"\x20\x00\x01\x00\x37\xb0\x37\x94",
		{RANDOM, 30, 32, 0xdec0000, 0xdecffff}),
	/* Random value, cause mo-Signalling. */
	AT(NR_SETUP_REQUEST) = VARIED("RRC Setup Request", NR_UL_CCCH,
		"\x10\xbd\xda\xbd\xda\xa6",
		{RANDOM, 4, 32, 0, 0xffffffff}),
	/* SRB1 with its RLC bearer. */
	AT(NR_SETUP) = PDU("RRC Setup", NR_DL_CCCH,
		"\x20\x40\x00\x52\x40\x05\x00\x08\x81\x3c\xe3\x8a\x00\x80"),
	/*
	 * A registration request with the SUCI of IMSI 001010123456789 within.
	 */
	AT(NR_SETUP_COMPLETE) = PDU("RRC Setup Complete", NR_UL_DCCH,
		"\x12\x00\x05\xdf\x80\x10\x5e\x40\x03\x40\x40\x3c\x44\x3c"
		"\x3f\xc0\x00\x04\x0c\x95\x1d\xa6\x0b\x80\xbc\x3c\x00"),
	/* NEA2, NIA2. */
	AT(NR_SECURITY_MODE_COMMAND) = PDU("Security Mode Command", NR_DL_DCCH,
		"\x24\x09\x10"),
	/* Bare. */
	AT(NR_SECURITY_MODE_COMPLETE) = PDU(
		"Security Mode Complete", NR_UL_DCCH,
		"\x2c\x00"),
	/* Measurement 1: object 1, report 1. */
	AT(NR_RECONFIGURATION) = PDU("RRC Reconfiguration", NR_DL_DCCH,
		"\x06\x20\x10\x00\x00\x00"),
	/* As LTE carries it for dual connectivity. */
	AT(NR_RECONFIGURATION_BARE) = PDU(
		"RRC Reconfiguration", NR_RECONFIGURATION_ONLY,
		"\x44\x02\x00\x00\x00\x00"),
	/* Bare. */
	AT(NR_RECONFIGURATION_COMPLETE) = PDU(
		"RRC Reconfiguration Complete", NR_UL_DCCH,
		"\x0e\x00"),
	/* Measurement 1, the serving cell. */
	AT(NR_MEASUREMENT_REPORT) = VARIED("Measurement Report", NR_UL_DCCH,
		"\x00\x00\x00\x05\x41\x5a\x34\x10",
		{RANDOM, 30, 10, 0, 1007},
		{RANDOM, 46, 7, 40, 100},
		{RANDOM, 53, 7, 40, 90}),
	/* Bare. */
	AT(NR_RELEASE) = PDU("RRC Release", NR_DL_DCCH,
		"\x10\x00"),
};
/* clang-format on */
