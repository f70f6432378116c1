/* SPDX-License-Identifier: MIT */
#include "fleet/server_info.h"

#include "support/testing.h"

static bool
read(struct dtap_server_info *info, const char *line)
{
	return dtap_server_info_read(info, line, strlen(line));
}

static void
versions_before_2_10_are_old(void **state)
{
	static const struct {
		const char *version;
		bool is_old;
	} cases[] = {
		{"2.10.0", false}, {"2.10.27", false},       {"2.9.25", true},
		{"1.4.1", true},   {"3.0.0", false},         {"2.100.1", false},
		{"0.10.1", true},  {"2.12.0-beta.1", false},
	};
	struct dtap_server_info info;
	char line[200];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(line, sizeof line,
			 "INFO {\"server_id\":\"N\",\"version\":\"%s\"}\r\n",
			 cases[i].version);
		assert_true(read(&info, line));
		assert_string_equal(info.version, cases[i].version);
		assert_int_equal(info.is_old, cases[i].is_old);
		assert_false(info.wants_tls);
	}
}

static void
a_server_says_that_it_wants_tls(void **state)
{
	struct dtap_server_info info;

	(void)state;
	assert_true(read(&info, "INFO {\"tls_required\":true,"
				"\"version\":\"2.10.1\"} \r\n"));
	assert_true(info.wants_tls);
	assert_true(read(&info, "INFO {\"version\":\"2.10.1\","
				"\"tls_required\": false}"));
	assert_false(info.wants_tls);
}

static void
other_servers_and_hostile_lines_are_refused(void **state)
{
	static const char *const lines[] = {
		"",
		"INFO ",
		"INFO {}\r\n",
		"SSH-2.0-OpenSSH_9.2p1\r\n",
		"HTTP/1.1 400 Bad Request\r\n",
		"INFO {\"version\":\"2.10.1\"\r\n",
		"INFO {\"version\":2.10}\r\n",
		"INFO {\"version\":\"two\"}\r\n",
		"INFO {\"version\":\"2.10.\x1b[31m\"}\r\n",
		"INFO {\"version\":\"2.10.1111111111111111111111111111\"}\r\n",
		"INFO {\"Version\":\"2.10.1\"}\r\n",
		"-ERR 'maximum connections exceeded'\r\n",
	};
	struct dtap_server_info info;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_false(read(&info, lines[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_before_2_10_are_old),
		cmocka_unit_test(a_server_says_that_it_wants_tls),
		cmocka_unit_test(other_servers_and_hostile_lines_are_refused),
	};

	return RUN(tests);
}
