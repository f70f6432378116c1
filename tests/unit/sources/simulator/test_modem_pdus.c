/* SPDX-License-Identifier: MIT */
/*
 * test_modem_pdus.c - Wireshark's word on what the made-up modem says.
 *
 * Writes a capture of exported PDUs (link type 252: a dissector's name, then
 * bytes), lets tshark read it, and looks for the message's name and for
 * complaints.  First the tables as they are, then every signalling log of some
 * thousand containers, with its bits as drawn and its channel as the log's
 * header gives it.  Without tshark it is skipped: 77.
 */
#include "sources/simulator/modem/modem.h"

#include <unistd.h>

#include <dtap/bytes.h>

#include "support/modem_walk.h"

#define EXPORTED_PDU  252
#define TAG_DISSECTOR 12
#define NAME_ROOM     24
#define CONTAINERS    1500
#define MOST_RECORDS  65536

struct capture {
	FILE *file;
	char path[64];
	size_t records;
	const char *names[MOST_RECORDS]; /* that tshark is to print */
};

static uint8_t out[DTAP_MODEM_CONTAINER_MAX];

static void
put_words(FILE *file, const uint32_t *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t word[4];

		dtap_put32(word, words[i]);
		assert_int_equal(fwrite(word, 1, 4, file), 4);
	}
}

/* Opens a file; the caller frees the capture. */
static struct capture *
capture_new(void)
{
	static const uint32_t header[] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0,
					  262144,     EXPORTED_PDU};
	struct capture *capture = calloc(1, sizeof *capture);
	const char *directory = getenv("TMPDIR");
	int fd;

	assert_non_null(capture);
	snprintf(capture->path, sizeof capture->path, "%s/dtap-pdus-XXXXXX",
		 directory ? directory : "/tmp");
	fd = mkstemp(capture->path);
	assert_true(fd >= 0);
	capture->file = fdopen(fd, "wb");
	assert_non_null(capture->file);
	put_words(capture->file, header, COUNT(header));
	return capture;
}

/* Tags are big-endian: type, length, value in whole words; then 0, 0. */
static void
capture_add(struct capture *capture, const char *name, const char *dissector,
	    const uint8_t *pdu, size_t size)
{
	uint8_t tags[4 + NAME_ROOM + 4] = {0, TAG_DISSECTOR, 0, NAME_ROOM};
	uint32_t length = (uint32_t)(sizeof tags + size);
	uint32_t header[] = {(uint32_t)capture->records, 0, length, length};

	assert_true(capture->records < MOST_RECORDS);
	assert_true(strlen(dissector) < NAME_ROOM);
	memcpy(tags + 4, dissector, strlen(dissector));
	put_words(capture->file, header, COUNT(header));
	assert_int_equal(fwrite(tags, 1, sizeof tags, capture->file),
			 sizeof tags);
	assert_int_equal(fwrite(pdu, 1, size, capture->file), size);
	capture->names[capture->records++] = name;
}

/* tshark's lines: Info, then what is malformed and what experts complain of. */
static FILE *
capture_read(struct capture *capture)
{
	char command[256];
	FILE *lines;

	assert_int_equal(fclose(capture->file), 0);
	snprintf(command, sizeof command,
		 "tshark -n -r '%s' -T fields -e _ws.col.Info"
		 " -e _ws.malformed -e _ws.expert.message 2>/dev/null",
		 capture->path);
	lines = popen(command, "r");
	assert_non_null(lines);
	return lines;
}

/* One line for each record, with its name, and no complaint in any. */
static void
capture_check(struct capture *capture)
{
	FILE *lines = capture_read(capture);
	char line[1024];
	size_t count = 0;

	for (; fgets(line, sizeof line, lines) != NULL; count++) {
		char *tab = strchr(line, '\t');

		assert_non_null(tab);
		assert_true(count < capture->records);
		if (strspn(tab, "\t\n") != strlen(tab))
			fail_msg("record %zu: %s", count, line);
		if (strstr(line, capture->names[count]) == NULL)
			fail_msg("record %zu is no %s: %s", count,
				 capture->names[count], line);
	}
	assert_int_equal(pclose(lines), 0);
	assert_int_equal(count, capture->records);
	unlink(capture->path);
}

