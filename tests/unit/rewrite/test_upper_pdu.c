/* SPDX-License-Identifier: MIT */
/* Made-up bodies; layouts are those of data/. */
#include "rewrite/upper_pdu.h"

#include <dtap/bytes.h>

#include "rewrite/segment_joiner.h"
#include "support/testing.h"

static uint8_t packet[256], scratch[DTAP_UPPER_SCRATCH(256)];

/* A log with this body; a radio above 0 wraps it. */
static size_t
make_log(uint16_t code, const void *body, size_t size, int radio)
{
	uint8_t *log = packet + (radio > 0 ? 8 : 0);

	memset(packet, 0, sizeof packet);
	if (radio > 0) {
		packet[0] = 0x98;
		packet[4] = (uint8_t)radio;
	}
	log[0] = 0x10;
	dtap_put16(log + 6, code);
	memcpy(log + 16, body, size);
	return (size_t)(log - packet) + 16 + size;
}

/* LTE RRC, version 20: PCI 300, EARFCN 1300, SFN 1000 subframe 5, PDU 1 2 3. */
static const uint8_t lte[] = {20,   14, 0x30, 0, 0x2c, 1, 0x14, 5, 0, 0, 0x85,
			      0xfe, 7,  0,    0, 0,    0, 3,    0, 1, 2, 3};

static void
lte_rrc_has_its_channel_and_cell(void **state)
{
	struct dtap_upper_pdu pdu;

	(void)state;
	for (int radio = 0; radio < 2; radio++) {
		assert_true(dtap_upper_pdu_find(
			&pdu, packet, make_log(0xb0c0, lte, sizeof lte, radio),
			scratch));
		assert_string_equal(pdu.dissector, "lte_rrc.dl_dcch");
		assert_false(pdu.uplink);
		assert_int_equal(pdu.size, 3);
		assert_memory_equal(pdu.data, "\1\2\3", 3);
		assert_int_equal(pdu.pci, 300);
		assert_int_equal(pdu.arfcn, 1300);
		assert_int_equal(pdu.sfn, 1000); /* the upper bits are others */
		assert_int_equal(pdu.subframe, 5);
		assert_false(pdu.is_segment);
	}
}

static void
a_frame_of_zero_in_all_bits_is_none(void **state)
{
	struct dtap_upper_pdu pdu;
	uint8_t body[sizeof lte];
	size_t size;

	(void)state;
	memcpy(body, lte, sizeof lte);
	dtap_put16(body + 10, 0);
	size = make_log(0xb0c0, body, sizeof body, 0);
	assert_true(dtap_upper_pdu_find(&pdu, packet, size, scratch));
	assert_int_equal(pdu.sfn, -1);
	dtap_put16(body + 10, 0x4000);
	size = make_log(0xb0c0, body, sizeof body, 0);
	assert_true(dtap_upper_pdu_find(&pdu, packet, size, scratch));
	assert_int_equal(pdu.sfn, 0);
	assert_int_equal(pdu.subframe, 0);
}

static void
what_is_cut_is_shorter_or_none(void **state)
{
	struct dtap_upper_pdu pdu;

	(void)state;
	for (size_t size = 0; size < sizeof lte; size++) {
		size_t whole = make_log(0xb0c0, lte, size, 0);
		bool found = dtap_upper_pdu_find(&pdu, packet, whole, scratch);

		assert_int_equal(found, size > 19);
		if (found)
			assert_int_equal(pdu.size, size - 19);
	}
	for (size_t size = 0; size < 16; size++)
		assert_false(dtap_upper_pdu_find(&pdu, packet, size, scratch));
}

static void
an_unknown_number_or_code_gives_none(void **state)
{
	struct dtap_upper_pdu pdu;
	uint8_t body[sizeof lte];

	(void)state;
	memcpy(body, lte, sizeof lte);
	body[12] = 99;
	assert_false(dtap_upper_pdu_find(
		&pdu, packet, make_log(0xb0c0, body, sizeof body, 0), scratch));
	assert_false(dtap_upper_pdu_find(
		&pdu, packet, make_log(0xb193, lte, sizeof lte, 0), scratch));
}

static void
a_bare_complete_of_nr_is_shifted(void **state)
{
	uint8_t body[26] = {8};
	struct dtap_upper_pdu pdu;

	(void)state;
	body[17] = 10; /* RRCReconfigurationComplete */
	body[22] = 2;
	body[24] = 0xff;
	assert_true(dtap_upper_pdu_find(
		&pdu, packet, make_log(0xb821, body, sizeof body, 0), scratch));
	dtap_upper_pdu_complete(&pdu, scratch);
	assert_string_equal(pdu.dissector, "nr-rrc.ul.dcch");
	assert_true(pdu.uplink);
	assert_int_equal(pdu.size, 3);
	assert_memory_equal(pdu.data, "\x0f\xf8\x00", 3);
}

