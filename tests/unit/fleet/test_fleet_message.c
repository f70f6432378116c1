/* SPDX-License-Identifier: MIT */
#include "fleet/fleet_message.h"

#include "support/testing.h"

static const struct dtap_fleet_message example = {
	.boot = 0x0123456789abcdef,
	.seq = 7,
	.first = 100,
	.count = 12,
	.lost = {3, 4096},
	.begun = INT64_C(1795863600000000000),
	.ended = INT64_C(1795863601000000000),
	.offset = -2000000000,
	.sent = INT64_C(1795863602000000001),
	.encoding = DTAP_FLEET_ZSTD,
};

static const char *const example_values[DTAP_FLEET_HEADERS] = {
	"1",
	"0123456789abcdef",
	"7",
	"100",
	"12",
	"3 4096",
	"1795863600000000000",
	"1795863601000000000",
	"-2000000000",
	"1795863602000000001",
	"zstd",
};

static void
headers_have_the_values_of_the_manual(void **state)
{
	static const char *const names[DTAP_FLEET_HEADERS] = {
		"Dtap-Version", "Dtap-Boot", "Dtap-Seq",         "Dtap-First",
		"Dtap-Count",   "Dtap-Lost", "Dtap-Begun",       "Dtap-Ended",
		"Dtap-Offset",  "Dtap-Sent", "Content-Encoding",
	};
	char value[DTAP_FLEET_VALUE_ROOM];

	(void)state;
	for (int i = 0; i < DTAP_FLEET_HEADERS; i++) {
		assert_string_equal(
			dtap_fleet_header_name((enum dtap_fleet_header)i),
			names[i]);
		assert_true(dtap_fleet_header_write(
			&example, (enum dtap_fleet_header)i, value));
		assert_string_equal(value, example_values[i]);
	}
}

/* Writes all headers, and reads them. */
static void
check_again(const struct dtap_fleet_message *message)
{
	char texts[DTAP_FLEET_HEADERS][DTAP_FLEET_VALUE_ROOM];
	const char *values[DTAP_FLEET_HEADERS] = {NULL};
	struct dtap_fleet_message again;
	enum dtap_fleet_header wrong;

	for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
		if (dtap_fleet_header_write(message, (enum dtap_fleet_header)i,
					    texts[i]))
			values[i] = texts[i];
	assert_true(dtap_fleet_message_read(&again, values, &wrong));
	assert_int_equal(again.boot, message->boot);
	assert_int_equal(again.seq, message->seq);
	assert_int_equal(again.first, message->first);
	assert_int_equal(again.count, message->count);
	assert_int_equal(again.lost.containers, message->lost.containers);
	assert_int_equal(again.lost.bytes, message->lost.bytes);
	assert_int_equal(again.begun, message->begun);
	assert_int_equal(again.ended, message->ended);
	assert_int_equal(again.offset, message->offset);
	assert_int_equal(again.sent, message->sent);
	assert_int_equal(again.encoding, message->encoding);
}

static void
a_message_is_read_as_it_was_written(void **state)
{
	static const struct dtap_fleet_message zeros = {0};
	static const struct dtap_fleet_message most = {
		.boot = UINT64_MAX,
		.seq = UINT64_MAX,
		.first = UINT64_MAX - 1,
		.count = 1,
		.lost = {UINT64_MAX, UINT64_MAX},
		.begun = INT64_MAX,
		.ended = INT64_MAX,
		.offset = -INT64_MAX,
		.sent = INT64_MAX,
	};

	(void)state;
	check_again(&example);
	check_again(&zeros);
	check_again(&most);
}

