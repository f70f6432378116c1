/* SPDX-License-Identifier: MIT */
/* Host and port are read in one way, and addresses are compared as such. */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/net.h"
#include "support/testing.h"

static bool
reads(struct dtap_net_host_port *out, const char *text)
{
	return dtap_net_read_host_port(out, text, strlen(text));
}

static void
host_and_port_are_read_in_all_forms(void **state)
{
	static const struct {
		const char *text, *host, *port;
	} rows[] = {
		{"localhost", "localhost", ""},
		{"localhost:9840", "localhost", "9840"},
		{"127.0.0.1:1", "127.0.0.1", "1"},
		{":2500", "", "2500"},
		{"", "", ""},
		{"[::1]", "::1", ""},
		{"[::1]:9840", "::1", "9840"},
		{"[fe80::1%eth0]:80", "fe80::1%eth0", "80"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dtap_net_host_port out;

		assert_true(reads(&out, rows[i].text));
		assert_string_equal(out.host, rows[i].host);
		assert_string_equal(out.port, rows[i].port);
	}
}

static void
what_is_ambiguous_or_too_long_is_refused(void **state)
{
	static const char *const wrong[] = {
		"localhost:", "::1",    "::1:2500", "[::1",      "[]:80",
		"[::1]80",    "[::1]:", "a:1:2",    "[::1]:1:2",
	};
	char name[301];
	struct dtap_net_host_port out;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(reads(&out, wrong[i]));
	memset(name, 'a', sizeof name);
	name[sizeof out.host] = '\0';
	assert_false(reads(&out, name));
	name[sizeof out.host - 1] = '\0';
	assert_true(reads(&out, name));
	assert_string_equal(out.host, name);
	strcpy(name, "h:");
	memset(name + 2, '1', sizeof out.port);
	name[2 + sizeof out.port] = '\0';
	assert_false(reads(&out, name));
}

static void
no_byte_beyond_the_size_is_read(void **state)
{
	struct dtap_net_host_port out;

	(void)state;
	assert_true(dtap_net_read_host_port(&out, "host:80/path", 7));
	assert_string_equal(out.port, "80");
	assert_false(dtap_net_read_host_port(&out, "[::1]", 4));
}

static void
an_ipv6_host_is_written_with_brackets(void **state)
{
	char out[DTAP_NET_HOST_PORT];

	(void)state;
	assert_string_equal(dtap_net_write_host_port(out, "::1", "80"),
			    "[::1]:80");
	assert_string_equal(dtap_net_write_host_port(out, "a.b", "9840"),
			    "a.b:9840");
}

static void
addresses_are_compared_as_numbers(void **state)
{
	(void)state;
	assert_true(dtap_net_same_address("127.0.0.1", "::ffff:127.0.0.1"));
	assert_true(dtap_net_same_address("::1", "0:0:0:0:0:0:0:1"));
	assert_false(dtap_net_same_address("127.0.0.1", "127.0.0.2"));
	assert_false(dtap_net_same_address("localhost", "localhost"));
	assert_false(dtap_net_same_address("", ""));
}

static void
loopback_is_told_from_the_rest(void **state)
{
	static const char *const here[] = {"127.0.0.1", "127.9.9.9", "::1",
					   "::ffff:127.0.0.1"};
	static const char *const reached[] = {
		"0.0.0.0",         "::",        "192.168.1.1",
		"::ffff:10.0.0.1", "localhost", ""};

	(void)state;
	for (size_t i = 0; i < COUNT(here); i++)
		assert_true(dtap_net_is_loopback(here[i]));
	for (size_t i = 0; i < COUNT(reached); i++)
		assert_false(dtap_net_is_loopback(reached[i]));
}

static void
an_address_with_a_zone_is_compared_and_bound(void **state)
{
	unsigned index = if_nametoindex("lo");
	char here[40];
	int fd;

	(void)state;
	snprintf(here, sizeof here, "fe80::1%%%u", index);
	assert_true(dtap_net_same_address("fe80::1%lo", here));
	assert_true(dtap_net_same_address("fe80::1", "fe80::1%lo"));
	assert_true(dtap_net_same_address("fe80::1%none0", "fe80::1%lo"));
	assert_false(dtap_net_same_address("fe80::1%lo", "fe80::2%lo"));
	assert_false(dtap_net_same_address("127.0.0.1%lo", "127.0.0.1"));
	assert_true(dtap_net_is_loopback("::1%lo"));
	fd = dtap_net_bind("::1%lo", 0);
	if (fd < 0)
		skip(); /* a machine without IPv6 */
	assert_true(dtap_net_port(fd) > 0);
	close(fd);
}

static void
an_address_without_its_zone_is_told_from_one_that_is_none(void **state)
{
	static const struct {
		const char *address;
		int error;
	} rows[] = {
		{"fe80::1", ENODEV},   {"fe80::1%none0", ENODEV},
		{"fe80::1%", ENODEV},  {"fe80::1%99999999999", ENODEV},
		{"localhost", EINVAL}, {"127.0.0.1%lo", EINVAL},
		{"[::1]", EINVAL},     {"", EINVAL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		errno = 0;
		assert_int_equal(dtap_net_bind(rows[i].address, 0), -1);
		assert_int_equal(errno, rows[i].error);
	}
}

static void
the_zone_of_an_url_is_decoded(void **state)
{
	static const char *const rows[][2] = {
		{"fe80::1%25eth0", "fe80::1%eth0"},
		{"fe80::1%eth0", "fe80::1%eth0"},
		{"fe80::1%251", "fe80::1%1"},
		{"fe80::1%25", "fe80::1%25"},
		{"fe80::1", "fe80::1"},
		{"a%25b", "a%25b"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char host[40];

		strcpy(host, rows[i][0]);
		dtap_net_decode_zone(host);
		assert_string_equal(host, rows[i][1]);
	}
}

static void
one_host_is_no_group_and_no_network(void **state)
{
	static const char *const hosts[] = {"127.0.0.1", "192.0.2.1", "::1",
					    "2001:db8::1", "::ffff:192.0.2.1"};
	static const char *const others[] = {"0.0.0.0",
					     "::",
					     "224.0.0.1",
					     "239.1.2.3",
					     "255.255.255.255",
					     "ff02::1",
					     "::ffff:224.0.0.1",
					     "localhost",
					     ""};

	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++)
		assert_true(dtap_net_is_one_host(hosts[i]));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(dtap_net_is_one_host(others[i]));
}

static void
a_socket_address_has_its_port(void **state)
{
	struct sockaddr_storage address;
	const struct sockaddr_in *v4 = (const void *)&address;

	(void)state;
	assert_int_equal(dtap_net_socket_address(&address, "127.0.0.1", 4729),
			 sizeof *v4);
	assert_int_equal(ntohs(v4->sin_port), 4729);
	assert_int_equal(dtap_net_socket_address(&address, "a", 1), 0);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(dtap_net_socket_address(&address, "fe80::1", 1), 0);
	assert_int_equal(errno, ENODEV);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_and_port_are_read_in_all_forms),
		cmocka_unit_test(what_is_ambiguous_or_too_long_is_refused),
		cmocka_unit_test(no_byte_beyond_the_size_is_read),
		cmocka_unit_test(an_ipv6_host_is_written_with_brackets),
		cmocka_unit_test(addresses_are_compared_as_numbers),
		cmocka_unit_test(loopback_is_told_from_the_rest),
		cmocka_unit_test(an_address_with_a_zone_is_compared_and_bound),
		cmocka_unit_test(
			an_address_without_its_zone_is_told_from_one_that_is_none),
		cmocka_unit_test(the_zone_of_an_url_is_decoded),
		cmocka_unit_test(one_host_is_no_group_and_no_network),
		cmocka_unit_test(a_socket_address_has_its_port),
	};

	return RUN(tests);
}
