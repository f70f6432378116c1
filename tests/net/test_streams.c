/* SPDX-License-Identifier: MIT */
/* Streams over real sockets on loopback. */
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include <errno.h>
#include <sys/socket.h>

#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

static const uint8_t notice[] = {1, 0, 0, 0, 'm', 'a', 's', 'k'};
static const uint8_t data[] = {0x20, 0, 0, 0, 1,   0,   0,  0,
			       3,    0, 0, 0, 'd', 'a', '~'};

static const struct scripted_step traffic[] = {
	{.what = SCRIPTED_CONTAINER, .size = sizeof notice, .bytes = notice},
	{.what = SCRIPTED_CONTAINER, .size = sizeof data, .bytes = data},
	{.what = SCRIPTED_NUMBERED, .size = 3000, .mark = 'x', .times = 700},
	{.what = SCRIPTED_CONTAINER, .size = 200000, .mark = 'L', .times = 2},
	{.what = SCRIPTED_FAIL, .error = ENODATA},
};

#define TRAFFIC_BYTES (sizeof notice + sizeof data + 700 * 3000 + 2 * 200000)
#define BIG_RING      (8 << 20)

/* The containers of `traffic` in a row; the caller frees them. */
static uint8_t *
traffic_bytes(void)
{
	uint8_t *all = malloc(TRAFFIC_BYTES), *at = all;

	memcpy(at, notice, sizeof notice);
	at += sizeof notice;
	memcpy(at, data, sizeof data);
	at += sizeof data;
	for (uint32_t i = 0; i < 700; i++, at += 3000) {
		memset(at, 'x', 3000);
		dtap_put32(at, i);
	}
	memset(at, 'L', 400000);
	return all;
}

static void
two_subscribers_receive_equal_bytes(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 2, .ring_bytes = BIG_RING};
	struct http_client clients[2];
	struct server_fixture fixture;
	uint8_t *expected = traffic_bytes();

	(void)state;
	server_fixture_start(&fixture, &options, traffic, COUNT(traffic));
	for (int i = 0; i < 2; i++) {
		client_open(&clients[i], fixture.port);
		client_request(&clients[i], "GET", "/api/diag/stream");
		assert_int_equal(client_status(&clients[i]), 200);
	}
	for (int i = 0; i < 2; i++) {
		size_t size;
		uint8_t *body = client_body(&clients[i], &size);

		assert_int_equal(size, TRAFFIC_BYTES);
		assert_memory_equal(body, expected, size);
		free(body);
		client_close(&clients[i]);
	}
	free(expected);
	server_fixture_stop(&fixture);
}

static void
streams_have_the_promised_heads(void **state)
{
	static const struct server_fixture_options options = {0};
	static const char *const types[][2] = {
		{"/api/diag/stream", "Content-Type: application/octet-stream"},
		{"/api/diag/pcap",
		 "Content-Type: application/vnd.tcpdump.pcap"},
	};
	struct server_fixture fixture;

	(void)state;
	server_fixture_start(&fixture, &options, traffic, 0);
	for (size_t i = 0; i < 2 * COUNT(types); i++) {
		struct http_client client;

		client_open(&client, fixture.port);
		client_request(&client, i % 2 ? "GET" : "HEAD",
			       types[i / 2][0]);
		assert_int_equal(client_status(&client), 200);
		assert_true(client_has(&client, types[i / 2][1]));
		assert_true(client_has(&client, "X-DTAP-Version: 1"));
		assert_true(client_has(&client, "Transfer-Encoding: chunked"));
		assert_true(client_has(&client, "Cache-Control: no-store"));
		client_close(&client);
	}
	server_fixture_stop(&fixture);
}

