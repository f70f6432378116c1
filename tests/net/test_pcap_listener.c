/* SPDX-License-Identifier: MIT */
/* PCAP-over-IP: connections become pcap streams, and none costs too much. */
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "streams/pcap_listener.h"
#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"
#include "support/usage.h"
#include "tap/accumulator.h"

#define TIMES 300
#define SIZE  500

static const struct scripted_step traffic[] = {
	{.what = SCRIPTED_NUMBERED, .size = SIZE, .mark = 'x', .times = TIMES},
	{.what = SCRIPTED_FAIL, .error = ENODATA},
};

/* The server, with a PCAP-over-IP port for its tap. */
struct pcap_fixture {
	struct server_fixture server;
	struct dtap_pcap_listener *listener;
};

static void
pcap_fixture_open(struct pcap_fixture *fixture,
		  const struct server_fixture_options *options,
		  const struct scripted_step *steps, size_t count)
{
	struct dtap_pcap_listener_options listener = {.address = "127.0.0.1"};

	server_fixture_start(&fixture->server, options, steps, count);
	listener.tap = fixture->server.tap;
	fixture->listener = dtap_pcap_listener_new(
		&fixture->server.log, fixture->server.service.fanout,
		&listener);
	assert_non_null(fixture->listener);
	assert_int_equal(dtap_pcap_listener_start(fixture->listener), 0);
}

static void
pcap_fixture_close(struct pcap_fixture *fixture)
{
	dtap_pcap_listener_stop(fixture->listener);
	server_fixture_stop(&fixture->server);
	dtap_pcap_listener_free(fixture->listener);
}

static void
open_client(const struct pcap_fixture *fixture, struct http_client *client)
{
	client_open(client, dtap_pcap_listener_port(fixture->listener));
}

/* Reads up to size bytes, fewer at the end. */
static size_t
read_bytes(const struct http_client *client, uint8_t *out, size_t size)
{
	size_t have = 0;
	ssize_t more;

	while (have < size &&
	       (more = recv(client->fd, out + have, size - have, 0)) > 0)
		have += (size_t)more;
	return have;
}

static void
assert_header(const struct http_client *client)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER], expected[sizeof header];

	dtap_pcap_file_header(expected, DTAP_SNAPLEN_MAX);
	assert_int_equal(read_bytes(client, header, sizeof header),
			 sizeof header);
	assert_memory_equal(header, expected, sizeof header);
}

static void
every_client_that_connects_receives_pcap(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 2};
	static uint8_t record[16 + DTAP_PREAMBLE + SIZE];
	struct http_client clients[2];
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, COUNT(traffic));
	for (int i = 0; i < 2; i++) {
		open_client(&fixture, &clients[i]);
		assert_header(&clients[i]);
	}
	for (int i = 0; i < 2; i++) {
		for (uint32_t n = 0; n < TIMES; n++) {
			assert_int_equal(
				read_bytes(&clients[i], record, sizeof record),
				sizeof record);
			assert_int_equal(dtap_get16(record + 16), 0x0100);
			assert_int_equal(dtap_get32(record + 20), n);
		}
		/* Neither chunk nor byte behind the last record. */
		assert_int_equal(read_bytes(&clients[i], record, 1), 0);
		client_close(&clients[i]);
	}
	pcap_fixture_close(&fixture);
}

static void
header_leaves_before_any_container(void **state)
{
	static const struct server_fixture_options options = {0};
	struct http_client client;
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	open_client(&fixture, &client);
	assert_header(&client);
	client_close(&client);
	pcap_fixture_close(&fixture);
}

static void
a_connection_beyond_the_limit_is_closed(void **state)
{
	static const struct server_fixture_options options = {
		.max_streams = 1, .log = DTAP_NOTHING};
	struct http_client first, second;
	struct pcap_fixture fixture;
	uint8_t byte;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	open_client(&fixture, &first);
	assert_header(&first);
	for (int i = 0; i < 50; i++) {
		open_client(&fixture, &second);
		assert_int_equal(read_bytes(&second, &byte, 1), 0);
		client_close(&second);
	}
	/* HTTP's streams have the same places. */
	client_open(&second, fixture.server.port);
	client_request(&second, "GET", "/api/diag/pcap");
	assert_int_equal(client_status(&second), 503);
	client_close(&second);
	client_close(&first);
	pcap_fixture_close(&fixture);
}

/* Until at most so many streams have a place. */
static void
await_places(const struct pcap_fixture *fixture, unsigned most)
{
	while (dtap_stream_table_reserved(dtap_fanout_table(
		       fixture->server.service.fanout)) > most)
		usleep(1000);
}

static void
a_stream_that_is_reset_makes_room(void **state)
{
	static const struct server_fixture_options options = {.max_streams = 1};
	struct linger none = {.l_onoff = 1};
	struct http_client client;
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	for (int i = 0; i < 20; i++) {
		open_client(&fixture, &client);
		assert_header(&client);
		setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &none,
			   sizeof none);
		client_close(&client);
		await_places(&fixture, 0);
	}
	pcap_fixture_close(&fixture);
}

/* As nc does at the end of its input; a second client starts the traffic. */
static void
a_client_that_closes_its_sending_side_reads_on(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 2};
	static uint8_t records[TIMES * (16 + DTAP_PREAMBLE + SIZE)], byte;
	struct http_client client, other;
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, COUNT(traffic));
	open_client(&fixture, &client);
	assert_header(&client);
	shutdown(client.fd, SHUT_WR);
	usleep(100000); /* time to end it, which must not happen */
	open_client(&fixture, &other);
	assert_int_equal(read_bytes(&client, records, sizeof records),
			 sizeof records);
	assert_int_equal(dtap_get32(records + sizeof records - SIZE),
			 TIMES - 1);
	assert_int_equal(read_bytes(&client, &byte, 1), 0);
	client_close(&client);
	client_close(&other);
	pcap_fixture_close(&fixture);
}

