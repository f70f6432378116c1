/* SPDX-License-Identifier: MIT */
/* WebSocket streams, over real sockets on loopback. */
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include <errno.h>

#include "support/server_fixture.h"
#include "support/testing.h"
#include "support/ws_client.h"

#define PCAP "dtap.pcap.v1"
#define RAW  "dtap.raw.v1"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options defaults = {0};

static void
a_handshake_that_is_not_ours_is_refused(void **state)
{
	static const char *const good = "GET /api/diag/ws HTTP/1.1\r\n";
	static const struct {
		const char *line, *headers;
		int status;
		const char *has;
	} cases[] = {
		{NULL, "Sec-WebSocket-Protocol: " PCAP "\r\n", 101, NULL},
		{NULL, "Sec-WebSocket-Protocol: a, " RAW ", " PCAP "\r\n", 101,
		 "Sec-WebSocket-Protocol: " RAW},
		{NULL,
		 "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: " PCAP
		 "\r\n",
		 101, "Sec-WebSocket-Protocol: " PCAP},
		{NULL,
		 "Sec-WebSocket-Protocol: " PCAP
		 "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
		 101, NULL},
		{NULL, "", 400, NULL},
		{NULL, "Sec-WebSocket-Protocol: dtap.pcap\r\n", 400, NULL},
		{"GET /api/diag/wss HTTP/1.1\r\n",
		 "Sec-WebSocket-Protocol: " PCAP "\r\n", 404,
		 "Connection: close"},
		{"GET /api/status HTTP/1.1\r\n", "", 200, "Connection: close"},
		{"POST /api/diag/ws HTTP/1.1\r\n", "", 405, NULL},
		{"HEAD /api/diag/ws HTTP/1.1\r\n",
		 "Sec-WebSocket-Protocol: " PCAP "\r\n", 426,
		 "Sec-WebSocket-Version: 13"},
		{"GET /api/diag/ws HTTP/1.0\r\n",
		 "Sec-WebSocket-Protocol: " PCAP "\r\n", 426, NULL},
		{"GET /api/diag/ws?only=data HTTP/1.1\r\n",
		 "Sec-WebSocket-Protocol: " PCAP "\r\n", 400, NULL},
		{NULL,
		 "Sec-WebSocket-Protocol: " PCAP "\r\nOrigin: http://evil\r\n",
		 403, NULL},
		{NULL,
		 "Sec-WebSocket-Protocol: " PCAP
		 "\r\nOrigin: http://localhost\r\n",
		 101, NULL},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_send(&client,
			    cases[i].line != NULL ? cases[i].line : good);
		client_send(&client, WS_HEADERS);
		client_send(&client, cases[i].headers);
		client_send(&client, "\r\n");
		client_read_head(&client);
		if (client_status(&client) != cases[i].status)
			fail_msg("case %zu: %s", i, client.head);
		if (cases[i].has != NULL)
			assert_true(client_has(&client, cases[i].has));
		assert_true(client_has(&client, "X-DTAP-Version: 1"));
		assert_null(strstr(client.head, "deflate"));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

/* One header of a correct handshake is changed or left out. */
static void
each_header_of_a_handshake_counts(void **state)
{
	static const char key[] = "Sec-WebSocket-Key: " WS_KEY "\r\n";
	static const char *const headers[] = {
		"Host: localhost\r\n",
		"Upgrade: websocket\r\n",
		"Connection: Upgrade\r\n",
		"Sec-WebSocket-Version: 13\r\n",
		key,
	};
	static const struct {
		size_t header;
		const char *instead;
		int status;
	} cases[] = {
		{0, "Host: evil.example\r\n", 403},
		{1, "", 426},
		{1, "Upgrade: WebSocket\r\n", 101},
		{2, "", 426},
		{2, "Connection: keep-alive, Upgrade\r\n", 101},
		{2, "Connection: close\r\n", 426},
		{3, "", 426},
		{3, "Sec-WebSocket-Version: 8\r\n", 426},
		{3, "Sec-WebSocket-Version: 130\r\n", 426},
		{4, "", 400},
		{4, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n", 400},
		{4, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25=\r\n", 400},
		{4, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=\r\n", 400},
		{4, "Sec-WebSocket-Key: dGhlIHNhbXBs-SBub25jZQ==\r\n", 400},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_send(&client, "GET /api/diag/ws HTTP/1.1\r\n");
		for (size_t j = 0; j < COUNT(headers); j++)
			client_send(&client, j == cases[i].header
						     ? cases[i].instead
						     : headers[j]);
		client_send(&client,
			    "Sec-WebSocket-Protocol: " PCAP "\r\n\r\n");
		client_read_head(&client);
		if (client_status(&client) != cases[i].status)
			fail_msg("case %zu: %s", i, client.head);
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static void
a_websocket_is_refused_as_a_stream_is(void **state)
{
	static const struct server_fixture_options off = {.refusal =
								  "It is off."};
	static const struct server_fixture_options one = {.max_streams = 1};
	struct http_client first, client;
	struct server_fixture fixture;
	char *text;

	(void)state;
	server_fixture_start(&fixture, &off, NULL, 0);
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/ws");
	assert_int_equal(client_status(&client), 503);
	text = client_text(&client);
	assert_string_equal(text, "It is off.\n");
	free(text);
	client_close(&client);
	server_fixture_stop(&fixture);

	server_fixture_start(&fixture, &one, quiet, COUNT(quiet));
	ws_open(&first, fixture.port, "/api/diag/ws", PCAP);
	client_open(&client, fixture.port);
	client_send(&client, "GET /api/diag/ws HTTP/1.1\r\n" WS_HEADERS
			     "Sec-WebSocket-Protocol: " PCAP "\r\n\r\n");
	client_read_head(&client);
	assert_int_equal(client_status(&client), 503);
	assert_true(client_has(&client, "Retry-After: 5"));
	client_close(&client);
	client_close(&first);
	server_fixture_stop(&fixture);
}

static void
a_token_among_the_subprotocols_opens_a_websocket(void **state)
{
	static const struct {
		const char *protocols;
		int status;
	} cases[] = {
		{PCAP, 401},
		/* "right-token-0123?>~" */
		{PCAP ", dtap.token.cmlnaHQtdG9rZW4tMDEyMz8-fg", 101},
		{"dtap.token.cmlnaHQtdG9rZW4tMDEyMz8-fg, " PCAP, 101},
		{PCAP ", dtap.token.d3JvbmctdG9rZW4tMDEyMz8-fg", 401},
		{PCAP ", dtap.token.", 401},
		{"dtap.token.cmlnaHQtdG9rZW4tMDEyMz8-fg", 400},
	};
	const struct server_fixture_options options = {
		.token = "right-token-0123?>~"};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, quiet, COUNT(quiet));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_send(&client, "GET /api/diag/ws HTTP/1.1\r\n" WS_HEADERS
				     "Sec-WebSocket-Protocol: ");
		client_send(&client, cases[i].protocols);
		client_send(&client, "\r\n\r\n");
		client_read_head(&client);
		if (client_status(&client) != cases[i].status)
			fail_msg("case %zu: %s", i, client.head);
		assert_null(strstr(client.head, "dtap.token"));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static const struct scripted_step traffic[] = {
	{.what = SCRIPTED_NUMBERED, .size = 3000, .mark = 'x', .times = 700},
	{.what = SCRIPTED_CONTAINER, .size = 200000, .mark = 'L', .times = 2},
	{.what = SCRIPTED_NUMBERED, .size = 20, .mark = 'y', .times = 1},
	{.what = SCRIPTED_FAIL, .error = ENODATA},
};
static const struct server_fixture_options replayed = {.wait_subscribers = 2,
						       .ring_bytes = 8 << 20};

/* All messages up to the close frame, joined, and their number. */
static uint8_t *
join_messages(struct http_client *client, size_t *size, unsigned *count)
{
	struct ws_frame frame;
	uint8_t *all = NULL;

	*size = 0;
	*count = 0;
	while (ws_next(client, &frame) && frame.opcode == DTAP_WS_BINARY) {
		assert_true(frame.size > 0);
		all = realloc(all, *size + frame.size + 1);
		memcpy(all + *size, frame.payload, frame.size);
		*size += frame.size;
		++*count;
		ws_free(&frame);
	}
	assert_int_equal(frame.opcode, DTAP_WS_CLOSE);
	assert_int_equal(frame.payload[0] << 8 | frame.payload[1], 1000);
	ws_free(&frame);
	return all;
}

/* The same bytes as the HTTP stream, in as many messages as it has chunks. */
static void
compare(const char *protocol, const char *path)
{
	struct http_client ws, http;
	size_t ws_size, http_size = 0, size;
	unsigned messages, chunks = 0;
	uint8_t *ws_bytes, *chunk, *http_bytes = NULL;
	struct server_fixture fixture;

	server_fixture_start(&fixture, &replayed, traffic, COUNT(traffic));
	ws_open(&ws, fixture.port, "/api/diag/ws", protocol);
	client_open(&http, fixture.port);
	client_request(&http, "GET", path);
	ws_bytes = join_messages(&ws, &ws_size, &messages);
	while ((chunk = client_chunk(&http, &size)) != NULL) {
		http_bytes = realloc(http_bytes, http_size + size + 1);
		memcpy(http_bytes + http_size, chunk, size);
		http_size += size;
		chunks++;
		free(chunk);
	}
	assert_int_equal(ws_size, http_size);
	assert_memory_equal(ws_bytes, http_bytes, ws_size);
	assert_int_equal(messages, chunks);
	free(ws_bytes);
	free(http_bytes);
	client_close(&ws);
	client_close(&http);
	server_fixture_stop(&fixture);
}

static void
messages_hold_what_chunks_hold(void **state)
{
	(void)state;
	compare(RAW, "/api/diag/stream");
	compare(PCAP, "/api/diag/pcap");
}

static void
the_pcap_header_is_the_first_message(void **state)
{
	uint8_t expected[DTAP_PCAP_FILE_HEADER];
	struct ws_frame frame;
	struct http_client client;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	ws_open(&client, fixture.port, "/api/diag/ws?snaplen=2000&codes=b0c0",
		PCAP);
	frame = ws_expect(&client, DTAP_WS_BINARY);
	dtap_pcap_file_header(expected, 2000);
	assert_int_equal(frame.size, sizeof expected);
	assert_memory_equal(frame.payload, expected, sizeof expected);
	ws_free(&frame);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void *
stop_tap(void *fixture)
{
	server_fixture_stop_tap(fixture);
	return NULL;
}

static void
a_stop_of_the_daemon_closes_with_1001(void **state)
{
	struct http_client client;
	pthread_t thread;
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	ws_open(&client, fixture.port, "/api/diag/ws", PCAP);
	assert_int_equal(pthread_create(&thread, NULL, stop_tap, &fixture), 0);
	ws_expect_close(&client, 1001);
	client_close(&client);
	pthread_join(thread, NULL);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_handshake_that_is_not_ours_is_refused),
		cmocka_unit_test(each_header_of_a_handshake_counts),
		cmocka_unit_test(a_websocket_is_refused_as_a_stream_is),
		cmocka_unit_test(
			a_token_among_the_subprotocols_opens_a_websocket),
		cmocka_unit_test(messages_hold_what_chunks_hold),
		cmocka_unit_test(the_pcap_header_is_the_first_message),
		cmocka_unit_test(a_stop_of_the_daemon_closes_with_1001),
	};

	return RUN(tests);
}
