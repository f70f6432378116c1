/* SPDX-License-Identifier: MIT */
#include "launcher/address.h"

#include "support/testing.h"

#define PATH_AT offsetof(struct sockaddr_un, sun_path)

static void
path_ends_with_a_zero(void **state)
{
	struct dtap_address address;

	(void)state;
	assert_true(dtap_address_read(&address, "/run/x"));
	assert_int_equal(address.un.sun_family, AF_UNIX);
	assert_int_equal(address.size, PATH_AT + 7);
	assert_string_equal(address.un.sun_path, "/run/x");
}

static void
abstract_name_begins_with_a_zero_and_has_no_end(void **state)
{
	struct dtap_address address;

	(void)state;
	assert_true(dtap_address_read(&address, "@name"));
	assert_int_equal(address.size, PATH_AT + 5);
	assert_memory_equal(address.un.sun_path, "\0name", 5);
}

static void
at_sign_alone_is_the_name_of_zeros(void **state)
{
	static const char zeros[108];
	struct dtap_address address;

	(void)state;
	assert_true(dtap_address_read(&address, "@"));
	assert_int_equal(address.size, sizeof address.un);
	assert_memory_equal(address.un.sun_path, zeros, sizeof zeros);
}

static void
what_is_too_long_or_empty_is_refused(void **state)
{
	struct dtap_address address;
	char text[200];
	const size_t room = sizeof address.un.sun_path;

	(void)state;
	assert_false(dtap_address_read(&address, ""));
	memset(text, 'a', sizeof text);
	text[room] = '\0';
	assert_false(dtap_address_read(&address, text));
	text[0] = '@';
	assert_true(dtap_address_read(&address, text));
	assert_int_equal(address.size, sizeof address.un);
	text[room] = 'a';
	text[room + 1] = '\0';
	assert_false(dtap_address_read(&address, text));
	text[0] = 'a';
	text[room - 1] = '\0';
	assert_true(dtap_address_read(&address, text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(path_ends_with_a_zero),
		cmocka_unit_test(
			abstract_name_begins_with_a_zero_and_has_no_end),
		cmocka_unit_test(at_sign_alone_is_the_name_of_zeros),
		cmocka_unit_test(what_is_too_long_or_empty_is_refused),
	};

	return RUN(tests);
}
