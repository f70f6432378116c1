/* SPDX-License-Identifier: MIT */
/* Heads of requests: what is read, and that nothing doubtful is absent. */
#include "http/request.h"
#include "support/testing.h"

#define LINE "GET / HTTP/1.1\r\n"
#define HEAD LINE "Host: a\r\n"

static int
read_head(struct dtap_request *request, const char *head)
{
	const char *why = "";

	memset(request, 0, sizeof *request);
	return dtap_request_read(request, head, strlen(head), &why);
}

static void
expect_status(const char *head, int status)
{
	struct dtap_request request;
	int result = read_head(&request, head);

	if (result != status)
		fail_msg("%s... %d, not %d", head, result, status);
	assert_true(status == 0 || request.last);
}

static void
a_head_ends_with_its_empty_line(void **state)
{
	static const struct {
		const char *text;
		size_t size;
	} rows[] = {
		{"", 0},
		{"GET / HTTP/1.1\r\n", 0},
		{"GET / HTTP/1.1\r\n\r", 0},
		{"GET / HTTP/1.1\r\n\r\n", 18},
		{"GET / HTTP/1.1\r\n\r\nmore", 18},
		{"GET / HTTP/1.1\n\nmore", 16},
		{"GET / HTTP/1.1\n\r\nmore", 17},
		{"GET / HTTP/1.1\r\nA: b\r\n\r\n", 24},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(dtap_request_head_size(rows[i].text,
							strlen(rows[i].text)),
				 rows[i].size);
}

static void
a_target_is_read_in_all_its_forms(void **state)
{
	static const struct {
		const char *target, *path, *query, *host;
	} rows[] = {
		{"/", "/", "", "a"},
		{"/api/diag/pcap?", "/api/diag/pcap", "", "a"},
		{"/a?b=c&d=e", "/a", "b=c&d=e", "a"},
		{"/a?b?c", "/a", "b?c", "a"},
		{"/%61%2f%7E?%41=%2c", "/a/~", "A=,", "a"},
		{"http://B:1/c?d", "/c", "d", "B:1"},
		{"HTTP://b", "/", "", "b"},
		{"https://b?q", "/", "q", "b"},
		{"http://[fe80::1%25lo]:1/", "/", "", "[fe80::1%25lo]:1"},
		{"//b/c", "//b/c", "", "a"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dtap_request request;
		char head[256];

		snprintf(head, sizeof head,
			 "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", rows[i].target);
		assert_int_equal(read_head(&request, head), 0);
		assert_string_equal(request.path, rows[i].path);
		assert_string_equal(request.query, rows[i].query);
		assert_string_equal(request.host, rows[i].host);
		assert_false(request.last);
	}
}

static void
a_first_line_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *line;
		int status;
	} rows[] = {
		{"GET / HTTP/1.1", 0},
		{"GET / HTTP/1.9", 0},
		{"GET / HTTP/2.0", 505},
		{"PRI * HTTP/2.0", 505},
		{"GET / HTTP/0.9", 505},
		{"GET /", 400},
		{"GET", 400},
		{" / HTTP/1.1", 400},
		{"GET  / HTTP/1.1", 400},
		{"GET / HTTP/1.1 ", 400},
		{"GET / a HTTP/1.1", 400},
		{"GET / http/1.1", 400},
		{"GET / HTTP/1.10", 400},
		{"GET / HTTP/1.", 400},
		{"G(T / HTTP/1.1", 400},
		{"GET\t/ HTTP/1.1", 400},
		{"GET a HTTP/1.1", 400},
		{"GET * HTTP/1.1", 400},
		{"OPTIONS * HTTP/1.1", 0},
		{"OPTIONS ** HTTP/1.1", 400},
		{"GET http:/// HTTP/1.1", 400},
		{"GET http://u@a/ HTTP/1.1", 400},
		{"GET ftp://a/ HTTP/1.1", 400},
		{"GET /a#b HTTP/1.1", 400},
		{"CONNECT a:1 HTTP/1.1", 400},
		{"GET /% HTTP/1.1", 400},
		{"GET /%4 HTTP/1.1", 400},
		{"GET /%4g HTTP/1.1", 400},
		{"GET /%g4 HTTP/1.1", 400},
		{"GET /%00 HTTP/1.1", 400},
		{"GET /%0a HTTP/1.1", 400},
		{"GET /?%zz HTTP/1.1", 400},
		{"GET /\x7f HTTP/1.1", 400},
		{"GET /\rb HTTP/1.1", 400},
		{"FOO / HTTP/1.1", 0},
		{"get / HTTP/1.1", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char head[256];

		snprintf(head, sizeof head, "%s\r\nHost: a\r\n\r\n",
			 rows[i].line);
		expect_status(head, rows[i].status);
	}
}

static void
a_header_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = {
		HEAD "a\r\n\r\n",          HEAD ": a\r\n\r\n",
		HEAD "a : b\r\n\r\n",      HEAD " a: b\r\n\r\n",
		HEAD "a: b\r\n c\r\n\r\n", HEAD "a: b\rc\r\n\r\n",
		HEAD "a: \x01\r\n\r\n",    HEAD "Origin\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		expect_status(bad[i], 400);
	expect_status(HEAD "a: \t b\tc \r\n\r\n", 0);
	expect_status(HEAD "a: \xff\r\n\r\n", 0);
	expect_status("GET / HTTP/1.1\nHost: a\n\n", 0);
}

static void
a_host_is_needed_once_and_not_empty(void **state)
{
	struct dtap_request request;

	(void)state;
	expect_status(LINE "\r\n", 400);
	expect_status(LINE "Host:\r\n\r\n", 400);
	expect_status(LINE "Host: a\r\nHost: a\r\n\r\n", 400);
	expect_status(LINE "Host: a\r\nhOST: b\r\n\r\n", 400);
	expect_status("GET http://a/ HTTP/1.1\r\n\r\n", 400);
	expect_status("GET / HTTP/1.0\r\nHost: \r\n\r\n", 400);
	assert_int_equal(read_head(&request, "GET / HTTP/1.0\r\n\r\n"), 0);
	assert_false(request.has_host);
	assert_true(request.http10 && request.last);
}

static void
what_must_be_sent_once_is_refused_twice(void **state)
{
	static const char *const names[] = {"Host",
					    "Origin",
					    "Authorization",
					    "Content-Length",
					    "Range",
					    "If-Range",
					    "If-Modified-Since",
					    "Sec-WebSocket-Key",
					    "Sec-WebSocket-Version"};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		char head[256];

		snprintf(head, sizeof head,
			 "GET / HTTP/1.0\r\n%s: 1\r\n%s: 1\r\n\r\n", names[i],
			 names[i]);
		expect_status(head, 400);
		/* An empty one before it is one too. */
		snprintf(head, sizeof head,
			 "GET / HTTP/1.0\r\n%s:\r\n%s: 1\r\n\r\n", names[i],
			 names[i]);
		expect_status(head, 400);
	}
}

