/* SPDX-License-Identifier: MIT */
#include "nats/link_server.h"

#include <string.h>

#include "support/testing.h"

static void
host_port_and_tls_are_read(void **state)
{
	static const struct {
		const char *url, *host, *port;
		bool tls;
	} cases[] = {
		{"nats://a.lan:4223", "a.lan", "4223", false},
		{"tls://[::1]:4222", "::1", "4222", true},
		{"nats://a.lan", "a.lan", "4222", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_link_server server;
		const char *url = cases[i].url;

		assert_true(dtap_link_server_read(&server, url, strlen(url)));
		assert_string_equal(server.host, cases[i].host);
		assert_string_equal(server.port, cases[i].port);
		assert_int_equal(server.tls, cases[i].tls);
	}
}

static void
anything_else_is_refused(void **state)
{
	static const char *const urls[] = {
		"",           "nats://",       "http://a.lan",
		"a.lan:4222", "nats://u:p@a",  "nats://a.lan/x",
		"nats://:1",  "nats://a:port", "nats://a:1234567890",
		"nats://::1",
	};
	struct dtap_link_server server;

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++)
		if (dtap_link_server_read(&server, urls[i], strlen(urls[i])))
			fail_msg("\"%s\" is taken", urls[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_port_and_tls_are_read),
		cmocka_unit_test(anything_else_is_refused),
	};

	return RUN(tests);
}