static void
pcap_header_leaves_before_any_container(void **state)
{
	static const struct server_fixture_options options = {0};
	uint8_t expected[DTAP_PCAP_FILE_HEADER], *chunk;
	struct http_client client;
	struct server_fixture fixture;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, traffic, 0);
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/pcap");
	chunk = client_chunk(&client, &size);
	dtap_pcap_file_header(expected, DTAP_SNAPLEN_MAX);
	assert_int_equal(size, sizeof expected);
	assert_memory_equal(chunk, expected, size);
	free(chunk);
	client_close(&client);
	server_fixture_stop(&fixture);
}

/* Reads a pcap body; returns the number of records, and their payloads in a
 * row.
 */
static size_t
walk_pcap(const uint8_t *body, size_t size, uint8_t *payload, size_t *taken)
{
	size_t at = DTAP_PCAP_FILE_HEADER, records = 0;

	*taken = 0;
	while (at < size) {
		size_t length;

		assert_true(size - at > 16);
		length = dtap_get32(body + at + 8);
		assert_true(length <= size - at - 16);
		assert_int_equal(dtap_get16(body + at + 16), 0x0100);
		memcpy(payload + *taken, body + at + 20, length - 4);
		*taken += length - 4;
		at += 16 + length;
		records++;
	}
	return records;
}

static void
pcap_holds_the_same_containers(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1, .ring_bytes = BIG_RING};
	struct http_client client;
	struct server_fixture fixture;
	size_t size, taken;
	uint8_t *expected = traffic_bytes(), *body,
		*payload = malloc(TRAFFIC_BYTES);

	(void)state;
	server_fixture_start(&fixture, &options, traffic, COUNT(traffic));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/pcap");
	body = client_body(&client, &size);
	assert_int_equal(size, 24 + 704 * 20 + TRAFFIC_BYTES);
	assert_int_equal(walk_pcap(body, size, payload, &taken), 704);
	assert_memory_equal(payload, expected, TRAFFIC_BYTES);
	free(payload);
	free(body);
	free(expected);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
only_data_leaves_out_the_rest(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1};
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_CONTAINER,
		 .size = sizeof notice,
		 .bytes = notice,
		 .times = 3},
		{.what = SCRIPTED_CONTAINER,
		 .size = sizeof data,
		 .bytes = data},
		{.what = SCRIPTED_CONTAINER,
		 .size = sizeof notice,
		 .bytes = notice},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct http_client client;
	struct server_fixture fixture;
	uint8_t *body;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/stream?only=data");
	body = client_body(&client, &size);
	assert_int_equal(size, sizeof data);
	assert_memory_equal(body, data, size);
	free(body);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
http10_has_no_chunks_and_ends_with_the_connection(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1, .ring_bytes = BIG_RING};
	uint8_t *expected = traffic_bytes(), *body = malloc(TRAFFIC_BYTES + 1);
	struct http_client client;
	struct server_fixture fixture;
	ssize_t more;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, traffic, COUNT(traffic));
	client_open(&client, fixture.port);
	client_send(&client, "GET /api/diag/stream HTTP/1.0\r\n\r\n");
	client_read_head(&client);
	assert_memory_equal(client.head, "HTTP/1.0 200 OK\r\n", 17);
	assert_false(client_has(&client, "Transfer-Encoding: chunked"));
	size = client.size;
	memcpy(body, client.data, size);
	while ((more = recv(client.fd, body + size, TRAFFIC_BYTES + 1 - size,
			    0)) > 0)
		size += (size_t)more;
	assert_int_equal(size, TRAFFIC_BYTES);
	assert_memory_equal(body, expected, size);
	free(body);
	free(expected);
	client_close(&client);
	server_fixture_stop(&fixture);
}

#define MANY 600

