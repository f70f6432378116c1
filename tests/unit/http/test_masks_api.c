/* SPDX-License-Identifier: MIT */
#include "http/masks_api.h"

#include "support/testing.h"

static void
a_form_and_json_are_read(void **state)
{
	static const struct {
		const char *text, *preset, *logs, *messages;
		bool events, configured;
	} cases[] = {
		{"preset=radio", "radio", "", "none", false, false},
		{"preset=none\n", "none", "", "none", false, false},
		{"preset=configured", "none", "", "none", false, true},
		{"logs=B0C0", "none", "0xB0C0", "none", false, false},
		{"logs=b0c0,0x1+0XB821 1FEB&events=true", "none",
		 "0xB0C0 0x0001 0xB821 0x1FEB", "none", true, false},
		{"logs=&messages=fatal", "none", "", "fatal", false, false},
		{"events=false&preset=all&messages=low&logs=0", "all", "0x0000",
		 "low", false, false},
		{"{\"preset\": \"radio\"}", "radio", "", "none", false, false},
		{" {\n\"logs\" : \"0xB0C0 0xB821\",\"events\":true ,\r\n"
		 "\"messages\":\"high\"}\n",
		 "none", "0xB0C0 0xB821", "high", true, false},
		{"{\"preset\":\"configured\"}", "none", "", "none", false,
		 true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_masks_order order;
		char why[320] = "";

		if (!dtap_masks_api_read(&order, cases[i].text, why,
					 sizeof why))
			fail_msg("%s: %s", cases[i].text, why);
		assert_int_equal(order.configured, cases[i].configured);
		if (order.configured)
			continue;
		assert_string_equal(order.settings.preset, cases[i].preset);
		assert_string_equal(order.settings.logs, cases[i].logs);
		assert_string_equal(order.settings.messages, cases[i].messages);
		assert_int_equal(order.settings.events, cases[i].events);
	}
}

static void
what_is_wrong_is_said(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"", "The body must be"},
		{"preset", "The body must be"},
		{"{}", "The body must be"},
		{"{\"events\": \"true\"}", "The body must be"},
		{"{\"preset\": radio}", "The body must be"},
		{"{\"preset\": true}", "The body must be"},
		{"{\"preset\": \"rad\\u0069o\"}", "The body must be"},
		{"{\"preset\": \"radio\", }", "The body must be"},
		{"events=true&", "The body must be"},
		{"{\"preset\": \"radio\"", "does not end"},
		{"{\"preset\": \"radio\"} x", "does not end"},
		{"preset=radio\nx", "does not end"},
		{"preset=", "preset must be none, signalling"},
		{"preset=Radio", "preset must be none, signalling"},
		{"preset=radioradioradioradioradio", "preset must be none"},
		{"messages=all", "messages must be none, fatal"},
		{"events=1", "events must be true or false"},
		{"{\"events\": truefalse}", "events must be true or false"},
		{"logs=0x", "logs must be log codes in hexadecimal"},
		{"logs=1B0C0", "logs must be log codes in hexadecimal"},
		{"logs=B0C0;B0C1", "logs must be log codes in hexadecimal"},
		{"logs=-1", "logs must be log codes in hexadecimal"},
		{"logs=B0C0B821", "logs must be log codes in hexadecimal"},
		{"mask=1", "\"mask\" is not known"},
		{"preset=all&preset=all", "preset is named twice"},
		{"preset=configured&logs=B0C0", "stands alone"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_masks_order order;
		char why[320] = "";

		if (dtap_masks_api_read(&order, cases[i].text, why, sizeof why))
			fail_msg("%s: it is taken", cases[i].text);
		if (strstr(why, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].text, why);
	}
}

/* As many codes as a body can have: each has its place. */
static void
the_longest_list_of_codes_is_taken(void **state)
{
	char text[4097] = "logs=", why[320];
	struct dtap_masks_order order;
	size_t used = strlen(text), codes = 0;

	(void)state;
	for (; used + 5 < sizeof text; used += 5, codes++)
		snprintf(text + used, sizeof text - used, "B%03zX,", codes);
	assert_true(dtap_masks_api_read(&order, text, why, sizeof why));
	assert_int_equal(strlen(order.settings.logs) + 1,
			 codes * strlen("0xB000 "));
	memset(text + 5, 0, sizeof text - 5);
	for (used = 5; used + 2 < sizeof text; used += 2)
		strcpy(text + used, "1,"); /* needs more than there is */
	assert_false(dtap_masks_api_read(&order, text, why, sizeof why));
}

static void
the_log_names_what_was_set(void **state)
{
	struct dtap_masks_order order;
	char why[320], out[512];

	(void)state;
	assert_true(dtap_masks_api_read(
		&order, "preset=radio&logs=B0C0&events=true&messages=high", why,
		sizeof why));
	dtap_masks_api_describe(out, sizeof out, &order);
	assert_string_equal(out,
			    "preset radio, logs 0xB0C0, events, messages high");
	assert_true(dtap_masks_api_read(&order, "preset=configured", why,
					sizeof why));
	dtap_masks_api_describe(out, sizeof out, &order);
	assert_string_equal(out, "those of the configuration");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_and_json_are_read),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(the_longest_list_of_codes_is_taken),
		cmocka_unit_test(the_log_names_what_was_set),
	};

	return RUN(tests);
}
