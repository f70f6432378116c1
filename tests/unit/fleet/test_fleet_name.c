/* SPDX-License-Identifier: MIT */
#include "fleet/fleet_name.h"

#include "support/testing.h"

#define WORD_32 "abcdefghijklmnopqrstuvwxyz-01234"
#define WORD_33 "abcdefghijklmnopqrstuvwxyz-012345"

static void
a_word_has_1_to_32_small_letters_digits_and_dashes(void **state)
{
	static const char *const good[] = {"a", "0", "-", "rig-7", WORD_32};
	static const char *const bad[] = {
		"",    "A",     "a.b", "a b",   "*",  ">",
		"a\n", "a\xe4", "a_b", WORD_33, " a", "a ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(dtap_fleet_is_word(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		if (dtap_fleet_is_word(bad[i]))
			fail_msg("\"%s\" was taken for a word", bad[i]);
}

static void
a_subject_is_read_as_it_was_written(void **state)
{
	static const struct dtap_fleet_name names[] = {
		{"lab", "rig-7", "diag"},
		{WORD_32, WORD_32, WORD_32},
	};
	static const char *const texts[] = {
		"diag.lab.rig-7.diag.pcap",
		"diag." WORD_32 "." WORD_32 "." WORD_32 ".pcap",
	};
	char text[DTAP_FLEET_SUBJECT_ROOM];

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct dtap_fleet_name name;

		dtap_fleet_subject_write(&names[i], text);
		assert_string_equal(text, texts[i]);
		assert_true(dtap_fleet_subject_read(&name, text));
		assert_string_equal(name.group, names[i].group);
		assert_string_equal(name.device, names[i].device);
		assert_string_equal(name.tap, names[i].tap);
	}
}

static void
a_subject_that_we_would_not_write_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"diag",
		"diag.lab.rig.diag",
		"diag.lab.rig.diag.raw",
		"diag.lab.rig.diag.pcapng",
		"diag.lab.rig.diag.pcap.",
		"diag.lab.rig.pcap",
		"diag.lab.rig.x.diag.pcap",
		"diag..rig.diag.pcap",
		"diag.lab.*.diag.pcap",
		"diag.Lab.rig.diag.pcap",
		"DIAG.lab.rig.diag.pcap",
		"xdiag.lab.rig.diag.pcap",
		"diag.abcdefghijklmnopqrstuvwxyz-012345.rig.diag.pcap",
	};
	struct dtap_fleet_name name = {.group = "kept"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (dtap_fleet_subject_read(&name, texts[i]))
			fail_msg("\"%s\" was taken for a subject", texts[i]);
	assert_string_equal(name.group, "kept");
}

static void
a_key_has_group_and_device(void **state)
{
	static const char *const bad[] = {"",       "lab",      "lab.",
					  ".rig",   "lab.rig.", "lab.rig.diag",
					  "lab.RIG"};
	struct dtap_fleet_name name = {"lab", "rig-7", "diag"};
	char text[DTAP_FLEET_KEY_ROOM];

	(void)state;
	dtap_fleet_key_write(&name, text);
	assert_string_equal(text, "lab.rig-7");
	assert_true(dtap_fleet_key_read(&name, text));
	assert_string_equal(name.group, "lab");
	assert_string_equal(name.device, "rig-7");
	assert_string_equal(name.tap, "");
	for (size_t i = 0; i < COUNT(bad); i++)
		if (dtap_fleet_key_read(&name, bad[i]))
			fail_msg("\"%s\" was taken for a key", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_word_has_1_to_32_small_letters_digits_and_dashes),
		cmocka_unit_test(a_subject_is_read_as_it_was_written),
		cmocka_unit_test(a_subject_that_we_would_not_write_is_refused),
		cmocka_unit_test(a_key_has_group_and_device),
	};

	return RUN(tests);
}
