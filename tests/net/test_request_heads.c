/* SPDX-License-Identifier: MIT */
/* Heads over real sockets: who is let in, and that every answer is ours. */
#include <poll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

#define TOKEN   "0123456789abcdef"
#define GRANTED "Host: localhost\r\nAuthorization: Bearer " TOKEN "\r\n"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options open_to_all = {0};
static const struct server_fixture_options guarded = {.token = TOKEN};

/* One request on a connection of its own; its answer must be one of ours. */
static void
expect(const struct server_fixture *fixture, const char *request, int status,
       const char *words)
{
	struct http_client client;
	char *text;

	client_open(&client, fixture->port);
	client_send(&client, request);
	client_read_head(&client);
	text = client_text(&client);
	if (client_status(&client) != status || strstr(text, words) == NULL ||
	    !client_has(&client, "X-DTAP-Version: 1") ||
	    !client_has(&client, "X-Content-Type-Options: nosniff") ||
	    strncmp(client.head, "HTTP/1.1 ", 9) != 0)
		fail_msg("%.200s\n... %s%s", request, client.head, text);
	free(text);
	client_close(&client);
}

static void
a_host_or_origin_too_long_grants_nothing(void **state)
{
	struct server_fixture fixture;
	char name[300], request[2048];

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	memset(name, 'a', sizeof name);
	for (size_t size = 200; size < sizeof name; size += 33) {
		int status = size < 256 ? 403 : 431;

		snprintf(request, sizeof request,
			 "GET /api/status HTTP/1.1\r\nHost: %.*s\r\n\r\n",
			 (int)size, name);
		expect(&fixture, request, status, "");
		snprintf(request, sizeof request,
			 "GET /api/status HTTP/1.1\r\nHost: x\r\n"
			 "Origin: http://%.*s\r\n\r\n",
			 (int)size - 7, name);
		expect(&fixture, request, status, "");
		snprintf(request, sizeof request,
			 "GET /api/diag/ws HTTP/1.1\r\nHost: %.*s\r\n"
			 "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			 "Sec-WebSocket-Version: 13\r\n"
			 "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
			 "Sec-WebSocket-Protocol: dtap.raw.v1\r\n\r\n",
			 (int)size, name);
		expect(&fixture, request, status, "");
	}
	server_fixture_stop(&fixture);
}

#define STATUS "GET /api/status HTTP/1.1\r\n"

static void
a_host_or_origin_that_is_empty_or_repeated_grants_nothing(void **state)
{
	static const struct {
		const char *head;
		int status;
	} rows[] = {
		{STATUS "\r\n", 400},
		{STATUS "Host:\r\n\r\n", 400},
		{STATUS "Host: \r\nHost: x\r\n\r\n", 400},
		{STATUS "Host: x\r\nHost: evil.example\r\n\r\n", 400},
		{STATUS "Host: x, x\r\n\r\n", 403},
		{STATUS "Host: x\r\nOrigin:\r\n\r\n", 403},
		{STATUS "Host: x\r\nOrigin: null\r\n\r\n", 403},
		{STATUS
		 "Host: x\r\nOrigin: http://x\r\nOrigin: http://x\r\n\r\n",
		 400},
		{STATUS "Host: x\r\nOrigin: http://x\r\n\r\n", 200},
		{"GET http://evil.example/api/status HTTP/1.1\r\nHost: "
		 "x\r\n\r\n",
		 403},
		{"GET http://x/api/status HTTP/1.1\r\nHost: x\r\n"
		 "Origin: http://evil.example\r\n\r\n",
		 403},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&fixture, rows[i].head, rows[i].status, "");
	server_fixture_stop(&fixture);
}