static void
publish(struct dtap_accumulator *accumulator)
{
	dtap_accumulator_put(
		accumulator,
		&(struct dtap_container){.data = (const uint8_t *)"data",
					 .size = 4});
	dtap_accumulator_flush(accumulator);
}

static void
a_client_that_has_closed_is_gone_with_the_next_bytes(void **state)
{
	static const struct server_fixture_options options = {.max_streams = 1};
	struct dtap_accumulator *accumulator;
	struct http_client client;
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	accumulator = dtap_accumulator_new(dtap_tap_ring(fixture.server.tap),
					   NULL, 0, DTAP_SNAPLEN_MAX);
	for (int i = 0; i < 20; i++) {
		open_client(&fixture, &client);
		assert_header(&client);
		client_close(&client);
		publish(accumulator);
		await_places(&fixture, 0);
	}
	dtap_accumulator_free(accumulator);
	pcap_fixture_close(&fixture);
}

static void
assert_http_stream_begins(const struct pcap_fixture *fixture)
{
	struct http_client client;

	client_open(&client, fixture->server.port);
	client_request(&client, "GET", "/api/diag/pcap");
	assert_int_equal(client_status(&client), 200);
	client_close(&client);
}

/* On a quiet tap nothing tells them from clients that read on. */
static void
clients_that_have_closed_take_a_quarter_at_most(void **state)
{
	static const struct server_fixture_options options = {.max_streams = 8};
	struct http_client client, reader;
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	open_client(&fixture, &reader);
	assert_header(&reader);
	for (int i = 0; i < 50; i++) {
		open_client(&fixture, &client);
		assert_header(&client);
		client_close(&client);
		await_places(&fixture, 3);
	}
	assert_http_stream_begins(&fixture);
	/* Who reads, and has closed nothing, is not ended for them. */
	assert_int_equal(recv(reader.fd, &client, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	client_close(&reader);
	pcap_fixture_close(&fixture);
}

static void
a_flood_of_connections_leaves_places_to_http(void **state)
{
	static const struct server_fixture_options options = {
		.max_streams = 8, .log = DTAP_NOTHING};
	struct http_client clients[30];
	struct pcap_fixture fixture;
	unsigned served = 0;
	uint8_t byte;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	for (size_t i = 0; i < COUNT(clients); i++)
		open_client(&fixture, &clients[i]);
	for (size_t i = 0; i < COUNT(clients); i++)
		served += (unsigned)read_bytes(&clients[i], &byte, 1);
	assert_int_equal(served, 6);
	assert_http_stream_begins(&fixture);
	for (size_t i = 0; i < COUNT(clients); i++)
		client_close(&clients[i]);
	pcap_fixture_close(&fixture);
}

/* Lets the process have no descriptor more than now; returns what it had. */
static rlim_t
forbid_descriptors(void)
{
	struct rlimit limit;
	rlim_t had;
	int next = dup(0);

	close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	had = limit.rlim_cur;
	limit.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	return had;
}

static void
without_descriptors_connections_wait(void **state)
{
	static const struct server_fixture_options options = {
		.log = DTAP_NOTHING};
	struct http_client client;
	struct pcap_fixture fixture;
	struct rlimit limit;
	rlim_t had;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	client.fd = socket(AF_INET, SOCK_STREAM, 0);
	had = forbid_descriptors();
	close(client.fd); /* the one that connects may have its own */
	open_client(&fixture, &client);
	assert_in_range(usage_load(500), 0, USAGE_IDLE);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = had;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_header(&client);
	client_close(&client);
	pcap_fixture_close(&fixture);
}

static void
addresses_that_cannot_be_used_are_refused(void **state)
{
	static const struct server_fixture_options options = {0};
	struct dtap_pcap_listener_options bad = {0};
	struct pcap_fixture fixture;

	(void)state;
	pcap_fixture_open(&fixture, &options, traffic, 0);
	bad.tap = fixture.server.tap;
	bad.address = "localhost";
	assert_null(dtap_pcap_listener_new(
		&fixture.server.log, fixture.server.service.fanout, &bad));
	assert_int_equal(errno, EINVAL);
	bad.address = "192.0.2.1";
	assert_null(dtap_pcap_listener_new(
		&fixture.server.log, fixture.server.service.fanout, &bad));
	assert_int_equal(errno, EADDRNOTAVAIL);
	bad.address = "127.0.0.1";
	bad.port = dtap_pcap_listener_port(fixture.listener);
	assert_null(dtap_pcap_listener_new(
		&fixture.server.log, fixture.server.service.fanout, &bad));
	assert_int_equal(errno, EADDRINUSE);
	pcap_fixture_close(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_client_that_connects_receives_pcap),
		cmocka_unit_test(header_leaves_before_any_container),
		cmocka_unit_test(a_connection_beyond_the_limit_is_closed),
		cmocka_unit_test(a_stream_that_is_reset_makes_room),
		cmocka_unit_test(
			a_client_that_closes_its_sending_side_reads_on),
		cmocka_unit_test(
			a_client_that_has_closed_is_gone_with_the_next_bytes),
		cmocka_unit_test(
			clients_that_have_closed_take_a_quarter_at_most),
		cmocka_unit_test(a_flood_of_connections_leaves_places_to_http),
		cmocka_unit_test(without_descriptors_connections_wait),
		cmocka_unit_test(addresses_that_cannot_be_used_are_refused),
	};

	return RUN(tests);
}
