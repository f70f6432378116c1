/* SPDX-License-Identifier: MIT */
/*
 * Where the PDUs of logs are, and whose they are.
 *
 * Written by script/tables from data/: not to be edited here.
 */
/* clang-format off */
#include "rewrite/upper_tables.h"

static const struct dtap_rrc_layout lte_rrc_layouts[] = {
	{0, 10, 11, 13, 0, 4, 6, 2, 8}, {5, 10, 15, 17, 0, 4, 6, 2, 8},
	{8, 12, 17, 19, 0, 4, 6, 4, 10}, {25, 14, 19, 21, 0, 6, 8, 4, 12},
	{30, 14, 19, 24, 23, 6, 8, 4, 12},
};

static const struct dtap_rrc_channel lte_rrc_channels[] = {
	{1, 1, "lte_rrc.bcch_bch"}, {1, 2, "lte_rrc.bcch_dl_sch"},
	{1, 3, "lte_rrc.mcch"}, {1, 4, "lte_rrc.pcch"}, {1, 5, "lte_rrc.dl_ccch"},
	{1, 6, "lte_rrc.dl_dcch"}, {1, 7, "lte_rrc.ul_ccch"},
	{1, 8, "lte_rrc.ul_dcch"}, {2, 8, "lte_rrc.bcch_bch"},
	{2, 9, "lte_rrc.bcch_dl_sch"}, {2, 10, "lte_rrc.mcch"},
	{2, 11, "lte_rrc.pcch"}, {2, 12, "lte_rrc.dl_ccch"},
	{2, 13, "lte_rrc.dl_dcch"}, {2, 14, "lte_rrc.ul_ccch"},
	{2, 15, "lte_rrc.ul_dcch"}, {3, 1, "lte_rrc.bcch_bch"},
	{3, 2, "lte_rrc.bcch_dl_sch"}, {3, 4, "lte_rrc.mcch"}, {3, 5, "lte_rrc.pcch"},
	{3, 6, "lte_rrc.dl_ccch"}, {3, 7, "lte_rrc.dl_dcch"},
	{3, 8, "lte_rrc.ul_ccch"}, {3, 9, "lte_rrc.ul_dcch"},
	{4, 1, "lte_rrc.bcch_bch"}, {4, 2, "lte_rrc.bcch_dl_sch"},
	{4, 4, "lte_rrc.mcch"}, {4, 5, "lte_rrc.pcch"}, {4, 6, "lte_rrc.dl_ccch"},
	{4, 7, "lte_rrc.dl_dcch"}, {4, 8, "lte_rrc.ul_ccch"},
	{4, 9, "lte_rrc.ul_dcch"}, {4, 54, "lte_rrc.bcch_bch.nb"},
	{4, 55, "lte_rrc.bcch_dl_sch.nb"}, {4, 56, "lte_rrc.pcch.nb"},
	{4, 57, "lte_rrc.dl_ccch.nb"}, {4, 58, "lte_rrc.dl_dcch.nb"},
	{4, 59, "lte_rrc.ul_ccch.nb"}, {4, 61, "lte_rrc.ul_dcch.nb"},
	{5, 1, "lte_rrc.bcch_bch"}, {5, 3, "lte_rrc.bcch_dl_sch"},
	{5, 6, "lte_rrc.mcch"}, {5, 7, "lte_rrc.pcch"}, {5, 8, "lte_rrc.dl_ccch"},
	{5, 9, "lte_rrc.dl_dcch"}, {5, 10, "lte_rrc.ul_ccch"},
	{5, 11, "lte_rrc.ul_dcch"}, {5, 45, "lte_rrc.bcch_bch.nb"},
	{5, 46, "lte_rrc.bcch_dl_sch.nb"}, {5, 47, "lte_rrc.pcch.nb"},
	{5, 48, "lte_rrc.dl_ccch.nb"}, {5, 49, "lte_rrc.dl_dcch.nb"},
	{5, 50, "lte_rrc.ul_ccch.nb"}, {5, 52, "lte_rrc.ul_dcch.nb"},
};

