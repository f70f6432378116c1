/* SPDX-License-Identifier: MIT */
/* Requests that change things, and their bodies, over real sockets. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <dtap/bytes.h>

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

#define TOKEN   "0123456789abcdef"
#define GRANTED "Host: localhost\r\nAuthorization: Bearer " TOKEN "\r\n"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options guarded = {.token = TOKEN};

/* What comes next on the connection: its status, and its body. */
static int
answer(struct http_client *client, char **text)
{
	client_read_head(client);
	*text = client_text(client);
	return client_status(client);
}

/* One request on a connection of its own; true: that ends with the answer. */
static bool
expect(const struct server_fixture *fixture, const char *request, int status,
       const char *words)
{
	struct http_client client;
	bool closes;
	char *text;

	client_open(&client, fixture->port);
	client_send(&client, request);
	if (answer(&client, &text) != status || strstr(text, words) == NULL)
		fail_msg("%s\n... %d %s", request, client_status(&client),
			 text);
	assert_true(client_has(&client, "X-DTAP-Version: 1"));
	closes = client_has(&client, "Connection: close");
	free(text);
	client_close(&client);
	return closes;
}

static void
a_change_without_a_token_is_refused_with_a_sentence(void **state)
{
	static const struct server_fixture_options open_to_all = {0};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	expect(&fixture,
	       "POST /api/clock HTTP/1.1\r\nHost: localhost\r\n"
	       "Content-Length: 10\r\n\r\noffset_s=1",
	       403, "set access.token_file");
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock), 0);
	server_fixture_stop(&fixture);
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	expect(&fixture,
	       "POST /api/clock HTTP/1.1\r\nHost: localhost\r\n"
	       "Content-Length: 10\r\n\r\noffset_s=1",
	       401, "A token is needed");
	expect(&fixture,
	       "POST /api/clock HTTP/1.1\r\n" GRANTED
	       "Origin: http://evil.example\r\n"
	       "Content-Length: 10\r\n\r\noffset_s=1",
	       403, "(Origin)");
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock), 0);
	server_fixture_stop(&fixture);
}

static void
a_method_is_refused_with_those_that_there_are(void **state)
{
	static const struct {
		const char *method, *path, *allow;
	} cases[] = {
		{"DELETE", "/api/clock", "Allow: GET, HEAD, POST"},
		{"PUT", "/api/clock", "Allow: GET, HEAD, POST"},
		{"POST", "/metrics", "Allow: GET, HEAD"},
	};
	static const struct server_fixture_options open_to_all = {0};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_request(&client, cases[i].method, cases[i].path);
		assert_int_equal(client_status(&client), 405);
		assert_true(client_has(&client, cases[i].allow));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static void
bodies_that_cannot_be_taken_are_refused(void **state)
{
	static const struct {
		const char *rest;
		int status;
		const char *words;
		bool closes; /* where the body ends is not known */
	} cases[] = {
		{"\r\n", 400, "The body must be", true},
		{"Content-Length: 0\r\n\r\n", 400, "The body must be", false},
		{"Content-Length: 4\r\n\r\njunk", 400, "The body must be",
		 false},
		{"Content-Length: 20\r\n\r\noffset_s=99999999999", 400,
		 "The body must be", false},
		{"Content-Length: 4097\r\n\r\noffset_s=1", 413, "4096", true},
		{"Content-Length: 99999999999999999999999\r\n\r\n", 413, "4096",
		 true},
		{"Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n", 413,
		 "4096", true},
		{"Transfer-Encoding: chunked\r\n\r\na\r\noffset_s=1\r\n0\r\n"
		 "\r\n",
		 411, "Content-Length", true},
		{"Transfer-Encoding: chunked\r\nContent-Length: 10\r\n\r\n"
		 "offset_s=1",
		 411, "Content-Length", true},
		{"Content-Length: -1\r\n\r\n", 400, "one number", true},
		{"Content-Length: 1x\r\n\r\no", 400, "one number", true},
		{"Content-Length: 10\r\nContent-Length: 10\r\n\r\noffset_s=1",
		 400, "repeated", true},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		char request[512];

		snprintf(request, sizeof request,
			 "POST /api/clock HTTP/1.1\r\n" GRANTED "%s",
			 cases[i].rest);
		if (expect(&fixture, request, cases[i].status,
			   cases[i].words) != cases[i].closes)
			fail_msg("%s\n... Connection: close", request);
		assert_int_equal(dtap_record_clock_offset(fixture.record_clock),
				 0);
	}
	server_fixture_stop(&fixture);
}

static void
a_body_in_single_bytes_is_taken_and_the_connection_kept(void **state)
{
	static const char slow[] = "POST /api/clock HTTP/1.1\r\n" GRANTED
				   "Content-Length: 17\r\n\r\n"
				   "{\"offset_s\": 2.5}";
	struct http_client client;
	struct server_fixture fixture;
	int on = 1;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	for (size_t i = 0; i < sizeof slow - 1; i++)
		client_send(&client, (char[]){slow[i], '\0'});
	assert_int_equal(answer(&client, &text), 200);
	assert_non_null(strstr(text, "\"offset_s\": 2.500000"));
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock),
			 2500000000);
	free(text);
	/* Two in one segment, and one more. */
	client_send(&client, "POST /api/clock HTTP/1.1\r\n" GRANTED
			     "Content-Length: 11\r\n\r\noffset_s=-1"
			     "GET /api/clock HTTP/1.1\r\n" GRANTED "\r\n");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(answer(&client, &text), 200);
		assert_non_null(strstr(text, "\"offset_s\": -1.000000"));
		free(text);
	}
	client_send(&client, "GET /api/clock HTTP/1.1\r\n" GRANTED "\r\n");
	assert_int_equal(answer(&client, &text), 200);
	free(text);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
