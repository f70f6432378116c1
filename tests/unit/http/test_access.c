/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/access.h"
#include "support/testing.h"

static const struct dtap_access open_to_all = {.hosts = "hotspot.lan Modem"};
static const struct dtap_access guarded = {.token = "0123456789abcdef",
					   .hosts = ""};

static struct dtap_request
request_for(const char *host, const char *local)
{
	struct dtap_request request = {
		.arrival =
			local[0] == '\0' ? DTAP_ARRIVAL_UNIX : DTAP_ARRIVAL_TCP,
		.has_host = true,
	};

	strcpy(request.host, host);
	strcpy(request.local, local);
	return request;
}

static void
hosts_that_are_ours(void **state)
{
	static const struct {
		const char *host, *local;
		enum dtap_verdict verdict;
	} cases[] = {
		{"127.0.0.1:9840", "127.0.0.1", DTAP_ACCESS_GRANTED},
		{"127.0.0.1", "127.0.0.1", DTAP_ACCESS_GRANTED},
		{"192.168.1.1:80", "192.168.1.1", DTAP_ACCESS_GRANTED},
		{"192.168.1.1", "::ffff:192.168.1.1", DTAP_ACCESS_GRANTED},
		{"[::1]:9840", "::1", DTAP_ACCESS_GRANTED},
		{"[0:0:0:0:0:0:0:1]", "::1", DTAP_ACCESS_GRANTED},
		{"LOCALHOST:1", "127.0.0.1", DTAP_ACCESS_GRANTED},
		{"hotspot.lan:9840", "10.0.0.1", DTAP_ACCESS_GRANTED},
		{"modem", "10.0.0.1", DTAP_ACCESS_GRANTED},
		{"[fe80::5]:9840", "fe80::5%lo", DTAP_ACCESS_GRANTED},
		{"[fe80::5%lo]:9840", "fe80::5%lo", DTAP_ACCESS_GRANTED},
		{"[fe80::5%25lo]:9840", "fe80::5%lo", DTAP_ACCESS_GRANTED},
		{"[fe80::5%25eth7]", "fe80::5%lo", DTAP_ACCESS_GRANTED},
		{"anything", "", DTAP_ACCESS_GRANTED},
		{"", "10.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"[fe80::6%25lo]", "fe80::5%lo", DTAP_ACCESS_FOREIGN_HOST},
		{"0.0.0.0", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"127.0.0.1%lo", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"evil.example", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"hotspot", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"hotspot.lan.evil", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"lan Modem", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"127.0.0.2", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"localhost.evil", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{":9840", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
		{"[", "127.0.0.1", DTAP_ACCESS_FOREIGN_HOST},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_request request =
			request_for(cases[i].host, cases[i].local);

		if (dtap_access_check(&open_to_all, &request) !=
		    cases[i].verdict)
			fail_msg("Host: %s on %s", cases[i].host,
				 cases[i].local);
	}
}

static void
an_absent_host_is_granted_in_http10_only(void **state)
{
	struct dtap_request request = request_for("", "127.0.0.1");

	(void)state;
	request.has_host = false;
	assert_int_equal(dtap_access_check(&open_to_all, &request),
			 DTAP_ACCESS_FOREIGN_HOST);
	request.http10 = true;
	assert_int_equal(dtap_access_check(&open_to_all, &request),
			 DTAP_ACCESS_GRANTED);
}

/* getsockname(2) has failed, or was never asked: that is no Unix socket. */
static void
an_unknown_address_of_our_own_grants_nothing(void **state)
{
	struct dtap_request request = request_for("localhost", "");

	(void)state;
	request.arrival = DTAP_ARRIVAL_UNKNOWN;
	assert_int_equal(dtap_access_check(&open_to_all, &request),
			 DTAP_ACCESS_FOREIGN_HOST);
	assert_false(dtap_access_may_change(&open_to_all, &request));
	request.http10 = true;
	request.has_host = false;
	assert_int_equal(dtap_access_check(&open_to_all, &request),
			 DTAP_ACCESS_FOREIGN_HOST);
}

static void
a_page_of_another_origin_is_refused(void **state)
{
	static const struct {
		const char *origin;
		enum dtap_verdict verdict;
	} cases[] = {
		{NULL, DTAP_ACCESS_GRANTED},
		{"http://localhost:9840", DTAP_ACCESS_GRANTED},
		{"https://LOCALHOST:9840", DTAP_ACCESS_GRANTED},
		{"http://localhost:80", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"http://evil.example", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"null", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"localhost:9840", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"http://", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"a://localhost:9840", DTAP_ACCESS_FOREIGN_ORIGIN},
		{"http://evil.example://localhost:9840",
		 DTAP_ACCESS_FOREIGN_ORIGIN},
		{"http://localhost:9840, http://evil.example",
		 DTAP_ACCESS_FOREIGN_ORIGIN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_request request =
			request_for("localhost:9840", "127.0.0.1");

		request.has_origin = cases[i].origin != NULL;
		if (request.has_origin)
			strcpy(request.origin, cases[i].origin);
		if (dtap_access_check(&open_to_all, &request) !=
		    cases[i].verdict)
			fail_msg("Origin: %s", request.origin);
	}
}

static void
a_token_is_taken_as_bearer_and_as_password(void **state)
{
	static const struct {
		const char *authorization;
		enum dtap_verdict verdict;
	} cases[] = {
		{"Bearer 0123456789abcdef", DTAP_ACCESS_GRANTED},
		{"bearer 0123456789abcdef", DTAP_ACCESS_GRANTED},
		/* user:0123456789abcdef, and :0123456789abcdef */
		{"Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVm", DTAP_ACCESS_GRANTED},
		{"Basic OjAxMjM0NTY3ODlhYmNkZWY=", DTAP_ACCESS_GRANTED},
		{"", DTAP_ACCESS_NO_TOKEN},
		{"Bearer ", DTAP_ACCESS_NO_TOKEN},
		{"Bearer 0123456789abcdeF", DTAP_ACCESS_NO_TOKEN},
		{"Bearer 0123456789abcde", DTAP_ACCESS_NO_TOKEN},
		{"Bearer 0123456789abcdef0123456789abcdef",
		 DTAP_ACCESS_NO_TOKEN},
		{"0123456789abcdef", DTAP_ACCESS_NO_TOKEN},
		{"Digest 0123456789abcdef", DTAP_ACCESS_NO_TOKEN},
		{"Basic !!!!", DTAP_ACCESS_NO_TOKEN},
		/* a:0123456789abcdef with a NUL and more behind it */
		{"Basic YTowMTIzNDU2Nzg5YWJjZGVmAG1vcmU=",
		 DTAP_ACCESS_NO_TOKEN},
		/* the first one above, with what is no digit in it */
		{"Basic dXNlcjow MTIzNDU2Nzg5YWJjZGVm", DTAP_ACCESS_NO_TOKEN},
		{"Basic dXNlcjow!MTIzNDU2Nzg5YWJjZGVm", DTAP_ACCESS_NO_TOKEN},
		{"Basic dXNlcjow====MTIzNDU2Nzg5YWJjZGVm",
		 DTAP_ACCESS_NO_TOKEN},
		{"Basic =dXNlcjowMTIzNDU2Nzg5YWJjZGVm", DTAP_ACCESS_NO_TOKEN},
		{"Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVm=", DTAP_ACCESS_NO_TOKEN},
		{"Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVm====",
		 DTAP_ACCESS_NO_TOKEN},
		{"Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVmA", DTAP_ACCESS_NO_TOKEN},
		{"Basic \xe4XNlcjowMTIzNDU2Nzg5YWJjZGVm", DTAP_ACCESS_NO_TOKEN},
		{"Basic ", DTAP_ACCESS_NO_TOKEN},
		/* a:0123456789abcdeff, one byte more */
		{"Basic YTowMTIzNDU2Nzg5YWJjZGVmZg==", DTAP_ACCESS_NO_TOKEN},
		/* 0123456789abcdef without a user */
		{"Basic MDEyMzQ1Njc4OWFiY2RlZg==", DTAP_ACCESS_NO_TOKEN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_request request =
			request_for("localhost", "127.0.0.1");

		strcpy(request.authorization, cases[i].authorization);
		if (dtap_access_check(&guarded, &request) != cases[i].verdict)
			fail_msg("Authorization: %s", cases[i].authorization);
	}
}

/* In base64url, with and without padding; as a subprotocol of a WebSocket. */
static void
a_token_is_taken_as_a_subprotocol(void **state)
{
	static const struct dtap_access odd = {.token = "?>~?>~?>~?>~?>~0"};
	static const struct {
		const char *protocols;
		enum dtap_verdict verdict;
	} cases[] = {
		{"dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-MA", DTAP_ACCESS_GRANTED},
		{"x, dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-MA", DTAP_ACCESS_GRANTED},
		{"dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-MA==", DTAP_ACCESS_GRANTED},
		{"dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-M", DTAP_ACCESS_NO_TOKEN},
		{"dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-MA.", DTAP_ACCESS_NO_TOKEN},
		{"dtap.token.Pz5-Pz5-Pz5-Pz5-Pz5-MB0", DTAP_ACCESS_NO_TOKEN},
		{"dtap.token.", DTAP_ACCESS_NO_TOKEN},
		{"dtap.tokens.Pz5-Pz5-Pz5-Pz5-Pz5-MA", DTAP_ACCESS_NO_TOKEN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_request request =
			request_for("localhost", "127.0.0.1");

		strcpy(request.ws_protocols, cases[i].protocols);
		if (dtap_access_check(&odd, &request) != cases[i].verdict)
			fail_msg("Protocols: %s", cases[i].protocols);
	}
}

/* The longest text that fits is decoded whole, or refused. */
static void
a_long_password_is_not_cut_to_the_token(void **state)
{
	struct dtap_request request = request_for("localhost", "127.0.0.1");
	char *at =
		stpcpy(request.authorization, "Basic OjAxMjM0NTY3ODlhYmNkZWZm");

	(void)state;
	while (at + 4 < request.authorization + sizeof request.authorization)
		at = stpcpy(at, "ZmZm");
	assert_int_equal(dtap_access_check(&guarded, &request),
			 DTAP_ACCESS_NO_TOKEN);
}

static void
a_unix_socket_asks_for_no_token(void **state)
{
	struct dtap_request request = request_for("localhost", "");

	(void)state;
	assert_int_equal(dtap_access_check(&guarded, &request),
			 DTAP_ACCESS_GRANTED);
}

static void
a_token_file_must_be_its_owners_alone(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		int error;
	} cases[] = {
		{"0123456789abcdef\n", 0600, 0},
		{"0123456789abcdef\r\n", 0400, 0},
		{"0123456789abcdef", 0640, EPERM},
		{"0123456789abcdef", 0604, EPERM},
		{"0123456789abcde\n", 0600, EINVAL},
		{"", 0600, EINVAL},
		{"0123456789 abcdef", 0600, EINVAL},
		{"0123456789abcdef\nmore", 0600, EINVAL},
	};
	char path[] = "/tmp/test_access_XXXXXX", why[512];

	(void)state;
	close(mkstemp(path));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_access access = {0};
		FILE *file = fopen(path, "w");

		fputs(cases[i].text, file);
		fclose(file);
		chmod(path, cases[i].mode);
		errno = 0;
		assert_int_equal(
			dtap_access_read_token(&access, path, why, sizeof why),
			cases[i].error == 0 ? 0 : -1);
		if (cases[i].error == 0) {
			assert_string_equal(access.token, "0123456789abcdef");
			continue;
		}
		assert_int_equal(errno, cases[i].error);
		assert_non_null(strstr(why, path));
		assert_int_equal(access.token[0], '\0');
	}
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_that_are_ours),
		cmocka_unit_test(an_absent_host_is_granted_in_http10_only),
		cmocka_unit_test(an_unknown_address_of_our_own_grants_nothing),
		cmocka_unit_test(a_page_of_another_origin_is_refused),
		cmocka_unit_test(a_token_is_taken_as_bearer_and_as_password),
		cmocka_unit_test(a_token_is_taken_as_a_subprotocol),
		cmocka_unit_test(a_long_password_is_not_cut_to_the_token),
		cmocka_unit_test(a_unix_socket_asks_for_no_token),
		cmocka_unit_test(a_token_file_must_be_its_owners_alone),
	};

	return RUN(tests);
}
