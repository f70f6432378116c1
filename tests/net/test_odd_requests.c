/* SPDX-License-Identifier: MIT */
/* Requests that no browser sends: each is answered, or ends its connection. */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/http_client.h"
#include "support/log_capture.h"
#include "support/server_fixture.h"
#include "support/testing.h"
#include "support/usage.h"

#define WATCH_MS 200

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options defaults = {0};

static void
requests_sent_together_are_answered_in_order(void **state)
{
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	client_send(&client, GET("/api/status") "\r\n" GET("/nothing") "\r\n");
	client_read_head(&client);
	assert_int_equal(client_status(&client), 200);
	free(client_text(&client));
	client_read_head(&client);
	assert_int_equal(client_status(&client), 404);
	free(client_text(&client));
	assert_in_range(usage_load(WATCH_MS), 0, USAGE_IDLE);
	client_close(&client);
	server_fixture_stop(&fixture);
}

/*
 * More than the kernel takes at once.  The client reads only when it has sent
 * all requests, and has closed its side.
 */
static void
a_client_that_has_closed_its_side_gets_every_answer(void **state)
{
	enum { REQUESTS = 20 };
	struct http_client client;
	struct server_fixture fixture;
	int room = 4096;
	char *first;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/diagtap.lua");
	first = client_text(&client);
	client_close(&client);
	client_socket(&client);
	setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
	client_connect(&client, fixture.port);
	for (int i = 0; i < REQUESTS; i++)
		client_send(&client, GET("/diagtap.lua") "\r\n");
	shutdown(client.fd, SHUT_WR);
	assert_in_range(usage_load(WATCH_MS), 0, USAGE_IDLE);
	for (int i = 0; i < REQUESTS; i++) {
		char *text;

		client_read_head(&client);
		assert_int_equal(client_status(&client), 200);
		text = client_text(&client);
		assert_string_equal(text, first);
		free(text);
	}
	client_close(&client);
	free(first);
	server_fixture_stop(&fixture);
}

static void
await_end(struct http_client *client)
{
	char bytes[4096];

	while (recv(client->fd, bytes, sizeof bytes, 0) > 0)
		;
	client_close(client);
}

/* Silent, within a request's line, within a header, and drop by drop. */
static void
a_request_that_never_ends_is_closed(void **state)
{
	static const char *const begun[] = {
		"", "GET /api/di", GET("/api/diag/stream") "X: y", GET("/")};
	struct http_client clients[COUNT(begun)];
	struct pollfd dripped = {.events = POLLIN};
	struct server_fixture fixture;
	unsigned before;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(begun); i++) {
		client_open(&clients[i], fixture.port);
		client_send(&clients[i], begun[i]);
	}
	dripped.fd = clients[COUNT(begun) - 1].fd;
	while (poll(&dripped, 1, 200) == 0)
		client_junk(&clients[COUNT(begun) - 1], 'x', 1);
	assert_in_range(usage_load(WATCH_MS), 0, USAGE_IDLE);
	for (size_t i = 0; i < COUNT(begun); i++)
		await_end(&clients[i]);
	usage_await_descriptors(before);
	server_fixture_stop(&fixture);
}

static void
a_head_too_large_costs_no_cpu_or_descriptor(void **state)
{
	static const char *const begun[] = {
		"GET /", "GET /?", "GET / HTTP/1.1\r\nCookie: ",
		"GET / HTTP/1.1\r\nHost: ", "GET / HTTP/1.1\r\nx-"};
	struct server_fixture fixture;
	unsigned before;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(begun); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_send(&client, begun[i]);
		client_junk(&client, 'a', 20000);
		assert_in_range(usage_load(WATCH_MS), 0, USAGE_IDLE);
		await_end(&client);
		usage_await_descriptors(before);
	}
	server_fixture_stop(&fixture);
}

#define H2C                                                  \
	"Connection: Upgrade, HTTP2-Settings\r\n"            \
	"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAA" \
	"IAAAAA\r\n\r\n"

static void
an_offer_of_http2_is_answered_in_http1(void **state)
{
	struct http_client client;
	struct server_fixture fixture;
	unsigned before;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	client_open(&client, fixture.port);
	client_send(&client, GET("/api/diag/pcap") H2C);
	client_read_head(&client);
	assert_memory_equal(client.head, "HTTP/1.1 200 OK\r\n", 17);
	free(client_chunk(&client, &size));
	assert_int_equal(size, 24);
	client_close(&client);
	client_open(&client, fixture.port);
	client_send(&client, GET("/api/status") H2C);
	client_read_head(&client);
	assert_memory_equal(client.head, "HTTP/1.1 200 OK\r\n", 17);
	assert_true(client_has(&client, "Connection: close"));
	free(client_text(&client));
	await_end(&client);
	usage_await_descriptors(before);
	server_fixture_stop(&fixture);
}

static void
a_flood_of_bad_requests_is_not_logged(void **state)
{
	struct log_capture said;
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	log_capture_begin(&said);
	for (int i = 0; i < 200; i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_send(&client, "GET /");
		client_junk(&client, 'a', 20000);
		await_end(&client);
	}
	text = log_capture_end(&said);
	assert_string_equal(text, "");
	free(text);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_sent_together_are_answered_in_order),
		cmocka_unit_test(
			a_client_that_has_closed_its_side_gets_every_answer),
		cmocka_unit_test(a_request_that_never_ends_is_closed),
		cmocka_unit_test(a_head_too_large_costs_no_cpu_or_descriptor),
		cmocka_unit_test(an_offer_of_http2_is_answered_in_http1),
		cmocka_unit_test(a_flood_of_bad_requests_is_not_logged),
	};

	return RUN(tests);
}