a_client_that_expects_100_continue_gets_it(void **state)
{
	struct http_client client;
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	client_send(&client, "POST /api/clock HTTP/1.1\r\n" GRANTED
			     "Expect: 100-continue\r\n"
			     "Content-Length: 10\r\n\r\n");
	client_read_head(&client);
	assert_string_equal(client.head, "HTTP/1.1 100 Continue\r\n\r\n");
	client_send(&client, "offset_s=7");
	assert_int_equal(answer(&client, &text), 200);
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock),
			 7000000000);
	free(text);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
a_body_of_a_get_is_ignored(void **state)
{
	static const char *const bodies[] = {
		"Content-Length: 10\r\n\r\noffset_s=1",
		"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
		"Content-Length: 1000000\r\n\r\nGET / HTTP/1.1\r\n\r\n",
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct http_client client;
		char request[512], *text;
		uint8_t more;

		snprintf(request, sizeof request,
			 "GET /api/clock HTTP/1.1\r\n" GRANTED "%s", bodies[i]);
		client_open(&client, fixture.port);
		client_send(&client, request);
		assert_int_equal(answer(&client, &text), 200);
		assert_true(client_has(&client, "Connection: close"));
		free(text);
		/* Nothing in it was taken for a request. */
		shutdown(client.fd, SHUT_WR);
		assert_true(recv(client.fd, &more, 1, 0) <= 0);
		assert_int_equal(client.size, 0);
		client_close(&client);
	}
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock), 0);
	server_fixture_stop(&fixture);
}

static void
a_client_that_leaves_within_a_body_frees_its_connection(void **state)
{
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (int i = 0; i < 20; i++) {
		client_open(&client, fixture.port);
		client_send(&client, "POST /api/clock HTTP/1.1\r\n" GRANTED
				     "Content-Length: 10\r\n\r\noffset_");
		client_close(&client);
	}
	/* And who is still there when the server stops; ASan tells. */
	client_open(&client, fixture.port);
	client_send(&client, "POST /api/clock HTTP/1.1\r\n" GRANTED
			     "Expect: 100-continue\r\n"
			     "Content-Length: 10\r\n\r\n");
	client_read_head(&client);
	assert_int_equal(dtap_record_clock_offset(fixture.record_clock), 0);
	server_fixture_stop(&fixture);
	client_close(&client);
}