static void
every_answer_is_ours(void **state)
{
	static const struct {
		const char *head;
		int status;
		const char *words;
	} rows[] = {
		{"GET http://x:1/api/status HTTP/1.1\r\nHost: x\r\n\r\n", 200,
		 "uptime_s"},
		{"GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "target"},
		{"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD"},
		{"OPTIONS /api/status HTTP/1.1\r\nHost: x\r\n\r\n", 405,
		 "GET, HEAD"},
		{"GET api/status HTTP/1.1\r\nHost: x\r\n\r\n", 400, "target"},
		{"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "target"},
		{"FOO /api/status HTTP/1.1\r\nHost: x\r\n\r\n", 405,
		 "GET, HEAD"},
		{"FOO /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404, "path"},
		{"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET, HEAD"},
		{"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "escape"},
		{"GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 400, "escape"},
		{"GET /?%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "escape"},
		{"GET /a/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404,
		 "path"},
		{"GET //api/status HTTP/1.1\r\nHost: x\r\n\r\n", 404, "path"},
		{"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, "HTTP/1.1"},
		{"GET /\r\n\r\n", 400, "first line"},
		{"\x16\x03\x01\x02\n\n", 400, "first line"},
		{"GET / HTTP/1.1\r\nHost: x\r\nbad\r\n\r\n", 400, "NAME"},
		{"\r\n\r\nGET /api/status HTTP/1.1\r\nHost: x\r\n\r\n", 200,
		 "uptime_s"},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(&fixture, rows[i].head, rows[i].status, rows[i].words);
	server_fixture_stop(&fixture);
}

/* Begins of heads, and so many bytes behind: far more than is read. */
static void
a_head_too_large_is_answered(void **state)
{
	static const struct {
		const char *begin;
		int status;
	} rows[] = {
		{"GET /", 414},
		{"GET /?", 414},
		{"GET / HTTP/1.1\r\nHost: x\r\nCookie: ", 431},
		{"GET / HTTP/1.1\r\nHost: ", 431},
		{"GET / HTTP/1.1\r\nHost: x\r\nx-", 431},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t size = 8192; size <= 600000; size += 591808) {
			char *request = calloc(size + 100, 1);

			strcpy(request, rows[i].begin);
			memset(request + strlen(request), 'a', size);
			strcat(request, "\r\n\r\n");
			expect(&fixture, request, rows[i].status, "too long");
			free(request);
		}
	server_fixture_stop(&fixture);
}

static void
an_answer_has_the_version_of_its_request(void **state)
{
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	client_send(&client, "GET /nothing HTTP/1.0\r\n\r\n");
	client_read_head(&client);
	assert_memory_equal(client.head, "HTTP/1.0 404 ", 13);
	assert_true(client_has(&client, "Connection: close"));
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
a_head_that_does_not_end_is_answered_408(void **state)
{
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	client_send(&client, "GET / HTTP/1.1\r\nHost: x\r\n");
	client_read_head(&client);
	assert_int_equal(client_status(&client), 408);
	assert_true(client_has(&client, "X-DTAP-Version: 1"));
	client_close(&client);
	server_fixture_stop(&fixture);
}

#define CROWD 300

/* Silent, in the middle of a head, and kept open behind an answer. */
static void
connections_without_a_request_keep_nobody_out(void **state)
{
	static const char *const begins[] = {
		"", "GET / HTTP/1.1\r\nHost",
		"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"};
	static struct http_client crowd[CROWD];
	struct server_fixture fixture;
	int64_t begun;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(crowd); i++) {
		client_open(&crowd[i], fixture.port);
		client_send(&crowd[i], begins[i % COUNT(begins)]);
	}
	begun = dtap_clock_now();
	for (int i = 0; i < 20; i++)
		expect(&fixture, STATUS GRANTED "\r\n", 200, "uptime_s");
	expect(&fixture,
	       "POST /api/clock HTTP/1.1\r\n" GRANTED
	       "Content-Length: 10\r\n\r\noffset_s=1",
	       200, "offset_s");
	/* Nobody's time-out was waited for: the shortest is 5 s. */
	assert_true(dtap_clock_now() - begun < 4 * DTAP_NS_PER_S);
	for (size_t i = 0; i < COUNT(crowd); i++)
		client_close(&crowd[i]);
	server_fixture_stop(&fixture);
}

/* Clients that ask, and read nothing of a large answer. */
static void
clients_that_read_nothing_keep_nobody_out(void **state)
{
	static struct http_client crowd[CROWD];
	struct server_fixture fixture;
	int64_t begun;
	int least = 1;

	(void)state;
	server_fixture_start(&fixture, &guarded, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(crowd); i++) {
		client_socket(&crowd[i]);
		setsockopt(crowd[i].fd, SOL_SOCKET, SO_RCVBUF, &least,
			   sizeof least);
		client_connect(&crowd[i], fixture.port);
		for (int more = 0; more < 40; more++)
			client_send(&crowd[i],
				    "GET /viewer/page.js HTTP/1.1\r\n"
				    "Host: localhost\r\n\r\n");
	}
	begun = dtap_clock_now();
	expect(&fixture, STATUS GRANTED "\r\n", 200, "uptime_s");
	assert_true(dtap_clock_now() - begun < 4 * DTAP_NS_PER_S);
	for (size_t i = 0; i < COUNT(crowd); i++)
		client_close(&crowd[i]);
	server_fixture_stop(&fixture);
}

static void
an_empty_query_is_none(void **state)
{
	static const char *const paths[] = {"/?", "/api/status?", "/metrics?",
					    "/api/clock?", "/diagtap.lua?"};
	struct server_fixture fixture;
	struct http_client client;
	char request[128];

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(paths); i++) {
		snprintf(request, sizeof request,
			 "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", paths[i]);
		expect(&fixture, request, 200, "");
	}
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/pcap?");
	assert_int_equal(client_status(&client), 200);
	client_close(&client);
	server_fixture_stop(&fixture);
}

/* As many as docs/wire.md promises; one query too long is refused as such. */
static void
a_query_of_800_codes_is_read(void **state)
{
	static const struct {
		unsigned codes;
		int status;
	} rows[] = {{800, 200}, {817, 200}, {820, 414}, {1500, 414}};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_client client;
		char request[9000];
		int size = snprintf(request, sizeof request,
				    "GET /api/diag/pcap?codes=B000");

		for (unsigned n = 1; n < rows[i].codes; n++)
			size += snprintf(request + size,
					 sizeof request - (size_t)size, ",%04X",
					 0xb000 + n);
		strcpy(request + size, " HTTP/1.1\r\nHost: x\r\n\r\n");
		client_open(&client, fixture.port);
		client_send(&client, request);
		client_read_head(&client);
		assert_int_equal(client_status(&client), rows[i].status);
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static void
a_stream_has_a_file_name_and_is_not_buffered(void **state)
{
	static const struct {
		const char *path, *end;
	} rows[] = {{"/api/diag/pcap", "Z.pcap\"\r\n"},
		    {"/api/diag/stream?only=data", "Z.bin\"\r\n"}};
	static const char begin[] =
		"\r\nContent-Disposition: attachment; filename=\"diag-2";
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &open_to_all, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_client client;
		const char *name;

		client_open(&client, fixture.port);
		client_request(&client, "GET", rows[i].path);
		assert_true(client_has(&client, "X-Accel-Buffering: no"));
		name = strstr(client.head, begin);
		assert_non_null(name);
		name += sizeof begin - 1;
		assert_int_equal(strspn(name, "0123456789T"), 14);
		assert_memory_equal(name + 14, rows[i].end,
				    strlen(rows[i].end));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_or_origin_too_long_grants_nothing),
		cmocka_unit_test(
			a_host_or_origin_that_is_empty_or_repeated_grants_nothing),
		cmocka_unit_test(every_answer_is_ours),
		cmocka_unit_test(a_head_too_large_is_answered),
		cmocka_unit_test(an_answer_has_the_version_of_its_request),
		cmocka_unit_test(a_head_that_does_not_end_is_answered_408),
		cmocka_unit_test(connections_without_a_request_keep_nobody_out),
		cmocka_unit_test(clients_that_read_nothing_keep_nobody_out),
		cmocka_unit_test(an_empty_query_is_none),
		cmocka_unit_test(a_query_of_800_codes_is_read),
		cmocka_unit_test(a_stream_has_a_file_name_and_is_not_buffered),
	};

	return RUN(tests);
}
