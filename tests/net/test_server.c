/* SPDX-License-Identifier: MIT */
/* Short answers, over real sockets on loopback. */
#include <errno.h>
#include <sys/socket.h>

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

#define NOTHING "Content-Type: text/plain; charset=utf-8"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};

static void
disabled_stream_answers_503_and_keeps_the_connection(void **state)
{
	static const struct server_fixture_options options = {
		.refusal = "It is off."};
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, NULL, 0);
	client_open(&client, fixture.port);
	for (int i = 0; i < 3; i++) {
		char *text;

		client_request(&client, "GET",
			       i == 1 ? "/api/diag/pcap" : "/api/diag/stream");
		text = client_text(&client);
		assert_int_equal(client_status(&client), 503);
		assert_string_equal(text, "It is off.\n");
		assert_true(client_has(&client, "X-DTAP-Version: 1"));
		assert_true(client_has(
			&client, "Content-Type: text/plain; charset=utf-8"));
		free(text);
	}
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
every_answer_has_the_version(void **state)
{
	static const struct {
		const char *method, *path;
		int status;
		const char *line;
	} cases[] = {
		{"GET", "/", 200, "Content-Type: text/html; charset=utf-8"},
		{"GET", "/api/status", 200, "Content-Type: application/json"},
		{"GET", "/api/status", 200, "Cache-Control: no-store"},
		{"GET", "/diagtap.lua", 200,
		 "Content-Type: text/x-lua; charset=utf-8"},
		{"GET", "/profile.zip", 200, "Content-Type: application/zip"},
		{"GET", "/nothing", 404, NOTHING},
		{"GET", "/api/dia/stream", 404, NOTHING},
		{"GET", "/api/diagx/stream", 404, NOTHING},
		{"GET", "/api/diag", 404, NOTHING},
		{"GET", "/api//stream", 404, NOTHING},
		{"GET", "/api/*/stream", 404, NOTHING},
		{"GET", "/api/diag/stream?only=this", 400,
		 "Content-Type: text/plain; charset=utf-8"},
		{"GET", "/api/diag/pcap?codes=b0c0&ops=1FF", 400,
		 "Content-Type: text/plain; charset=utf-8"},
		{"GET", "/api/diag/pcap?only=data", 400,
		 "Content-Type: text/plain; charset=utf-8"},
		{"POST", "/api/diag/stream", 405, "Allow: GET, HEAD"},
		{"DELETE", "/api/status", 405, "Allow: GET, HEAD"},
		{"PUT", "/", 405, "Connection: close"},
	};
	static const struct server_fixture_options options = {0};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_request(&client, cases[i].method, cases[i].path);
		assert_int_equal(client_status(&client), cases[i].status);
		assert_true(client_has(&client, "X-DTAP-Version: 1"));
		assert_true(client_has(&client, cases[i].line));
		free(client_text(&client));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static void
head_has_no_body_and_keeps_the_connection(void **state)
{
	static const char *const paths[] = {"/", "/api/status", "/diagtap.lua",
					    "/nothing"};
	static const struct server_fixture_options options = {0};
	struct http_client client;
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	for (size_t i = 0; i < COUNT(paths); i++) {
		client_request(&client, "HEAD", paths[i]);
		assert_int_equal(client.size, 0);
	}
	client_request(&client, "GET", "/api/status");
	text = client_text(&client);
	assert_int_equal(text[0], '{');
	free(text);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
one_stream_too_many_is_answered_503_with_retry_after(void **state)
{
	static const struct server_fixture_options options = {.max_streams = 2};
	struct http_client clients[3];
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(clients); i++) {
		client_open(&clients[i], fixture.port);
		client_request(&clients[i], "GET", "/api/diag/pcap");
		assert_int_equal(client_status(&clients[i]), i < 2 ? 200 : 503);
	}
	assert_true(client_has(&clients[2], "Retry-After: 5"));
	text = client_text(&clients[2]);
	assert_non_null(strstr(text, "listen.max_subscribers"));
	free(text);
	for (size_t i = 0; i < COUNT(clients); i++)
		client_close(&clients[i]);
	server_fixture_stop(&fixture);
}

static void
a_stream_after_the_end_answers_503(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_FAIL, .error = ENODATA}};
	static const struct server_fixture_options options = {0};
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	server_fixture_await(&fixture, DTAP_TAP_ENDED);
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/stream");
	assert_int_equal(client_status(&client), 503);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
status_has_taps_and_streams(void **state)
{
	static const char *const expected[] = {
		"\"name\": \"diag\"",
		"\"type\": \"scripted\"",
		"\"where\": \"memory\"",
		"\"state\": \"running\"",
		"\"stream\": \"diag/pcap\"",
		"\"peer\": \"127.0.0.1:",
		"\"lost\": {\"containers\": 0, \"bytes\": 0}",
	};
	static const struct server_fixture_options options = {0};
	struct http_client stream, client;
	struct server_fixture fixture;
	size_t size;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	server_fixture_await(&fixture, DTAP_TAP_RUNNING);
	client_open(&stream, fixture.port);
	client_request(&stream, "GET", "/api/diag/pcap");
	free(client_chunk(&stream, &size));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/status");
	text = client_text(&client);
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_non_null(strstr(text, expected[i]));
	free(text);
	client_close(&client);
	client_close(&stream);
	server_fixture_stop(&fixture);
}

static void
an_address_that_cannot_be_bound_sets_errno(void **state)
{
	static const struct {
		const char *address;
		int error;
	} cases[] = {
		{"127.0.0.1", EADDRINUSE},
		{"192.0.2.1", EADDRNOTAVAIL},
		{"localhost", EINVAL},
	};
	static const struct server_fixture_options options = {0};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_listen listen = {.address = cases[i].address,
					     .unix_socket = "",
					     .access = &fixture.access};
		const char *which;

		if (cases[i].error == EADDRINUSE)
			listen.port = fixture.port;
		assert_null(dtap_server_new(&fixture.site, &listen, &which));
		assert_int_equal(errno, cases[i].error);
		assert_ptr_equal(which, listen.address);
	}
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			disabled_stream_answers_503_and_keeps_the_connection),
		cmocka_unit_test(every_answer_has_the_version),
		cmocka_unit_test(head_has_no_body_and_keeps_the_connection),
		cmocka_unit_test(
			one_stream_too_many_is_answered_503_with_retry_after),
		cmocka_unit_test(a_stream_after_the_end_answers_503),
		cmocka_unit_test(status_has_taps_and_streams),
		cmocka_unit_test(an_address_that_cannot_be_bound_sets_errno),
	};

	return RUN(tests);
}
