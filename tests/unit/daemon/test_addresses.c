/* SPDX-License-Identifier: MIT */
#include "daemon/addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

/* This machine has it: a socket can be bound to it. */
static bool
is_here(const char *address)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	bool is_v4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
	const struct sockaddr *socket_address =
		is_v4 ? (const void *)&v4 : (const void *)&v6;
	int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM, 0);
	bool bound;

	assert_true(is_v4 || inet_pton(AF_INET6, address, &v6.sin6_addr) == 1);
	bound = bind(fd, socket_address, is_v4 ? sizeof v4 : sizeof v6) == 0;
	close(fd);
	return bound;
}

static void
all_addresses_are_named_by_those_that_clients_can_use(void **state)
{
	static const struct {
		const char *listen, *first;
	} cases[] = {
		{"0.0.0.0", "127.0.0.1"},
		{"::", "::1"},
		{"0:0::0", "::1"},
		{"::ffff:0.0.0.0", "127.0.0.1"},
	};
	struct dtap_addresses addresses;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtap_addresses_of(&addresses, cases[i].listen);
		assert_true(addresses.count >= 1);
		assert_string_equal(addresses.text[0], cases[i].first);
		assert_true(addresses.more == 0 ||
			    addresses.count == DTAP_ADDRESSES);
		for (size_t j = 1; j < addresses.count; j++) {
			assert_true(is_here(addresses.text[j]));
			assert_int_not_equal(
				strncmp(addresses.text[j], "fe80:", 5), 0);
		}
	}
}

static void
an_address_is_named_as_it_is(void **state)
{
	static const char *const listens[] = {"127.0.0.1", "192.0.2.1", "::1",
					      "fe80::1%eth0"};
	struct dtap_addresses addresses;

	(void)state;
	for (size_t i = 0; i < COUNT(listens); i++) {
		dtap_addresses_of(&addresses, listens[i]);
		assert_int_equal(addresses.count, 1);
		assert_int_equal(addresses.more, 0);
		assert_string_equal(addresses.text[0], listens[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			all_addresses_are_named_by_those_that_clients_can_use),
		cmocka_unit_test(an_address_is_named_as_it_is),
	};

	return RUN(tests);
}