static const struct dtap_rrc_version lte_rrc_versions[] = {
	{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1},
	{9, 2}, {10, 2}, {11, 2}, {12, 2}, {13, 1}, {14, 3}, {15, 3}, {16, 3},
	{17, 3}, {18, 3}, {19, 5}, {20, 4}, {21, 4}, {22, 1}, {23, 4}, {24, 4},
	{25, 4},
};

const struct dtap_rrc dtap_lte_rrc = {
	.layouts = lte_rrc_layouts,
	.layout_count = sizeof lte_rrc_layouts / sizeof *lte_rrc_layouts,
	.channels = lte_rrc_channels,
	.channel_count = sizeof lte_rrc_channels / sizeof *lte_rrc_channels,
	.versions = lte_rrc_versions,
	.version_count = sizeof lte_rrc_versions / sizeof *lte_rrc_versions,
	.others = 5,
};

static const struct dtap_rrc_layout nr_rrc_layouts[] = {
	{0, 17, 22, 24, 0, 7, 9, 4, 0}, {8, 17, 22, 24, 0, 7, 9, 4, 13},
	{9, 17, 22, 24, 0, 7, 9, 4, 0}, {10, 16, 21, 23, 0, 7, 9, 4, 0},
	{17, 24, 29, 31, 0, 7, 17, 4, 0}, {19, 24, 29, 32, 0, 7, 17, 4, 0},
	{23, 24, 29, 35, 34, 7, 17, 4, 0}, {25, 24, 29, 32, 0, 7, 17, 4, 0},
	{26, 24, 29, 35, 34, 7, 17, 4, 0},
};

