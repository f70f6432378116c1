/* SPDX-License-Identifier: MIT */
/* Hostile clients: nothing that they do costs CPU or a descriptor. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/http_client.h"
#include "support/log_capture.h"
#include "support/server_fixture.h"
#include "support/testing.h"
#include "support/usage.h"
#include "support/ws_client.h"

#define WATCH_MS 200

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n"

static const struct scripted_step quiet[] = {{.what = SCRIPTED_NOTHING}};
static const struct server_fixture_options defaults = {0};

static void
begin_stream(struct http_client *client, unsigned port)
{
	client_open(client, port);
	client_request(client, "GET", "/api/diag/stream");
	assert_int_equal(client_status(client), 200);
}

static void
half_close(struct http_client *client)
{
	shutdown(client->fd, SHUT_WR);
}

static void
reset(struct http_client *client)
{
	struct linger none = {.l_onoff = 1};

	setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	client_close(client);
	*client = (struct http_client){.fd = -1};
}

static void
finish(struct http_client *client)
{
	client_close(client);
	*client = (struct http_client){.fd = -1};
}

static void
stray_byte(struct http_client *client)
{
	client_junk(client, 'x', 1);
}

static void
second_request(struct http_client *client)
{
	client_send(client, GET("/api/status") "\r\n");
}

static void
junk(struct http_client *client)
{
	client_junk(client, 'j', 100000);
}

static void
flood(struct http_client *client)
{
	client_junk(client, 'f', 4000000);
}

static const struct {
	const char *name;
	void (*act)(struct http_client *client);
} acts[] = {
	{"half-close", half_close},
	{"a stray byte", stray_byte},
	{"a second request", second_request},
	{"100 kB of junk", junk},
	{"4 MB of junk", flood},
	{"FIN", finish},
	{"RST", reset},
};

static void
leave(struct http_client *client)
{
	if (client->fd >= 0)
		client_close(client);
}

/* Does each act on a connection that `begin` makes, and measures. */
static void
endure(void (*begin)(struct http_client *client, unsigned port))
{
	struct http_client client;
	struct server_fixture fixture;
	unsigned before, load;

	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(acts); i++) {
		begin(&client, fixture.port);
		acts[i].act(&client);
		load = usage_load(WATCH_MS);
		if (load > USAGE_IDLE)
			fail_msg("%s: %u %% CPU", acts[i].name, load);
		leave(&client);
		usage_await_descriptors(before);
	}
	server_fixture_stop(&fixture);
}

static void
nothing_sent_to_a_stream_costs_cpu_or_a_descriptor(void **state)
{
	(void)state;
	endure(begin_stream);
}

static void
begin_websocket(struct http_client *client, unsigned port)
{
	ws_open(client, port, "/api/diag/ws", "dtap.pcap.v1");
}

static void
nothing_sent_to_a_websocket_costs_cpu_or_a_descriptor(void **state)
{
	(void)state;
	endure(begin_websocket);
}

static void
begin_nothing(struct http_client *client, unsigned port)
{
	client_open(client, port);
}

static void
nothing_instead_of_a_request_costs_cpu_or_a_descriptor(void **state)
{
	(void)state;
	endure(begin_nothing);
}

static void
begin_kept(struct http_client *client, unsigned port)
{
	client_open(client, port);
	client_request(client, "GET", "/api/status");
	free(client_text(client));
}

static void
nothing_behind_an_answer_costs_cpu_or_a_descriptor(void **state)
{
	(void)state;
	endure(begin_kept);
}

/* A stream that has nothing to send notices FIN, RST and half-close. */
static void
a_peer_that_leaves_an_idle_stream_frees_its_descriptor(void **state)
{
	struct http_client clients[3];
	struct server_fixture fixture;
	unsigned before;
	char byte;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(clients); i++)
		begin_stream(&clients[i], fixture.port);
	finish(&clients[0]);
	reset(&clients[1]);
	half_close(&clients[2]);
	assert_int_equal(recv(clients[2].fd, &byte, 1, 0), 0);
	usage_await_descriptors(before + 1); /* the client's own */
	finish(&clients[2]);
	server_fixture_stop(&fixture);
}

/* Bytes in the same segment as the request may be lost. */
static void
bytes_behind_a_stream_s_request_are_not_read(void **state)
{
	static const char *const requests[] = {
		GET("/api/diag/pcap") "\r\nx",
		GET("/api/diag/pcap") "\r\n" GET("/api/status") "\r\n",
		GET("/api/diag/pcap") "\r\n\r\n\r\n",
		GET("/api/diag/pcap") "Content-Length: 5\r\n\r\nhello",
	};
	struct server_fixture fixture;
	unsigned before;

	(void)state;
	server_fixture_start(&fixture, &defaults, quiet, COUNT(quiet));
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(requests); i++) {
		struct http_client client;
		size_t size;

		client_open(&client, fixture.port);
		client_send(&client, requests[i]);
		client_read_head(&client);
		assert_int_equal(client_status(&client), 200);
		free(client_chunk(&client, &size));
		assert_int_equal(size, 24);
		assert_in_range(usage_load(WATCH_MS), 0, USAGE_IDLE);
		client_close(&client);
		usage_await_descriptors(before);
	}
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			nothing_sent_to_a_stream_costs_cpu_or_a_descriptor),
		cmocka_unit_test(
			nothing_sent_to_a_websocket_costs_cpu_or_a_descriptor),
		cmocka_unit_test(
			nothing_instead_of_a_request_costs_cpu_or_a_descriptor),
		cmocka_unit_test(
			nothing_behind_an_answer_costs_cpu_or_a_descriptor),
		cmocka_unit_test(
			a_peer_that_leaves_an_idle_stream_frees_its_descriptor),
		cmocka_unit_test(bytes_behind_a_stream_s_request_are_not_read),
	};

	return RUN(tests);
}