/* Every header that a decision rests on, just too long for any place. */
static void
a_header_too_long_is_never_absent(void **state)
{
	static const char *const names[] = {"Host",
					    "Origin",
					    "Authorization",
					    "Content-Length",
					    "Expect",
					    "If-None-Match",
					    "If-Modified-Since",
					    "Range",
					    "If-Range",
					    "Accept",
					    "Accept-Encoding",
					    "Connection",
					    "Upgrade",
					    "Sec-WebSocket-Version",
					    "Sec-WebSocket-Key",
					    "Sec-WebSocket-Protocol"};
	char value[1100], head[1300];

	(void)state;
	memset(value, 'a', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(head, sizeof head, "GET / HTTP/1.0\r\n%s: %s\r\n\r\n",
			 names[i], value);
		expect_status(head, 431);
	}
	snprintf(head, sizeof head, "%sOrigin: %.255s\r\n\r\n", HEAD, value);
	expect_status(head, 0);
	snprintf(head, sizeof head, "%sOrigin: %.256s\r\n\r\n", HEAD, value);
	expect_status(head, 431);
	snprintf(head, sizeof head, "GET http://%.256s/ HTTP/1.1\r\n\r\n",
		 value);
	expect_status(head, 414);
	snprintf(head, sizeof head, "GET /%.256s HTTP/1.1\r\n\r\n", value);
	expect_status(head, 414);
}

static void
a_list_in_several_headers_is_joined(void **state)
{
	struct dtap_request request;

	(void)state;
	assert_int_equal(read_head(&request,
				   HEAD "Connection: keep-alive\r\n"
					"Connection: Upgrade, close\r\n\r\n"),
			 0);
	assert_string_equal(request.connection, "keep-alive, Upgrade, close");
	assert_true(request.last);
	assert_true(dtap_request_has_word(request.connection, "upgrade"));
	assert_false(dtap_request_has_word(request.connection, "keep"));
}

static void
a_body_is_announced_in_one_way(void **state)
{
	static const struct {
		const char *headers;
		enum dtap_announced announced;
		bool last;
	} rows[] = {
		{"", DTAP_REQUEST_BODY_NONE, true},
		{"Content-Length: 0\r\n", DTAP_REQUEST_BODY_SIZED, false},
		{"Content-Length: 004096\r\n", DTAP_REQUEST_BODY_SIZED, false},
		{"Content-Length: 4097\r\n", DTAP_REQUEST_BODY_TOO_LARGE, true},
		{"Content-Length: 99999999999999999999999\r\n",
		 DTAP_REQUEST_BODY_TOO_LARGE, true},
		{"Transfer-Encoding: chunked\r\n", DTAP_REQUEST_BODY_CHUNKED,
		 true},
		{"Transfer-Encoding:\r\n", DTAP_REQUEST_BODY_CHUNKED, true},
		{"Content-Length: 1\r\nTransfer-Encoding: x\r\n",
		 DTAP_REQUEST_BODY_CHUNKED, true},
	};
	static const char *const bad[] = {"", "-1", "+1", "1x", "1, 1", "0x1"};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dtap_request request;
		char head[256];

		snprintf(head, sizeof head,
			 "POST / HTTP/1.1\r\nHost: a\r\n%s\r\n",
			 rows[i].headers);
		assert_int_equal(read_head(&request, head), 0);
		assert_int_equal(request.announced, rows[i].announced);
		assert_int_equal(request.last, rows[i].last);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		char head[256];

		snprintf(head, sizeof head, HEAD "Content-Length: %s\r\n\r\n",
			 bad[i]);
		expect_status(head, 400);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_ends_with_its_empty_line),
		cmocka_unit_test(a_target_is_read_in_all_its_forms),
		cmocka_unit_test(a_first_line_that_is_none_is_refused),
		cmocka_unit_test(a_header_that_is_none_is_refused),
		cmocka_unit_test(a_host_is_needed_once_and_not_empty),
		cmocka_unit_test(what_must_be_sent_once_is_refused_twice),
		cmocka_unit_test(a_header_too_long_is_never_absent),
		cmocka_unit_test(a_list_in_several_headers_is_joined),
		cmocka_unit_test(a_body_is_announced_in_one_way),
	};

	return RUN(tests);
}