static const struct dtap_rrc_channel nr_rrc_channels[] = {
	{1, 1, "nr-rrc.bcch.bch"}, {1, 2, "nr-rrc.bcch.dl.sch"},
	{1, 3, "nr-rrc.dl.ccch"}, {1, 4, "nr-rrc.dl.dcch"}, {1, 5, "nr-rrc.pcch"},
	{1, 6, "nr-rrc.ul.ccch"}, {1, 7, "nr-rrc.ul.ccch1"}, {1, 8, "nr-rrc.ul.dcch"},
	{1, 9, "nr-rrc.rrc_reconf_msg"}, {1, 10, "nr-rrc.complete"},
	{1, 24, "nr-rrc.radiobearerconfig"}, {2, 1, "nr-rrc.bcch.bch"},
	{2, 2, "nr-rrc.bcch.dl.sch"}, {2, 3, "nr-rrc.dl.ccch"},
	{2, 4, "nr-rrc.dl.dcch"}, {2, 5, "nr-rrc.pcch"}, {2, 6, "nr-rrc.ul.ccch"},
	{2, 7, "nr-rrc.ul.ccch1"}, {2, 8, "nr-rrc.ul.dcch"},
	{2, 9, "nr-rrc.rrc_reconf_msg"}, {2, 10, "nr-rrc.complete"},
	{2, 26, "nr-rrc.radiobearerconfig"}, {3, 1, "nr-rrc.bcch.bch"},
	{3, 2, "nr-rrc.bcch.dl.sch"}, {3, 3, "nr-rrc.dl.ccch"},
	{3, 4, "nr-rrc.dl.dcch"}, {3, 5, "nr-rrc.pcch"}, {3, 6, "nr-rrc.ul.ccch"},
	{3, 7, "nr-rrc.ul.ccch1"}, {3, 8, "nr-rrc.ul.dcch"},
	{3, 9, "nr-rrc.rrc_reconf_msg"}, {3, 10, "nr-rrc.complete"},
	{3, 25, "nr-rrc.radiobearerconfig"}, {3, 28, "nr-rrc.ue_mrdc_cap"},
	{3, 29, "nr-rrc.ue_nr_cap"}, {4, 1, "nr-rrc.bcch.bch"},
	{4, 2, "nr-rrc.bcch.dl.sch"}, {4, 3, "nr-rrc.dl.ccch"},
	{4, 4, "nr-rrc.dl.dcch"}, {4, 5, "nr-rrc.pcch"}, {4, 6, "nr-rrc.ul.ccch"},
	{4, 7, "nr-rrc.ul.ccch1"}, {4, 8, "nr-rrc.ul.dcch"},
	{4, 9, "nr-rrc.rrc_reconf_msg"}, {4, 10, "nr-rrc.complete"},
	{4, 28, "nr-rrc.radiobearerconfig"}, {4, 31, "nr-rrc.ue_mrdc_cap"},
	{4, 32, "nr-rrc.ue_nr_cap"}, {4, 33, "nr-rrc.ue_nr_cap"},
	{5, 1, "nr-rrc.bcch.bch"}, {5, 2, "nr-rrc.bcch.dl.sch"},
	{5, 3, "nr-rrc.dl.ccch"}, {5, 4, "nr-rrc.dl.dcch"}, {5, 5, "nr-rrc.pcch"},
	{5, 6, "nr-rrc.ul.ccch"}, {5, 7, "nr-rrc.ul.ccch1"}, {5, 8, "nr-rrc.ul.dcch"},
	{5, 9, "nr-rrc.rrc_reconf_msg"}, {5, 10, "nr-rrc.complete"},
	{5, 29, "nr-rrc.radiobearerconfig"}, {6, 1, "nr-rrc.bcch.bch"},
	{6, 2, "nr-rrc.bcch.dl.sch"}, {6, 3, "nr-rrc.dl.ccch"},
	{6, 4, "nr-rrc.dl.dcch"}, {6, 5, "nr-rrc.mcch"}, {6, 6, "nr-rrc.pcch"},
	{6, 7, "nr-rrc.ul.ccch"}, {6, 8, "nr-rrc.ul.ccch1"}, {6, 9, "nr-rrc.ul.dcch"},
	{6, 10, "nr-rrc.rrc_reconf_msg"}, {6, 11, "nr-rrc.complete"},
	{6, 36, "nr-rrc.radiobearerconfig"}, {7, 1, "nr-rrc.bcch.bch"},
	{7, 2, "nr-rrc.bcch.dl.sch"}, {7, 3, "nr-rrc.dl.ccch"},
	{7, 4, "nr-rrc.dl.dcch"}, {7, 5, "nr-rrc.mcch"}, {7, 6, "nr-rrc.pcch"},
	{7, 7, "nr-rrc.ul.ccch"}, {7, 8, "nr-rrc.ul.ccch1"}, {7, 9, "nr-rrc.ul.dcch"},
	{7, 11, "nr-rrc.rrc_reconf_msg"}, {7, 12, "nr-rrc.complete"},
	{7, 36, "nr-rrc.radiobearerconfig"}, {8, 1, "nr-rrc.bcch.bch"},
	{8, 2, "nr-rrc.bcch.dl.sch"}, {8, 3, "nr-rrc.dl.ccch"},
	{8, 4, "nr-rrc.dl.dcch"}, {8, 5, "nr-rrc.mcch"}, {8, 6, "nr-rrc.pcch"},
	{8, 7, "nr-rrc.ul.ccch"}, {8, 8, "nr-rrc.ul.ccch1"}, {8, 9, "nr-rrc.ul.dcch"},
	{8, 10, "nr-rrc.ul.dcch"}, {8, 11, "nr-rrc.rrc_reconf_msg"},
	{8, 12, "nr-rrc.complete"}, {8, 36, "nr-rrc.radiobearerconfig"},
};

static const struct dtap_rrc_version nr_rrc_versions[] = {
	{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 2},
	{9, 3}, {10, 3}, {11, 3}, {12, 3}, {13, 4}, {14, 4}, {15, 4}, {16, 5},
	{17, 5}, {18, 5}, {19, 5}, {20, 6}, {21, 6}, {22, 6}, {23, 6}, {24, 6},
	{25, 5}, {26, 7}, {27, 7},
};

const struct dtap_rrc dtap_nr_rrc = {
	.layouts = nr_rrc_layouts,
	.layout_count = sizeof nr_rrc_layouts / sizeof *nr_rrc_layouts,
	.channels = nr_rrc_channels,
	.channel_count = sizeof nr_rrc_channels / sizeof *nr_rrc_channels,
	.versions = nr_rrc_versions,
	.version_count = sizeof nr_rrc_versions / sizeof *nr_rrc_versions,
	.others = 8,
};

