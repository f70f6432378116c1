/* SPDX-License-Identifier: MIT */
/* All JSON that leaves is UTF-8 and JSON, whatever bytes go in. */
#include <stdlib.h>

#include "base/json.h"
#include "support/testing.h"

static char *
written(const char *text)
{
	char *json;
	size_t size;
	FILE *out = open_memstream(&json, &size);

	dtap_json_string(out, text);
	fclose(out);
	return json;
}

#define BAD "\xef\xbf\xbd"

static void
what_is_not_utf8_is_written_as_ufffd(void **state)
{
	static const char *const rows[][2] = {
		{"", "\"\""},
		{"a\"\\/\x01\x7f\n", "\"a\\\"\\\\/\\u0001\\u007f\\u000a\""},
		{"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x93\xb6",
		 "\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x93\xb6\""},
		{"\xff", "\"" BAD "\""},
		{"a\xe4z", "\"a" BAD "z\""},
		{"\x80\xbf", "\"" BAD BAD "\""},
		/* Cut in the middle of a character: one mark each. */
		{"a\xe2\x82", "\"a" BAD "\""},
		{"\xf0\x9f\x93", "\"" BAD "\""},
		{"\xe2\x82\"", "\"" BAD "\\\"\""},
		/* Too long a form, a surrogate, above U+10FFFF. */
		{"\xc0\xaf", "\"" BAD BAD "\""},
		{"\xed\xa0\x80", "\"" BAD BAD BAD "\""},
		{"\xf4\x90\x80\x80", "\"" BAD BAD BAD BAD "\""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *json = written(rows[i][0]);

		assert_string_equal(json, rows[i][1]);
		free(json);
	}
}

/* Every text of one, two and three bytes out of a set that covers all cases. */
static void
whatever_is_written_is_json(void **state)
{
	static const char bytes[] = "\x01\"\\a\x7f\x80\x9f\xa0\xbf\xc2\xe0\xed"
				    "\xef\xf0\xf4\xff";
	const size_t n = sizeof bytes - 1;

	(void)state;
	for (size_t i = 0; i < n * n * n; i++) {
		char text[4] = {bytes[i % n], bytes[i / n % n],
				bytes[i / n / n], '\0'};
		char *json = written(text), object[64];

		snprintf(object, sizeof object, "{\"a\": %s}", json);
		assert_true(dtap_json_is_object(object, strlen(object)));
		free(json);
	}
}

static bool
is_object(const char *text)
{
	/* Nothing behind its end is read: ASan tells. */
	size_t size = strlen(text);
	char *copy = malloc(size + 1);
	bool result;

	memcpy(copy, text, size);
	result = dtap_json_is_object(copy, size);
	free(copy);
	return result;
}

static void
json_objects_are_told_from_other_text(void **state)
{
	static const char *const good[] = {
		"{}",
		" { } \n",
		"{\"a\": 1}",
		"{\"a\":[],\"b\":[1,-0.5e+3,true,false,null,\"\",{}]}",
		"{\"\\u00e4\\n\\\"\": \"\xc3\xa4\"}",
	};
	static const char *const bad[] = {
		"",
		"[]",
		"1",
		"{",
		"}",
		"{}}",
		"{} {}",
		"{,}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\": 1,}",
		"{a: 1}",
		"{'a': 1}",
		"{\"a\": 01}",
		"{\"a\": 1.}",
		"{\"a\": .5}",
		"{\"a\": +1}",
		"{\"a\": 1e}",
		"{\"a\": tru}",
		"{\"a\": NaN}",
		"{\"a\": [1 2]}",
		"{\"a\": [1,]}",
		"{\"a\": \"}",
		"{\"a\": \"\n\"}",
		"{\"a\": \"\\x\"}",
		"{\"a\": \"\\u12g4\"}",
		"{\"a\": \"\xff\"}",
		"{\"a\": 1} x",
		"{\"a\" 1}",
		"{\"a\": \"b\\\"}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		if (!is_object(good[i]))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (is_object(bad[i]))
			fail_msg("%s", bad[i]);
	assert_false(dtap_json_is_object("{\0}", 3));
}

static void
depth_is_bounded(void **state)
{
	char text[4096] = "{\"a\":";

	(void)state;
	memset(text + 5, '[', 31);
	text[36] = '1';
	memset(text + 37, ']', 31);
	text[68] = '}';
	assert_true(dtap_json_is_object(text, 69));
	memset(text + 5, '[', sizeof text - 5);
	assert_false(dtap_json_is_object(text, sizeof text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_utf8_is_written_as_ufffd),
		cmocka_unit_test(whatever_is_written_is_json),
		cmocka_unit_test(json_objects_are_told_from_other_text),
		cmocka_unit_test(depth_is_bounded),
	};

	return RUN(tests);
}
