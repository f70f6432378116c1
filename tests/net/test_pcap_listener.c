/* SPDX-License-Identifier: MIT */
/* PCAP-over-IP: connections become pcap streams, and none costs too much. */
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "streams/pcap_listener.h"
#include "support/http_client.h"
#include "support/server_fixture.h"
#include "support/testing.h"

#define TIMES 300
#define SIZE  500

static const struct scripted_step traffic[] = {
	{.what = SCRIPTED_NUMBERED, .size = SIZE, .mark = 'x', .times = TIMES},
	{.what = SCRIPTED_FAIL, .error = ENODATA},
};

/* The fixture's tap behind a PCAP-over-IP port too. */
struct porch {
	struct server_fixture fixture;
	struct dtap_pcap_listener *pcap_listener;
};

static void
porch_open(struct porch *porch, const struct server_fixture_options *options,
	   const struct scripted_step *steps, size_t count)
{
	struct dtap_pcap_listener_options pcap_listener = {.address =
								   "127.0.0.1"};

	server_fixture_start(&porch->fixture, options, steps, count);
	pcap_listener.tap = porch->fixture.tap;
	porch->pcap_listener = dtap_pcap_listener_new(
		&porch->fixture.log, porch->fixture.service.fanout,
		&pcap_listener);
	assert_non_null(porch->pcap_listener);
	assert_int_equal(dtap_pcap_listener_start(porch->pcap_listener), 0);
}

static void
porch_close(struct porch *porch)
{
	dtap_pcap_listener_stop(porch->pcap_listener);
	server_fixture_stop(&porch->fixture);
	dtap_pcap_listener_free(porch->pcap_listener);
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
whoever_connects_receives_pcap(void **state)
{
	static const struct server_fixture_options options = {
		.wait_subscribers = 2};
	static uint8_t record[16 + DTAP_PREAMBLE + SIZE];
	struct http_client clients[2];
	struct porch porch;

	(void)state;
	porch_open(&porch, &options, traffic, COUNT(traffic));
	for (int i = 0; i < 2; i++) {
		client_open(&clients[i],
			    dtap_pcap_listener_port(porch.pcap_listener));
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
	porch_close(&porch);
}

static void
header_leaves_before_any_container(void **state)
{
	static const struct server_fixture_options options = {0};
	struct http_client client;
	struct porch porch;

	(void)state;
	porch_open(&porch, &options, traffic, 0);
	client_open(&client, dtap_pcap_listener_port(porch.pcap_listener));
	assert_header(&client);
	client_close(&client);
	porch_close(&porch);
}

static void
one_more_than_may_be_is_closed(void **state)
{
	static const struct server_fixture_options options = {
		.max_streams = 1, .log = DTAP_NOTHING};
	struct http_client first, second;
	struct porch porch;
	uint8_t byte;

	(void)state;
	porch_open(&porch, &options, traffic, 0);
	client_open(&first, dtap_pcap_listener_port(porch.pcap_listener));
	assert_header(&first);
	for (int i = 0; i < 50; i++) {
		client_open(&second,
			    dtap_pcap_listener_port(porch.pcap_listener));
		assert_int_equal(read_bytes(&second, &byte, 1), 0);
		client_close(&second);
	}
	/* HTTP's streams have the same places. */
	client_open(&second, porch.fixture.port);
	client_request(&second, "GET", "/api/diag/pcap");
	assert_int_equal(client_status(&second), 503);
	client_close(&second);
	client_close(&first);
	porch_close(&porch);
}

static void
a_stream_that_leaves_makes_room(void **state)
{
	static const struct server_fixture_options options = {.max_streams = 1};
	struct http_client client;
	struct porch porch;

	(void)state;
	porch_open(&porch, &options, traffic, 0);
	for (int i = 0; i < 20; i++) {
		client_open(&client,
			    dtap_pcap_listener_port(porch.pcap_listener));
		assert_header(&client);
		client_close(&client);
		while (!dtap_stream_table_reserve(
			dtap_fanout_table(porch.fixture.service.fanout)))
			usleep(1000);
		dtap_stream_table_release(
			dtap_fanout_table(porch.fixture.service.fanout));
	}
	porch_close(&porch);
}

static double
cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
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
	struct porch porch;
	struct rlimit limit;
	double before;
	rlim_t had;

	(void)state;
	porch_open(&porch, &options, traffic, 0);
	client.fd = socket(AF_INET, SOCK_STREAM, 0);
	had = forbid_descriptors();
	close(client.fd); /* the one that connects may have its own */
	client_open(&client, dtap_pcap_listener_port(porch.pcap_listener));
	before = cpu_ms();
	usleep(500000);
	assert_true(cpu_ms() - before < 100);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = had;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_header(&client);
	client_close(&client);
	porch_close(&porch);
}

static void
addresses_that_cannot_be_had_are_refused(void **state)
{
	static const struct server_fixture_options options = {0};
	struct dtap_pcap_listener_options bad = {0};
	struct porch porch;

	(void)state;
	porch_open(&porch, &options, traffic, 0);
	bad.tap = porch.fixture.tap;
	bad.address = "localhost";
	assert_null(dtap_pcap_listener_new(&porch.fixture.log,
					   porch.fixture.service.fanout, &bad));
	assert_int_equal(errno, EINVAL);
	bad.address = "192.0.2.1";
	assert_null(dtap_pcap_listener_new(&porch.fixture.log,
					   porch.fixture.service.fanout, &bad));
	assert_int_equal(errno, EADDRNOTAVAIL);
	bad.address = "127.0.0.1";
	bad.port = dtap_pcap_listener_port(porch.pcap_listener);
	assert_null(dtap_pcap_listener_new(&porch.fixture.log,
					   porch.fixture.service.fanout, &bad));
	assert_int_equal(errno, EADDRINUSE);
	porch_close(&porch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_connects_receives_pcap),
		cmocka_unit_test(header_leaves_before_any_container),
		cmocka_unit_test(one_more_than_may_be_is_closed),
		cmocka_unit_test(a_stream_that_leaves_makes_room),
		cmocka_unit_test(without_descriptors_connections_wait),
		cmocka_unit_test(addresses_that_cannot_be_had_are_refused),
	};

	return RUN(tests);
}