const struct dtap_nas_log dtap_nas_logs[] = {
	{0xb0e0, 4, "nas-eps"}, {0xb0e1, 4, "nas-eps"}, {0xb0e2, 4, "nas-eps_plain"},
	{0xb0e3, 4, "nas-eps_plain"}, {0xb0ea, 4, "nas-eps"}, {0xb0eb, 4, "nas-eps"},
	{0xb0ec, 4, "nas-eps_plain"}, {0xb0ed, 4, "nas-eps_plain"},
	{0xb800, 7, "nas-5gs"}, {0xb801, 7, "nas-5gs"}, {0xb808, 7, "nas-5gs"},
	{0xb809, 7, "nas-5gs"}, {0xb80a, 7, "nas-5gs"}, {0xb80b, 7, "nas-5gs"},
	{0xb814, 7, "nas-5gs"},
};
const size_t dtap_nas_log_count = sizeof dtap_nas_logs / sizeof *dtap_nas_logs;

const struct dtap_umts_name dtap_umts_channels[] = {
	{0, "rrc.ul.ccch"}, {1, "rrc.ul.dcch"}, {2, "rrc.dl.ccch"},
	{3, "rrc.dl.dcch"}, {4, "rrc.bcch.bch"}, {5, "rrc.bcch.fach"},
	{6, "rrc.pcch"}, {7, "rrc.mcch"}, {8, "rrc.msch"}, {10, "rrc.sysinfo.cont"},
};
const size_t dtap_umts_channel_count = sizeof dtap_umts_channels / sizeof *dtap_umts_channels;

const struct dtap_umts_name dtap_umts_sibs[] = {
	{0, "rrc.si.mib"}, {1, "rrc.si.sib1"}, {2, "rrc.si.sib2"}, {3, "rrc.si.sib3"},
	{4, "rrc.si.sib4"}, {5, "rrc.si.sib5"}, {6, "rrc.si.sib6"},
	{7, "rrc.si.sib7"}, {8, "rrc.si.sib8"}, {9, "rrc.si.sib9"},
	{10, "rrc.si.sib10"}, {11, "rrc.si.sib11"}, {12, "rrc.si.sib12"},
	{13, "rrc.si.sib13"}, {14, "rrc.si.sib13-1"}, {15, "rrc.si.sib13-2"},
	{16, "rrc.si.sib13-3"}, {17, "rrc.si.sib13-4"}, {18, "rrc.si.sib14"},
	{19, "rrc.si.sib15"}, {20, "rrc.si.sib15-1"}, {21, "rrc.si.sib15-2"},
	{22, "rrc.si.sib15-3"}, {23, "rrc.si.sib16"}, {24, "rrc.si.sib17"},
	{25, "rrc.si.sib15-4"}, {26, "rrc.si.sib18"}, {27, "rrc.si.sb1"},
	{28, "rrc.si.sb2"}, {29, "rrc.si.sib15-5"}, {30, "rrc.si.sib5bis"},
	{31, "rrc.si.sib11bis"}, {66, "rrc.si.sib11bis"}, {67, "rrc.si.sib19"},
};
const size_t dtap_umts_sib_count = sizeof dtap_umts_sibs / sizeof *dtap_umts_sibs;