static void
other_networks_and_ims(void **state)
{
	static const struct {
		uint16_t code;
		const char *body;
		size_t size;
		const char *dissector;
		bool uplink;
		const char *pdu;
	} cases[] = {
		{0xb0ed, "\1\1\1\1ab", 6, "nas-eps_plain", true, "ab"},
		{0xb0ea, "\1\1\1\1ab", 6, "nas-eps", false, "ab"},
		{0xb80b, "\1\0\0\0\0\0\0ab", 9, "nas-5gs", true, "ab"},
		{0x412f, "\3\0\2\0abc", 7, "rrc.dl.dcch", false, "ab"},
		{0x412f,
		 "\x89\0\3\0\0\0\0\0\x1f"
		 "abc",
		 12, "rrc.si.sib19", false, "ab"},
		{0x412f, "\x09\0\3\0\1abc", 8, "rrc.si.sib1", false, "ab"},
		{0x713a, "\1\2\0\0\0ab", 7, "gsm_a_dtap", true, "ab"},
		{0x7b3a, "\0\1\2\0\0\0ab", 8, "gsm_a_dtap", true, "ab"},
		{0x512f, "\x83\0\2ab", 5, "gsm_a_ccch", false, "ab"},
		{0x512f, "\0\0\2ab", 5, "gsm_a_dtap", true, "ab"},
		{0x5226, "\x83\0\2ab", 5, "gsm_rlcmac_dl", false,
		 "\x40"
		 "ab"},
		{0x5230, "\0\0\2\0ab", 6, "gsm_a_dtap", true, "ab"},
		{0x11eb,
		 "\0\1\0\x40\0\0\0\x80"
		 "ab",
		 10, "raw_ip", true, "ab"},
		{0x156e, "\1\1\0\1\0\0\2\0\0\0\0\0\0\0\0\0Cab", 19, "sip", true,
		 "ab"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_upper_pdu pdu;

		if (!dtap_upper_pdu_find(&pdu, packet,
					 make_log(cases[i].code, cases[i].body,
						  cases[i].size, 0),
					 scratch))
			fail_msg("0x%x, case %zu: none", cases[i].code, i);
		assert_string_equal(pdu.dissector, cases[i].dissector);
		assert_int_equal(pdu.uplink, cases[i].uplink);
		assert_int_equal(pdu.size, strlen(cases[i].pdu));
		assert_memory_equal(pdu.data, cases[i].pdu, pdu.size);
	}
	/* A burst of a RACH, a Packet Channel Request: no messages. */
	assert_false(dtap_upper_pdu_find(&(struct dtap_upper_pdu){0}, packet,
					 make_log(0x512f, "\2\0\2ab", 5, 0),
					 scratch));
	assert_false(dtap_upper_pdu_find(&(struct dtap_upper_pdu){0}, packet,
					 make_log(0x5226, "\3\x20\2ab", 5, 0),
					 scratch));
}

static bool
add(struct dtap_segment_joiner *joiner, struct dtap_upper_pdu *pdu,
    uint64_t key, bool is_first, bool is_last, const char *text)
{
	*pdu = (struct dtap_upper_pdu){.data = (const uint8_t *)text,
				       .size = strlen(text),
				       .is_segment = true,
				       .is_first = is_first,
				       .is_last = is_last,
				       .key = key};
	return dtap_segment_joiner_add(joiner, pdu);
}

static void
segments_are_joined_by_their_key(void **state)
{
	struct dtap_segment_joiner joiner = {.next = 0};
	struct dtap_upper_pdu pdu;

	(void)state;
	assert_false(add(&joiner, &pdu, 1, false, true, "end"));
	assert_false(add(&joiner, &pdu, 1, true, false, "one "));
	assert_false(add(&joiner, &pdu, 2, true, false, "other "));
	assert_false(add(&joiner, &pdu, 1, false, false, "two "));
	assert_true(add(&joiner, &pdu, 2, false, true, "end"));
	assert_memory_equal(pdu.data, "other end", pdu.size);
	assert_true(add(&joiner, &pdu, 1, false, true, "three"));
	assert_int_equal(pdu.size, 13);
	assert_memory_equal(pdu.data, "one two three", 13);
	assert_false(add(&joiner, &pdu, 1, false, true, "again"));
	assert_false(add(&joiner, &pdu, 3, true, false, "lost"));
	dtap_segment_joiner_forget(&joiner);
	assert_false(add(&joiner, &pdu, 3, false, true, "end"));
	for (uint64_t key = 10; key < 20; key++) /* more than there are jobs */
		assert_false(add(&joiner, &pdu, key, true, false, "x"));
	assert_true(add(&joiner, &pdu, 19, false, true, "y"));
	dtap_segment_joiner_forget(&joiner);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lte_rrc_has_its_channel_and_cell),
		cmocka_unit_test(a_frame_of_zero_in_all_bits_is_none),
		cmocka_unit_test(what_is_cut_is_shorter_or_none),
		cmocka_unit_test(an_unknown_number_or_code_gives_none),
		cmocka_unit_test(a_bare_complete_of_nr_is_shifted),
		cmocka_unit_test(other_networks_and_ims),
		cmocka_unit_test(segments_are_joined_by_their_key),
	};

	return RUN(tests);
}