static const char *
dissector_of(enum dtap_modem_channel channel)
{
	static const char *const names[] = {
		[LTE_BCCH_BCH] = "lte_rrc.bcch_bch",
		[LTE_BCCH_DL_SCH] = "lte_rrc.bcch_dl_sch",
		[LTE_PCCH] = "lte_rrc.pcch",
		[LTE_DL_CCCH] = "lte_rrc.dl_ccch",
		[LTE_DL_DCCH] = "lte_rrc.dl_dcch",
		[LTE_UL_CCCH] = "lte_rrc.ul_ccch",
		[LTE_UL_DCCH] = "lte_rrc.ul_dcch",
		[EMM_DOWN] = "nas-eps_plain",
		[EMM_UP] = "nas-eps_plain",
		[EMM_DOWN_PROTECTED] = "nas-eps",
		[EMM_UP_PROTECTED] = "nas-eps",
		[ESM_DOWN] = "nas-eps_plain",
		[ESM_UP] = "nas-eps_plain",
		[NR_BCCH_BCH] = "nr-rrc.bcch.bch",
		[NR_BCCH_DL_SCH] = "nr-rrc.bcch.dl.sch",
		[NR_PCCH] = "nr-rrc.pcch",
		[NR_DL_CCCH] = "nr-rrc.dl.ccch",
		[NR_DL_DCCH] = "nr-rrc.dl.dcch",
		[NR_UL_CCCH] = "nr-rrc.ul.ccch",
		[NR_UL_DCCH] = "nr-rrc.ul.dcch",
		[NR_RECONFIGURATION_ONLY] = "nr-rrc.rrc_reconf_msg",
		[GSM_BCCH] = "gsm_a_ccch",
		[GSM_CCCH] = "gsm_a_ccch",
		[GSM_SDCCH_DOWN] = "gsm_a_dtap",
		[GSM_SDCCH_UP] = "gsm_a_dtap",
		[GSM_SACCH_UP] = "gsm_a_dtap",
		[GSM_NAS_DOWN] = "gsm_a_dtap",
		[GSM_NAS_UP] = "gsm_a_dtap",
	};

	return names[channel];
}

static void
every_pdu_of_the_tables_is_what_it_says(void **state)
{
	struct capture *capture = capture_new();

	(void)state;
	for (size_t id = 0; id < PDU_COUNT; id++) {
		const struct dtap_modem_pdu *pdu =
			dtap_modem_pdu((enum dtap_modem_pdu_id)id);

		assert_non_null(pdu->bytes);
		assert_true(pdu->size <= DTAP_MODEM_PDU_MAX);
		capture_add(capture, pdu->name, dissector_of(pdu->channel),
			    pdu->bytes, pdu->size);
	}
	capture_check(capture);
	free(capture);
}

/*
 * What follows reads the logs as a stranger would: by the layouts that are
 * known of the codes, not by the modem's own tables.
 */
struct known {
	uint16_t code;
	uint8_t version; /* of the body's first byte; 0: any */
	uint8_t channel_at, length_at, length_size, header;
	struct {
		uint8_t number;
		const char *dissector;
	} channels[8];
};

static const struct known known[] = {
	{0xB0C0,
	 20,
	 12,
	 17,
	 2,
	 19,
	 {{1, "lte_rrc.bcch_bch"},
	  {2, "lte_rrc.bcch_dl_sch"},
	  {5, "lte_rrc.pcch"},
	  {6, "lte_rrc.dl_ccch"},
	  {7, "lte_rrc.dl_dcch"},
	  {8, "lte_rrc.ul_ccch"},
	  {9, "lte_rrc.ul_dcch"}}},
	{0xB0C0,
	 26,
	 14,
	 19,
	 2,
	 21,
	 {{1, "lte_rrc.bcch_bch"},
	  {3, "lte_rrc.bcch_dl_sch"},
	  {7, "lte_rrc.pcch"},
	  {8, "lte_rrc.dl_ccch"},
	  {9, "lte_rrc.dl_dcch"},
	  {10, "lte_rrc.ul_ccch"},
	  {11, "lte_rrc.ul_dcch"}}},
	{0xB821,
	 9,
	 17,
	 22,
	 2,
	 24,
	 {{1, "nr-rrc.bcch.bch"},
	  {2, "nr-rrc.bcch.dl.sch"},
	  {3, "nr-rrc.dl.ccch"},
	  {4, "nr-rrc.dl.dcch"},
	  {5, "nr-rrc.pcch"},
	  {6, "nr-rrc.ul.ccch"},
	  {8, "nr-rrc.ul.dcch"},
	  {9, "nr-rrc.rrc_reconf_msg"}}},
	{0xB821,
	 17,
	 24,
	 29,
	 2,
	 31,
	 {{1, "nr-rrc.bcch.bch"},
	  {2, "nr-rrc.bcch.dl.sch"},
	  {3, "nr-rrc.dl.ccch"},
	  {4, "nr-rrc.dl.dcch"},
	  {5, "nr-rrc.pcch"},
	  {6, "nr-rrc.ul.ccch"},
	  {8, "nr-rrc.ul.dcch"},
	  {9, "nr-rrc.rrc_reconf_msg"}}},
	{0xB0EC, 1, 0, 0, 0, 4, {{1, "nas-eps_plain"}}},
	{0xB0ED, 1, 0, 0, 0, 4, {{1, "nas-eps_plain"}}},
	{0xB0E2, 1, 0, 0, 0, 4, {{1, "nas-eps_plain"}}},
	{0xB0E3, 1, 0, 0, 0, 4, {{1, "nas-eps_plain"}}},
	{0xB0EA, 1, 0, 0, 0, 4, {{1, "nas-eps"}}},
	{0xB0EB, 1, 0, 0, 0, 4, {{1, "nas-eps"}}},
	{0x512F,
	 0,
	 0,
	 2,
	 1,
	 3,
	 {{0x81, "gsm_a_ccch"},
	  {0x83, "gsm_a_ccch"},
	  {0x80, "gsm_a_dtap"},
	  {0x00, "gsm_a_dtap"},
	  {0x04, "gsm_a_dtap"}}},
	{0x713A, 0, 0, 1, 2, 5, {{0, "gsm_a_dtap"}, {1, "gsm_a_dtap"}}},
};

