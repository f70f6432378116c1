/* SPDX-License-Identifier: MIT */
/*
 * Clients that connect, do anything and leave, for `test_churn [SECONDS]`.
 * Afterwards no descriptor is lost, and the next client is served.
 */
#include <dtap/bytes.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/subscribers.h"
#include "support/testing.h"
#include "support/usage.h"
#include "support/ws_client.h"

#define SLOTS 200

static const struct server_fixture_options options = {.max_streams = 150};
static int64_t duration = 3 * DTAP_NS_PER_S;

struct churn {
	struct subscribers subscribers;
	int fds[SLOTS]; /* -1: no client */
	uint32_t random;
};

static uint32_t
roll(struct churn *churn, uint32_t sides)
{
	churn->random ^= churn->random << 13;
	churn->random ^= churn->random >> 17;
	churn->random ^= churn->random << 5;
	return churn->random % sides;
}

static int
dial(unsigned port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

static void
say(struct churn *churn, int fd)
{
	static const char *const words[] = {
		"GET /api/diag/stream HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api/diag/pcap HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api/diag/pcap HTTP/1.0\r\n\r\n",
		"GET /api/diag/stream HTTP/1.1\r\nHost: x\r\n\r\njunk",
		"HEAD /api/diag/pcap HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api/diag/ws HTTP/1.1\r\n" WS_HEADERS
		"Sec-WebSocket-Protocol: dtap.pcap.v1\r\n\r\n",
		"GET /api/diag/ws HTTP/1.1\r\n" WS_HEADERS
		"Sec-WebSocket-Protocol: dtap.raw.v1\r\n\r\n",
		"\x89\x81\1\1\1\1p",           /* ping */
		"\x88\x82\1\1\1\1\2\xe9",      /* close, 1000 */
		"\x82\x81\1\1\1\1d\x81\xfe\3", /* data, and half a head */
		"GET /api/status HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
		"GET /api/di",
		"\r\n",
		"\x16\x03\x01\x02",
	};
	const char *word = words[roll(churn, COUNT(words))];

	send(fd, word, strlen(word), MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
listen_a_while(int fd)
{
	static char bytes[65536];

	for (int i = 0; i < 8; i++)
		recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
}

static void
hang_up(int *fd, bool reset)
{
	struct linger none = {.l_onoff = 1};

	if (reset)
		setsockopt(*fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	close(*fd);
	*fd = -1;
}

static void
step(struct churn *churn)
{
	int *fd = &churn->fds[roll(churn, SLOTS)];

	if (*fd < 0) {
		*fd = dial(churn->subscribers.fixture.port);
		say(churn, *fd);
		return;
	}
	switch (roll(churn, 8)) {
	case 0:
		shutdown(*fd, SHUT_WR);
		break;
	case 1:
		hang_up(fd, true);
		break;
	case 2:
		hang_up(fd, false);
		break;
	case 3:
		say(churn, *fd);
		break;
	default:
		listen_a_while(*fd);
	}
	if (roll(churn, 4) == 0)
		subscribers_publish(&churn->subscribers, 1 + roll(churn, 100));
}

static void
check_service(unsigned port)
{
	struct http_client client;
	size_t size;

	client_open(&client, port);
	client_request(&client, "GET", "/api/diag/pcap");
	assert_int_equal(client_status(&client), 200);
	free(client_chunk(&client, &size));
	assert_int_equal(size, DTAP_PCAP_FILE_HEADER);
	client_close(&client);
}

static void
after_any_churn_the_next_client_is_served(void **state)
{
	struct churn churn = {.random = 2463534242};
	int64_t until = dtap_clock_now() + duration;
	unsigned before, steps = 0;

	(void)state;
	subscribers_begin(&churn.subscribers, &options, 0, "");
	before = usage_descriptors();
	memset(churn.fds, -1, sizeof churn.fds);
	while (dtap_clock_now() < until) {
		step(&churn);
		steps++;
	}
	for (size_t i = 0; i < SLOTS; i++)
		if (churn.fds[i] >= 0)
			hang_up(&churn.fds[i], false);
	print_message("%u steps\n", steps);
	usage_await_descriptors(before);
	check_service(churn.subscribers.fixture.port);
	usage_await_descriptors(before);
	subscribers_end(&churn.subscribers);
}

/* 2000 connections a second, two in each millisecond; each closes at once. */
static void
connections_without_a_request_cost_nothing(void **state)
{
	struct subscribers subscribers;
	int64_t begun = dtap_clock_now(), count = 0;
	unsigned before;

	(void)state;
	subscribers_begin(&subscribers, &options, 0, "");
	before = usage_descriptors();
	for (; count < duration / DTAP_NS_PER_S * 2000 / 3; count++) {
		int fd = dial(subscribers.fixture.port);

		hang_up(&fd, count % 2 == 0);
		dtap_clock_sleep(begun + count * DTAP_NS_PER_MS / 2);
	}
	print_message("%lld connections in %.1f s\n", (long long)count,
		      (double)(dtap_clock_now() - begun) / 1e9);
	usage_await_descriptors(before);
	assert_in_range(usage_load(200), 0, USAGE_IDLE);
	check_service(subscribers.fixture.port);
	subscribers_end(&subscribers);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(after_any_churn_the_next_client_is_served),
		cmocka_unit_test(connections_without_a_request_cost_nothing),
	};

	if (argc > 1)
		duration = atoi(argv[1]) * DTAP_NS_PER_S;
	return RUN(tests);
}
