/* SPDX-License-Identifier: MIT */
/*
 * LTE RRC (3GPP TS 36.331), encoded for this table, not taken from a
 * capture.  The NAS
 * messages within are those of pdus_lte_nas.c.
 */
#include "sources/simulator/modem/pdus.h"

/* clang-format off */
#define AT(id) [(id)]

const struct dtap_modem_pdu dtap_modem_lte_rrc[] = {
	/* 100 resource blocks. */
	AT(LTE_MIB) = VARIED("MasterInformationBlock", LTE_BCCH_BCH,
		"\xa4\x00\x00",
		{SFN, 6, 8, 0, 255}),
	/* MCC 001 MNC 01, TAC 1, cell 00d1a91, band 3. */
	AT(LTE_SIB1) = VARIED("SystemInformationBlockType1", LTE_BCCH_DL_SCH,
		"\x40\x40\x04\x03\x00\x01\x00\xd1\xa9\x18\x18\x20\x90\x20"
		"\x82\xa4",
		{TAC, 32, 16, 0, 0},
		{CELL_IDENTITY, 48, 28, 0, 0}),
	/* One block, type 3: cell reselection. */
	AT(LTE_SIB3) = PDU("SystemInformation", LTE_BCCH_DL_SCH,
		"\x00\x04\x4a\x4b\x98\x6a\x5a\x40"),
	/* Two S-TMSI, packet domain. */
	AT(LTE_PAGING) = VARIED("Paging", LTE_PCCH,
		"\x40\x80\x10\xde\xc0\xde\x10\x01\x0d\xec\x0d\xe1\x00",
		{RANDOM, 20, 32, 0xdec0000, 0xdecffff},
		{RANDOM, 64, 32, 0xdec0000, 0xdecffff}),
	/* Random value, cause mo-Signalling. */
	AT(LTE_CONNECTION_REQUEST) = VARIED(
		"RRCConnectionRequest", LTE_UL_CCCH,
		"\x55\xee\xd5\xee\xd5\xe6",
		{RANDOM, 4, 32, 0, 0xffffffff}),
	/* S-TMSI, cause mo-Data. */
	AT(LTE_CONNECTION_REQUEST_TMSI) = PDU(
		"RRCConnectionRequest", LTE_UL_CCCH,
		"\x40\x10\xde\xc0\xde\x18"),
	/* SRB1, a scheduling request resource. */
	AT(LTE_CONNECTION_SETUP) = VARIED("RRCConnectionSetup", LTE_DL_CCCH,
		"\x68\x12\x9b\x2e\x8a\x9e\xda\xe0\xe1\x2c\xd8\x11\x23\x80",
		{RANDOM, 85, 11, 0, 0x7ff}),
	/* The attach request within. */
	AT(LTE_SETUP_COMPLETE_ATTACH) = PDU(
		"RRCConnectionSetupComplete", LTE_UL_DCCH,
		"\x22\x00\x44\x0e\x82\xe2\x10\x12\x20\x20\x20\x64\xa8\xed"
		"\x30\x0b\xe0\xe1\x80\x80\x20\x00\x0a\x04\x03\xa0\x23\xa2"
		"\xa4\x01\xe2\x20\x00\x02\xb8\x14\x00"),
	/* A registered MME; the update request within. */
	AT(LTE_SETUP_COMPLETE_TAU) = PDU(
		"RRCConnectionSetupComplete", LTE_UL_DCCH,
		"\x22\x20\x80\x01\x01\x15\x17\x5e\xed\x00\x03\x04\x07\x48"
		"\x03\x0b\xf6\x00\xf1\x10\x80\x01\x01\x0d\xec\x0d\xe1"),
	/* Identity request within. */
	AT(LTE_DOWN_IDENTITY) = PDU("DLInformationTransfer", LTE_DL_DCCH,
		"\x0c\x00\x18\x3a\xa8\x08"),
	/* Identity response within. */
	AT(LTE_UP_IDENTITY) = PDU("ULInformationTransfer", LTE_UL_DCCH,
		"\x48\x01\x60\xea\xc1\x01\x22\x02\x02\x06\x4a\x8e\xd3\x00"),
	/* Authentication request within. */
	AT(LTE_DOWN_AUTHENTICATION) = PDU("DLInformationTransfer", LTE_DL_DCCH,
		"\x0c\x01\x20\x3a\x90\x00\x00\x89\x11\x9a\x22\xab\x33\xbc"
		"\x44\xcd\x55\xde\x66\xef\x77\xf8\x85\x05\x3d\x75\xad\xe6"
		"\x1e\x56\x8e\xc6\xff\x37\x6f\xa7\xd8\x10\x48"),
	/* Authentication response within. */
	AT(LTE_UP_AUTHENTICATION) = PDU("ULInformationTransfer", LTE_UL_DCCH,
		"\x48\x01\x60\xea\x61\x00\x24\x68\xac\xf1\x35\x79\xbd\xe0"),
	/* NAS security mode command within, integrity protected. */
	AT(LTE_DOWN_SECURITY) = PDU("DLInformationTransfer", LTE_DL_DCCH,
		"\x0c\x00\x81\xba\xf7\x68\x00\x20\x00\x3a\xe9\x10\x00\x27"
		"\x83\x86\x02\x06\x08"),
	/* NAS security mode complete within, protected. */
	AT(LTE_UP_SECURITY) = PDU("ULInformationTransfer", LTE_UL_DCCH,
		"\x48\x02\x68\xeb\xdd\xa0\x00\xa0\x00\xeb\xc4\x61\x20\x68"
		"\x00\x80\x22\x06\x4a\x8e\xdf\x00"),
	/* EEA2, EIA2. */
	AT(LTE_SECURITY_MODE_COMMAND) = PDU("SecurityModeCommand", LTE_DL_DCCH,
		"\x36\x02\x20"),
	/* Bare. */
	AT(LTE_SECURITY_MODE_COMPLETE) = PDU(
		"SecurityModeComplete", LTE_UL_DCCH,
		"\x2e\x00"),
	/* E-UTRA, UTRA, GERAN-CS. */
	AT(LTE_CAPABILITY_ENQUIRY) = PDU("UECapabilityEnquiry", LTE_DL_DCCH,
		"\x38\x08\x04\x80"),
	/* Release 9, category 4, bands 1 3 7 20. */
	AT(LTE_CAPABILITY_INFORMATION) = PDU(
		"UECapabilityInformation", LTE_UL_DCCH,
		"\x38\x01\x01\x38\x58\x00\x03\x00\x10\x62\x60\xc1\xf8\x3f"
		"\x07\xe0\xfd\xfc\x3f\xfa\x08\x00\x00"),
	/* SRB2, DRB1, event A3 on EARFCN 1650; the attach accept within. */
	AT(LTE_RECONFIGURATION_ATTACH) = PDU(
		"RRCConnectionReconfiguration", LTE_DL_DCCH,
		"\x22\x16\x15\x00\x00\x00\x03\x39\x5a\x00\x02\x90\x28\x58"
		"\xf0\x00\x00\x04\x72\x75\xee\xd0\x00\x60\x10\x74\x20\x14"
		"\x90\x60\x00\x0f\x11\x00\x00\x10\x02\x75\x20\x1c\x10\x10"
		"\x90\xd0\x76\x46\x96\x16\x77\x46\x17\x00\x47\x46\x57\x37"
		"\x40\x50\x1c\x00\x00\x20\xa5\xe0\x2f\xef\xe2\x70\x88\x00"
		"\x00\xd0\x4c\x00\x00\x23\x55\x00\xbf\x60\x0f\x11\x08\x00"
		"\x10\x10\xde\xc0\xde\x16\x27\xc1\xf5\x03\x58\x1e\x95\x9c"
		"\x50\xe5\x14\xe0\xe1\x2c\xd8\x11\x23\x80"),
	/* Event A2 on EARFCN 6300. */
	AT(LTE_RECONFIGURATION_MEASURE) = PDU(
		"RRCConnectionReconfiguration", LTE_DL_DCCH,
		"\x24\x10\x15\x00\x02\x00\x0c\x4e\x3a\x00\x81\x28\x14\x2c"
		"\x40\x02\x10\x80"),
	/* Bare. */
	AT(LTE_RECONFIGURATION_COMPLETE) = PDU(
		"RRCConnectionReconfigurationComplete", LTE_UL_DCCH,
		"\x12\x00"),
	/* Attach complete within, protected. */
	AT(LTE_UP_ATTACH_COMPLETE) = PDU("ULInformationTransfer", LTE_UL_DCCH,
		"\x48\x01\xa4\xeb\xdd\xa0\x00\xe0\x20\xe8\x60\x00\x6a\x40"
		"\x18\x40"),
	/* EMM information within, protected. */
	AT(LTE_DOWN_INFORMATION) = PDU("DLInformationTransfer", LTE_DL_DCCH,
		"\x0c\x00\xd1\x3a\xf7\x68\x00\x40\x10\x3b\x0a\x18\x44\x3f"
		"\x23\xa7\xc2\x60\x7e\x18\x0a\x3a\x90\x82\x89\x0a\x1b\x28"
		"\x00"),
	/* Measurement 1, serving cell and one neighbour. */
	AT(LTE_MEASUREMENT_REPORT) = VARIED("MeasurementReport", LTE_UL_DCCH,
		"\x08\x10\x32\x50\x01\x95\xb7\x58",
		{SERVING_RSRP, 17, 7, 20, 80},
		{SERVING_RSRQ, 24, 6, 4, 34},
		{NEIGHBOUR_PCI, 37, 9, 0, 503},
		{NEIGHBOUR_RSRP, 49, 7, 20, 80}),
	/* Cause other. */
	AT(LTE_RELEASE) = PDU("RRCConnectionRelease", LTE_DL_DCCH,
		"\x28\x02"),
	/* Redirected to GSM carriers 51, 60, 70. */
	AT(LTE_RELEASE_GERAN) = PDU("RRCConnectionRelease", LTE_DL_DCCH,
		"\x28\x22\x21\x98\x10\x78\x23\x00"),
	/* Wait 4 s. */
	AT(LTE_CONNECTION_REJECT) = PDU("RRCConnectionReject", LTE_DL_CCCH,
		"\x40\x60"),
	/* A registered MME; the service request within. */
	AT(LTE_SETUP_COMPLETE_SERVICE) = PDU(
		"RRCConnectionSetupComplete", LTE_UL_DCCH,
		"\x22\x20\x80\x01\x01\x04\xc7\x05\x12\x34"),
	/* Mobility control: the neighbour, C-RNTI 0dec; the keys go on. */
	AT(LTE_RECONFIGURATION_HANDOVER) = VARIED(
		"RRCConnectionReconfiguration", LTE_DL_DCCH,
		"\x22\x09\x20\xf6\x18\x9c\x81\xbd\x80\x00\x16\x00\x00\x00"
		"\x08",
		{NEIGHBOUR_PCI, 22, 9, 0, 503},
		{NEIGHBOUR_EARFCN, 32, 16, 0, 65535}),
};
/* clang-format on */