const struct dtap_gsmtap_place dtap_gsmtap_places[] = {
	{"gsm_a_ccch", 2, 0x0001, 2}, {"gsm_a_dtap", 2, 0x0002, 0},
	{"gsm_rlcmac_ul", 2, 0x0001, 11}, {"gsm_rlcmac_dl", 2, 0x0001, 11},
	{"rrc.dl.dcch", 2, 0x000c, 0}, {"rrc.ul.dcch", 2, 0x000c, 1},
	{"rrc.dl.ccch", 2, 0x000c, 2}, {"rrc.ul.ccch", 2, 0x000c, 3},
	{"rrc.pcch", 2, 0x000c, 4}, {"rrc.bcch.fach", 2, 0x000c, 7},
	{"rrc.bcch.bch", 2, 0x000c, 8}, {"rrc.mcch", 2, 0x000c, 9},
	{"rrc.msch", 2, 0x000c, 10}, {"rrc.sysinfo.cont", 2, 0x000c, 14},
	{"rrc.si.mib", 2, 0x000c, 16}, {"rrc.si.sib1", 2, 0x000c, 17},
	{"rrc.si.sib2", 2, 0x000c, 18}, {"rrc.si.sib3", 2, 0x000c, 19},
	{"rrc.si.sib4", 2, 0x000c, 20}, {"rrc.si.sib5", 2, 0x000c, 21},
	{"rrc.si.sib5bis", 2, 0x000c, 22}, {"rrc.si.sib6", 2, 0x000c, 23},
	{"rrc.si.sib7", 2, 0x000c, 24}, {"rrc.si.sib8", 2, 0x000c, 25},
	{"rrc.si.sib9", 2, 0x000c, 26}, {"rrc.si.sib10", 2, 0x000c, 27},
	{"rrc.si.sib11", 2, 0x000c, 28}, {"rrc.si.sib11bis", 2, 0x000c, 29},
	{"rrc.si.sib12", 2, 0x000c, 30}, {"rrc.si.sib13", 2, 0x000c, 31},
	{"rrc.si.sib13-1", 2, 0x000c, 32}, {"rrc.si.sib13-2", 2, 0x000c, 33},
	{"rrc.si.sib13-3", 2, 0x000c, 34}, {"rrc.si.sib13-4", 2, 0x000c, 35},
	{"rrc.si.sib14", 2, 0x000c, 36}, {"rrc.si.sib15", 2, 0x000c, 37},
	{"rrc.si.sib15-1", 2, 0x000c, 39}, {"rrc.si.sib15-2", 2, 0x000c, 41},
	{"rrc.si.sib15-3", 2, 0x000c, 44}, {"rrc.si.sib15-4", 2, 0x000c, 46},
	{"rrc.si.sib15-5", 2, 0x000c, 47}, {"rrc.si.sib16", 2, 0x000c, 51},
	{"rrc.si.sib17", 2, 0x000c, 52}, {"rrc.si.sib18", 2, 0x000c, 53},
	{"rrc.si.sib19", 2, 0x000c, 54}, {"rrc.si.sb1", 2, 0x000c, 58},
	{"rrc.si.sb2", 2, 0x000c, 59}, {"lte_rrc.dl_ccch", 2, 0x000d, 0},
	{"lte_rrc.dl_dcch", 2, 0x000d, 1}, {"lte_rrc.ul_ccch", 2, 0x000d, 2},
	{"lte_rrc.ul_dcch", 2, 0x000d, 3}, {"lte_rrc.bcch_bch", 2, 0x000d, 4},
	{"lte_rrc.bcch_dl_sch", 2, 0x000d, 5}, {"lte_rrc.pcch", 2, 0x000d, 6},
	{"lte_rrc.mcch", 2, 0x000d, 7}, {"lte_rrc.dl_ccch.nb", 2, 0x000d, 14},
	{"lte_rrc.dl_dcch.nb", 2, 0x000d, 15}, {"lte_rrc.ul_ccch.nb", 2, 0x000d, 16},
	{"lte_rrc.ul_dcch.nb", 2, 0x000d, 17}, {"lte_rrc.bcch_bch.nb", 2, 0x000d, 18},
	{"lte_rrc.bcch_dl_sch.nb", 2, 0x000d, 20}, {"lte_rrc.pcch.nb", 2, 0x000d, 21},
	{"nas-eps_plain", 2, 0x0012, 0}, {"nas-eps", 2, 0x0012, 1},
	{"nr-rrc.bcch.bch", 3, 0x0503, 1}, {"nr-rrc.bcch.dl.sch", 3, 0x0503, 2},
	{"nr-rrc.dl.ccch", 3, 0x0503, 3}, {"nr-rrc.dl.dcch", 3, 0x0503, 4},
	{"nr-rrc.mcch", 3, 0x0503, 5}, {"nr-rrc.pcch", 3, 0x0503, 6},
	{"nr-rrc.ul.ccch", 3, 0x0503, 7}, {"nr-rrc.ul.ccch1", 3, 0x0503, 8},
	{"nr-rrc.ul.dcch", 3, 0x0503, 9}, {"nas-5gs", 3, 0x0504, 0},
};
const size_t dtap_gsmtap_place_count = sizeof dtap_gsmtap_places / sizeof *dtap_gsmtap_places;
