/* SPDX-License-Identifier: MIT */
#include "rewrite/exported_pdu.h"

#include <dtap/bytes.h>

#include "rewrite/upper_tables.h"
#include "support/testing.h"

static const struct dtap_upper_pdu known = {
	.dissector = "lte_rrc.ul_dcch",
	.data = (const uint8_t *)"abc",
	.size = 3,
	.uplink = true,
	.arfcn = 1300,
	.pci = 300,
	.sfn = 1000,
	.subframe = 5,
};

static void
an_exported_pdu_has_dissector_direction_and_cell(void **state)
{
	static const char expected[] =
		"\0\x0c\0\x10lte_rrc.ul_dcch\0"
		"\0\x23\0\4\0\0\0\0"
		"\0\x24\0\x20pci 300, ARFCN 1300, SFN 1000.5"
		"\0\0\0\0\0";
	uint8_t head[DTAP_UPPER_HEAD];
	size_t size = dtap_exported_pdu_head(head, &known);

	(void)state;
	assert_int_equal(size, sizeof expected - 1);
	assert_memory_equal(head, expected, size);
}

static void
what_is_not_known_is_not_said(void **state)
{
	static const char expected[] = "\0\x0c\0\4sip\0\0\x23\0\4\0\0\0\1"
				       "\0\0\0\0";
	const struct dtap_upper_pdu pdu = {.dissector = "sip",
					   .arfcn = -1,
					   .pci = -1,
					   .sfn = -1,
					   .subframe = -1};
	uint8_t head[DTAP_UPPER_HEAD];

	(void)state;
	assert_int_equal(dtap_exported_pdu_head(head, &pdu),
			 sizeof expected - 1);
	assert_memory_equal(head, expected, sizeof expected - 1);
}

static void
gsmtap_has_version_2_and_for_nr_3(void **state)
{
	static const uint8_t lte[16] = {2, 4, 0x0d, 0, 0x45, 0x14, 0,
					0, 0, 0,    3, 0xe8, 3};
	static const uint8_t nr[8] = {3, 0, 0, 2, 5, 3, 0, 4};
	struct dtap_upper_pdu pdu = known;
	uint8_t head[DTAP_UPPER_HEAD];

	(void)state;
	assert_int_equal(dtap_gsmtap_head(head, &pdu), 16);
	assert_memory_equal(head, lte, 16);
	pdu.arfcn = 70000; /* does not fit */
	assert_int_equal(dtap_gsmtap_head(head, &pdu), 16);
	assert_memory_equal(head + 4, "\x40\0", 2);
	pdu.dissector = "nr-rrc.dl.dcch";
	assert_int_equal(dtap_gsmtap_head(head, &pdu), 8);
	assert_memory_equal(head, nr, 8);
	pdu.dissector = "raw_ip";
	assert_int_equal(dtap_gsmtap_head(head, &pdu), 0);
}

static void
ip_and_udp_are_right(void **state)
{
	uint8_t head[DTAP_UPPER_HEAD];
	struct dtap_upper_pdu pdu = known;
	uint32_t sum = 0;

	(void)state;
	assert_int_equal(dtap_gsmtap_ip_head(head, &pdu), 28 + 16);
	for (size_t i = 0; i < 20; i += 2)
		sum += (uint32_t)(head[i] << 8 | head[i + 1]);
	assert_int_equal((sum & 0xffff) + (sum >> 16), 0xffff);
	assert_int_equal(head[2] << 8 | head[3], 28 + 16 + 3);
	assert_int_equal(head[22] << 8 | head[23], 4729);
	assert_int_equal(head[24] << 8 | head[25], 8 + 16 + 3);
	pdu.size = 65500; /* fits no datagram */
	assert_int_equal(dtap_gsmtap_ip_head(head, &pdu), 0);
}

static void
no_name_is_too_long_for_a_head(void **state)
{
	(void)state;
	for (size_t i = 0; i < dtap_gsmtap_place_count; i++) {
		struct dtap_upper_pdu pdu = known;
		uint8_t head[2 * DTAP_UPPER_HEAD];

		pdu.dissector = dtap_gsmtap_places[i].dissector;
		pdu.pci = pdu.arfcn = pdu.sfn = pdu.subframe = INT32_MAX;
		assert_true(dtap_exported_pdu_head(head, &pdu) <=
			    DTAP_UPPER_HEAD);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			an_exported_pdu_has_dissector_direction_and_cell),
		cmocka_unit_test(what_is_not_known_is_not_said),
		cmocka_unit_test(gsmtap_has_version_2_and_for_nr_3),
		cmocka_unit_test(ip_and_udp_are_right),
		cmocka_unit_test(no_name_is_too_long_for_a_head),
	};

	return RUN(tests);
}