static const struct wrong_value {
	enum dtap_fleet_header header;
	const char *text;
} wrong_values[] = {
	{DTAP_FLEET_VERSION, NULL},
	{DTAP_FLEET_VERSION, "2"},
	{DTAP_FLEET_VERSION, "01"},
	{DTAP_FLEET_VERSION, "1 "},
	{DTAP_FLEET_BOOT, NULL},
	{DTAP_FLEET_BOOT, ""},
	{DTAP_FLEET_BOOT, "0123456789ABCDEF"},
	{DTAP_FLEET_BOOT, "123456789abcdef"},
	{DTAP_FLEET_BOOT, "00123456789abcdef"},
	{DTAP_FLEET_BOOT, "0x23456789abcdef"},
	{DTAP_FLEET_SEQ, NULL},
	{DTAP_FLEET_SEQ, ""},
	{DTAP_FLEET_SEQ, "07"},
	{DTAP_FLEET_SEQ, "+7"},
	{DTAP_FLEET_SEQ, " 7"},
	{DTAP_FLEET_SEQ, "7 "},
	{DTAP_FLEET_SEQ, "7\n"},
	{DTAP_FLEET_SEQ, "-1"},
	{DTAP_FLEET_SEQ, "18446744073709551616"},
	{DTAP_FLEET_SEQ, "99999999999999999999999999"},
	{DTAP_FLEET_FIRST, "1e3"},
	{DTAP_FLEET_COUNT, "18446744073709551615"}, /* first + count */
	{DTAP_FLEET_LOST, NULL},
	{DTAP_FLEET_LOST, "3"},
	{DTAP_FLEET_LOST, "3  4096"},
	{DTAP_FLEET_LOST, "3 4096 1"},
	{DTAP_FLEET_LOST, "3,4096"},
	{DTAP_FLEET_LOST, " 3 4096"},
	{DTAP_FLEET_BEGUN, "-1"},
	{DTAP_FLEET_BEGUN, "9223372036854775808"},
	{DTAP_FLEET_ENDED, "1.5"},
	{DTAP_FLEET_OFFSET, "-0"},
	{DTAP_FLEET_OFFSET, "--1"},
	{DTAP_FLEET_OFFSET, "-"},
	{DTAP_FLEET_OFFSET, "+1"},
	{DTAP_FLEET_OFFSET, "-9223372036854775808"},
	{DTAP_FLEET_SENT, NULL},
	{DTAP_FLEET_ENCODING, ""},
	{DTAP_FLEET_ENCODING, "gzip"},
	{DTAP_FLEET_ENCODING, "zstd, zstd"},
};

static void
a_header_that_we_would_not_write_is_refused_and_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong_values); i++) {
		const struct wrong_value *one = &wrong_values[i];
		struct dtap_fleet_message message = {.seq = 77};
		const char *values[DTAP_FLEET_HEADERS];
		enum dtap_fleet_header wrong;

		memcpy(values, example_values, sizeof values);
		values[one->header] = one->text;
		if (dtap_fleet_message_read(&message, values, &wrong))
			fail_msg("%s: \"%s\" was accepted",
				 dtap_fleet_header_name(one->header),
				 one->text != NULL ? one->text : "(absent)");
		assert_int_equal(wrong, one->header);
		assert_int_equal(message.seq, 77);
	}
}

static void
an_id_tells_messages_of_devices_boots_and_taps_apart(void **state)
{
	static const struct dtap_fleet_name name = {"lab", "rig-7", "ipa"};
	static const struct dtap_fleet_message most = {.boot = UINT64_MAX,
						       .seq = UINT64_MAX};
	struct dtap_fleet_name longest;
	char id[DTAP_FLEET_ID_ROOM];

	(void)state;
	dtap_fleet_id_write(&name, &example, id);
	assert_string_equal(id, "rig-7.0123456789abcdef.ipa.7");
	memset(longest.device, 'a', DTAP_FLEET_WORD);
	memset(longest.tap, 'b', DTAP_FLEET_WORD);
	longest.device[DTAP_FLEET_WORD] = longest.tap[DTAP_FLEET_WORD] = '\0';
	dtap_fleet_id_write(&longest, &most, id);
	assert_int_equal(strlen(id), DTAP_FLEET_ID_ROOM - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_have_the_values_of_the_manual),
		cmocka_unit_test(a_message_is_read_as_it_was_written),
		cmocka_unit_test(
			a_header_that_we_would_not_write_is_refused_and_named),
		cmocka_unit_test(
			an_id_tells_messages_of_devices_boots_and_taps_apart),
	};

	return RUN(tests);
}