static void
an_offset_counts_for_what_is_read_from_then_on(void **state)
{
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'a'},
		{.what = SCRIPTED_FAIL, .error = EIO, .why = "unplugged"},
		{.what = SCRIPTED_CONTAINER, .size = 10, .mark = 'b'},
	};
	static const struct server_fixture_options options = {
		.token = TOKEN, .wait_subscribers = 1};
	int64_t seconds[2] = {0};
	struct http_client stream;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	client_open(&stream, fixture.port);
	client_send(&stream, "GET /api/diag/pcap HTTP/1.1\r\n" GRANTED "\r\n");
	client_read_head(&stream);
	for (int i = -1; i < 2; i++) {
		size_t size;
		uint8_t *chunk = client_chunk(&stream, &size);

		if (i >= 0)
			seconds[i] = dtap_get32(chunk);
		free(chunk);
		if (i == 0)
			expect(&fixture,
			       "POST /api/clock HTTP/1.1\r\n" GRANTED
			       "Content-Length: 16\r\n\r\noffset_s=-100000",
			       200, "\"offset_s\": -100000.0");
	}
	assert_in_range(seconds[0] - seconds[1], 99900, 100000);
	expect(&fixture, "GET /api/clock HTTP/1.1\r\n" GRANTED "\r\n", 200,
	       "{\"name\": \"diag\", \"steps\": 1, \"last_step_s\": -99");
	expect(&fixture, "GET /api/status HTTP/1.1\r\n" GRANTED "\r\n", 200,
	       "\"clock_offset_s\": -100000.000000");
	expect(&fixture, "GET /metrics HTTP/1.1\r\n" GRANTED "\r\n", 200,
	       "diagtap_clock_steps_total{tap=\"diag\"} 1\n");
	client_close(&stream);
	server_fixture_stop(&fixture);
}

/* Also if a stranger's connection has bytes behind its own request. */
static void
bodies_in_one_piece_with_other_requests_are_read(void **state)
{
	static const char post[] = "POST /api/clock HTTP/1.1\r\n" GRANTED
				   "Content-Length: 10\r\n\r\noffset_s=1";
	static const char get[] = "GET /api/status HTTP/1.1\r\n" GRANTED "\r\n";
	struct http_client client, stranger;
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	client_open(&stranger, fixture.port);
	for (unsigned gets = 0; gets <= 3; gets++) {
		char row[4096] = "";

		for (unsigned i = 0; i < gets; i++)
			strcat(row, get);
		strcat(strcat(strcat(row, post), post), get);
		client_send(&stranger, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
				       "GET / HTTP/1.1\r\nHost: x\r\n");
		client_open(&client, fixture.port);
		client_send(&client, row);
		for (unsigned i = 0; i < gets + 3; i++) {
			assert_int_equal(answer(&client, &text), 200);
			free(text);
		}
		client_close(&client);
		client_send(&stranger, "\r\n");
	}
	client_close(&stranger);
	server_fixture_stop(&fixture);
}

/* It is not waited for: the connection is free for the next client. */
static void
a_body_that_is_refused_is_not_waited_for(void **state)
{
	static const char *const refused[] = {
		"POST /api/clock HTTP/1.1\r\nHost: localhost\r\n",
		"POST /api/clock HTTP/1.1\r\nHost: evil.example\r\n",
		"POST /metrics HTTP/1.1\r\n" GRANTED,
		"POST /nothing HTTP/1.1\r\n" GRANTED,
	};
	static const int statuses[] = {401, 403, 405, 404};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(refused); i++) {
		char request[512];

		snprintf(request, sizeof request,
			 "%sContent-Length: 10\r\n\r\n", refused[i]);
		assert_true(expect(&fixture, request, statuses[i], ""));
	}
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_change_without_a_token_is_refused_with_a_sentence),
		cmocka_unit_test(a_method_is_refused_with_those_that_there_are),
		cmocka_unit_test(bodies_that_cannot_be_taken_are_refused),
		cmocka_unit_test(
			a_body_in_single_bytes_is_taken_and_the_connection_kept),
		cmocka_unit_test(a_client_that_expects_100_continue_gets_it),
		cmocka_unit_test(a_body_of_a_get_is_ignored),
		cmocka_unit_test(
			bodies_in_one_piece_with_other_requests_are_read),
		cmocka_unit_test(a_body_that_is_refused_is_not_waited_for),
		cmocka_unit_test(
			a_client_that_leaves_within_a_body_frees_its_connection),
		cmocka_unit_test(
			an_offset_counts_for_what_is_read_from_then_on),
	};

	return RUN(tests);
}
