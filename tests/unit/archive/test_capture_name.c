/* SPDX-License-Identifier: MIT */
#include "archive/capture_name.h"

#include "support/testing.h"

static void
a_name_is_read_as_it_was_written(void **state)
{
	static const char *const texts[] = {
		"diag-20261125T100000Z-000042.pcap",
		"diag-20261125T100000Z-000042.pcap.part",
		"diag-20261125T100000Z-000042.pcap.gz",
		"diag-20261125T100000Z-000042.pcap.zst.part",
		"ipa-19700101T000000Z-999999999.raw",
		"diag-lab_3.b-20260228T235959Z-1234567.json",
		"diag-20261125T100000Z-99991231T235959Z-000001.raw.gz",
	};
	struct dtap_capture_name name;
	char text[DTAP_CAPTURE_NAME_ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_true(dtap_capture_name_read(&name, texts[i]));
		dtap_capture_name_write(&name, text);
		assert_string_equal(text, texts[i]);
	}
}

static void
a_name_that_we_would_not_write_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"diag",
		"notes.txt",
		"diag-20261125T100000Z-000042",
		"diag-20261125T100000Z-000042.pcapng",
		"diag-20261125T100000Z-000042.pcap~",
		"diag-20261125T100000Z-000042.pcap.part.part",
		"diag-20261125T100000Z-000042.json.gz",
		"diag-20261125T100000Z-42.pcap",      /* six digits at least */
		"diag-20261125T100000Z-0000042.pcap", /* and no more zeros */
		"diag-20261125T100000Z-1000000000.pcap",
		"diag-20261125T100000Z-+00042.pcap",
		"diag-20261125T100000Z- 00042.pcap",
		"diag-20261131T100000Z-000042.pcap", /* no such day */
		"diag-20261125T250000Z-000042.pcap",
		"diag-2026112T5100000Z-000042.pcap",
		"diag-20261125T100000-000042.pcap",
		"diag--20261125T100000Z-000042.pcap",
		"diag-a-b-20261125T100000Z-000042.pcap",
		"diag-a/b-20261125T100000Z-000042.pcap",
		"../diag-20261125T100000Z-000042.pcap",
		"-20261125T100000Z-000042.pcap",
		"diag-20261125T100000Z-000042.pcap\n",
		"averyveryverylongtap-20261125T100000Z-000042.pcap",
	};
	struct dtap_capture_name name;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (dtap_capture_name_read(&name, texts[i]))
			fail_msg("\"%s\" was taken for a name", texts[i]);
}

static void
a_number_tells_the_order_whatever_the_clock_said(void **state)
{
	struct dtap_capture_name before, after;

	(void)state;
	assert_true(dtap_capture_name_read(
		&before, "diag-20261125T100000Z-000007.pcap"));
	assert_true(dtap_capture_name_read(&after,
					   "diag-19700101T000003Z-000008.raw"));
	assert_true(dtap_capture_name_order(&before, &after) < 0);
	assert_true(dtap_capture_name_order(&after, &before) > 0);
	assert_false(dtap_capture_name_same(&before, &after));
}

static void
the_longest_name_has_room(void **state)
{
	struct dtap_capture_name name = {
		.tap = "sixteen_letters_",
		.word = "thirty_two_letters_are_the_most_",
		.time = INT64_MAX,
		.sequence = DTAP_CAPTURE_NAME_LAST,
		.kind = DTAP_FILE_PCAP_ZST,
		.part = true,
	};
	char text[DTAP_CAPTURE_NAME_ROOM];

	(void)state;
	dtap_capture_name_write(&name, text);
	assert_true(dtap_capture_name_read(&name, text));
	assert_true(dtap_capture_name_is_word(name.word));
	assert_false(
		dtap_capture_name_is_word("thirty_three_letters_are_too_many"));
	strcpy(strstr(text, "most_") + 5, "_-20260101T000000Z-000001.raw");
	assert_false(dtap_capture_name_read(&name, text));
	assert_false(dtap_capture_name_is_word("a-b"));
	assert_true(dtap_capture_name_is_word(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_read_as_it_was_written),
		cmocka_unit_test(a_name_that_we_would_not_write_is_refused),
		cmocka_unit_test(
			a_number_tells_the_order_whatever_the_clock_said),
		cmocka_unit_test(the_longest_name_has_room),
	};

	return RUN(tests);
}
