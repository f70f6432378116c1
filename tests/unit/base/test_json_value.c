/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/json_value.h"

static const char text[] =
	" { \"a\" : \"b\", \"n\":-12 ,\"o\": {\"a\": [1, {\"x\": \"}\"}], "
	"\"s\": \"q\\\"\"}, \"last\":9223372036854775807, \"big\":"
	"9223372036854775808, \"f\": 1.5, \"t\": true, \"e\": {}}";

static struct dtap_json
member(const char *name)
{
	struct dtap_json object, value = {0};

	assert_true(dtap_json_open(&object, text, strlen(text)));
	assert_true(dtap_json_member(&object, name, &value));
	return value;
}

static void
finds_members(void **state)
{
	struct dtap_json value = member("a"), object, inner;
	char out[8];
	int64_t number;

	(void)state;
	assert_true(dtap_json_text(&value, out, sizeof out));
	assert_string_equal(out, "b");
	assert_false(dtap_json_text(&value, out, 1));
	assert_false(dtap_json_integer(&value, &number));
	value = member("n");
	assert_true(dtap_json_integer(&value, &number));
	assert_int_equal(number, -12);
	assert_false(dtap_json_text(&value, out, sizeof out));
	value = member("last");
	assert_true(dtap_json_integer(&value, &number));
	assert_true(number == INT64_MAX);
	object = member("o");
	assert_true(dtap_json_member(&object, "s", &inner));
	assert_false(dtap_json_text(&inner, out, sizeof out)); /* an escape */
	assert_true(dtap_json_member(&object, "a", &inner));
	assert_int_equal(*inner.at, '[');
	assert_int_equal(inner.end[-1], ']');
	assert_false(dtap_json_member(&inner, "x", &value));
}

static void
refuses_what_is_not_there(void **state)
{
	struct dtap_json object = member("e"), value = member("big");
	int64_t number;

	(void)state;
	assert_false(dtap_json_integer(&value, &number));
	value = member("f");
	assert_false(dtap_json_integer(&value, &number));
	value = member("t");
	assert_false(dtap_json_integer(&value, &number));
	assert_false(dtap_json_member(&object, "a", &value));
	assert_false(dtap_json_open(&object, "[1]", 3));
	assert_false(dtap_json_open(&object, "{\"a\":}", 6));
	assert_false(dtap_json_open(&object, "{} x", 4));
}

static void
walks_an_object(void **state)
{
	struct dtap_json walk, name, value;
	unsigned count = 0;

	(void)state;
	assert_true(dtap_json_open(&walk, text, strlen(text)));
	while (dtap_json_next(&walk, &name, &value)) {
		assert_int_equal(*name.at, '"');
		assert_true(value.at < value.end);
		count++;
	}
	assert_int_equal(count, 8);
}

static void
walks_an_array(void **state)
{
	struct dtap_json object = member("o"), walk, value;

	(void)state;
	assert_true(dtap_json_member(&object, "a", &walk));
	assert_true(dtap_json_next_item(&walk, &value));
	assert_int_equal(*value.at, '1');
	assert_true(dtap_json_next_item(&walk, &value));
	assert_int_equal(*value.at, '{');
	assert_int_equal(value.end[-1], '}');
	assert_false(dtap_json_next_item(&walk, &value));
	object = member("e");
	assert_false(dtap_json_next_item(&object, &value));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_members),
		cmocka_unit_test(refuses_what_is_not_there),
		cmocka_unit_test(walks_an_object),
		cmocka_unit_test(walks_an_array),
	};

	return RUN(tests);
}