/* Reads pcap of numbered containers; returns the number of loss records. */
static uint64_t
check_losses(const uint8_t *body, size_t size, uint64_t size_of_one)
{
	uint32_t expected = 0;
	uint64_t losses = 0;
	size_t at = DTAP_PCAP_FILE_HEADER;

	while (at < size) {
		size_t length = dtap_get32(body + at + 8);
		const uint8_t *preamble = body + at + 16;

		if (dtap_get16(preamble) == 0x01ff) {
			uint64_t lost = dtap_get64(preamble + 3);

			assert_true(lost > 0);
			assert_int_equal(dtap_get64(preamble + 11),
					 lost * size_of_one);
			/* It has the time of the next record. */
			assert_memory_equal(body + at, body + at + 16 + length,
					    8);
			expected += (uint32_t)lost;
			losses++;
		} else {
			assert_int_equal(length, 4 + size_of_one);
			assert_int_equal(dtap_get32(preamble + 4), expected);
			expected++;
		}
		at += 16 + length;
	}
	assert_int_equal(at, size);
	assert_int_equal(expected, MANY);
	return losses;
}

static void
a_lag_never_cuts_a_record_and_says_what_was_lost(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1};
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_NUMBERED,
		 .size = 50000,
		 .mark = 'n',
		 .times = MANY},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct dtap_stream_table_status status;
	struct http_client client;
	uint64_t losses;
	struct server_fixture fixture;
	uint8_t *body;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/pcap");
	server_fixture_await(
		&fixture,
		DTAP_TAP_ENDED); /* 30 MB while the client reads nothing */
	body = client_body(&client, &size);
	losses = check_losses(body, size, 50000);
	server_fixture_stop_tap(&fixture);
	dtap_stream_table_status(dtap_fanout_table(fixture.service.fanout),
				 &status);
	assert_true(losses > 0);
	assert_int_equal(status.lags, losses);
	assert_true(status.lost.containers > MANY / 2);
	assert_int_equal(status.lost.bytes, status.lost.containers * 50000);
	free(body);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
stop_sends_the_last_whole_block_and_the_final_chunk(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1};
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_NUMBERED, .size = 10, .times = 5},
	};
	struct dtap_tap_status status;
	struct http_client client;
	struct server_fixture fixture;
	uint8_t *body;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/stream");
	do
		dtap_tap_status(fixture.tap, &status);
	while (status.read.containers < 5);
	server_fixture_stop_tap(&fixture);
	body = client_body(&client, &size);
	assert_int_equal(size, 50);
	assert_int_equal(dtap_get32(body + 40), 4);
	free(body);
	client_close(&client);
	server_fixture_stop(&fixture);
}

static void
chunks_hold_whole_containers(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 1, .ring_bytes = BIG_RING};
	static const struct scripted_step steps[] = {
		{.what = SCRIPTED_NUMBERED, .size = 1111, .times = 2000},
		{.what = SCRIPTED_FAIL, .error = ENODATA},
	};
	struct http_client client;
	struct server_fixture fixture;
	uint8_t *chunk;
	uint32_t number = 0;
	size_t size;

	(void)state;
	server_fixture_start(&fixture, &options, steps, COUNT(steps));
	client_open(&client, fixture.port);
	client_request(&client, "GET", "/api/diag/stream");
	while ((chunk = client_chunk(&client, &size)) != NULL) {
		assert_int_equal(size % 1111, 0);
		for (size_t at = 0; at < size; at += 1111)
			assert_int_equal(dtap_get32(chunk + at), number++);
		free(chunk);
	}
	assert_int_equal(number, 2000);
	client_close(&client);
	server_fixture_stop(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_subscribers_receive_equal_bytes),
		cmocka_unit_test(streams_have_the_promised_heads),
		cmocka_unit_test(pcap_header_leaves_before_any_container),
		cmocka_unit_test(pcap_holds_the_same_containers),
		cmocka_unit_test(only_data_leaves_out_the_rest),
		cmocka_unit_test(
			http10_has_no_chunks_and_ends_with_the_connection),
		cmocka_unit_test(
			a_lag_never_cuts_a_record_and_says_what_was_lost),
		cmocka_unit_test(
			stop_sends_the_last_whole_block_and_the_final_chunk),
		cmocka_unit_test(chunks_hold_whole_containers),
	};

	return RUN(tests);
}