static const char *
known_dissector(const struct known *layout, uint8_t number)
{
	for (size_t i = 0; i < COUNT(layout->channels); i++)
		if (layout->channels[i].dissector &&
		    layout->channels[i].number == number)
			return layout->channels[i].dissector;
	fail_msg("log %04x: channel %u", layout->code, number);
	return NULL;
}

/* True where the bytes are the PDU's, but for the bits of its fields. */
static bool
same_but_fields(const struct dtap_modem_pdu *pdu, const uint8_t *bytes,
		size_t size)
{
	uint8_t differ[DTAP_MODEM_PDU_MAX];

	if (size != pdu->size)
		return false;
	for (size_t i = 0; i < size; i++)
		differ[i] = bytes[i] ^ pdu->bytes[i];
	for (size_t i = 0; i < DTAP_MODEM_FIELDS; i++) {
		const struct dtap_modem_field *field = &pdu->fields[i];

		for (unsigned at = field->at; at < field->at + field->width;
		     at++)
			differ[at / 8] &= (uint8_t) ~(0x80 >> at % 8);
	}
	for (size_t i = 0; i < size; i++)
		if (differ[i] != 0)
			return false;
	return true;
}

static const char *
name_of(const uint8_t *bytes, size_t size)
{
	for (size_t id = 0; id < PDU_COUNT; id++) {
		const struct dtap_modem_pdu *pdu =
			dtap_modem_pdu((enum dtap_modem_pdu_id)id);

		if (same_but_fields(pdu, bytes, size))
			return pdu->name;
	}
	fail_msg("a PDU of %zu bytes is in no table", size);
	return NULL;
}

static void
add_body(struct capture *capture, const struct known *layout,
	 const uint8_t *body, size_t size)
{
	size_t pdu = size - layout->header;
	const char *dissector =
		known_dissector(layout, body[layout->channel_at]);

	assert_true(size > layout->header);
	if (layout->length_size == 1)
		assert_int_equal(body[layout->length_at], pdu);
	if (layout->length_size == 2)
		assert_int_equal(dtap_get16(body + layout->length_at), pdu);
	body += layout->header;
	capture_add(capture, name_of(body, pdu), dissector, body, pdu);
}

static void
add_log(void *user, const uint8_t *packet, size_t size)
{
	size_t skip = packet[0] == 0x98 ? DTAP_MODEM_RADIO_HEADER : 0;
	const uint8_t *body = packet + skip + DTAP_MODEM_LOG_HEADER;

	if (packet[skip] != 0x10)
		return;
	for (size_t i = 0; i < COUNT(known); i++)
		if (known[i].code == dtap_get16(packet + skip + 6) &&
		    (known[i].version == 0 || known[i].version == body[0]))
			add_body(user, &known[i], body,
				 size - skip - DTAP_MODEM_LOG_HEADER);
}

static void
every_log_of_a_long_run_dissects(void **state)
{
	struct capture *capture = capture_new();
	struct modem_walk walk = {.packet = add_log, .user = capture};
	struct dtap_modem modem;

	(void)state;
	dtap_modem_begin(&modem, 7);
	for (int64_t us = 0; us < CONTAINERS * INT64_C(4321); us += 4321) {
		size_t size =
			dtap_modem_next(&modem, 1750000000000000 + us, out);

		if (dtap_container_type(out, size) == DTAP_DATA)
			walk_container(&walk, out, size);
	}
	assert_true(capture->records > CONTAINERS);
	capture_check(capture);
	free(capture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pdu_of_the_tables_is_what_it_says),
		cmocka_unit_test(every_log_of_a_long_run_dissects),
	};

	if (system("tshark --version >/dev/null 2>&1") != 0) {
		puts("skipped: no tshark here");
		return 77;
	}
	return RUN(tests);
}
