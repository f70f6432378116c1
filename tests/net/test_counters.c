/* SPDX-License-Identifier: MIT */
/*
 * No counter of streams or archive ever runs backwards, and at the end each
 * subscriber was sent, or has lost, all that was published.
 */
#include <dtap/bytes.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/subscribers.h"
#include "support/testing.h"
#include "support/ws_client.h"

#define RING      (1 << 20)
#define RING_FULL (RING / SUBSCRIBERS_CONTAINER) /* containers, about */
#define STEPS     400
#define VISITORS  24
#define STAYING   9
#define STREAMS   200

static const struct server_fixture_options options = {
	.ring_bytes = RING, .archive = true, .websocket = {.stall_ms = 100}};

/* What was seen last, and the first counter that became less. */
struct watch {
	struct subscribers *subscribers;
	struct dtap_stream_table_status streams;
	struct dtap_archive_status archive;
	atomic_bool stopping;
	pthread_t thread;
	const char *backwards;
	unsigned looks;
};

static void
compare(struct watch *watch, const char *name, uint64_t before, uint64_t now)
{
	if (now < before && watch->backwards == NULL)
		watch->backwards = name;
}

static void
look(struct watch *watch)
{
	const struct dtap_service *service =
		&watch->subscribers->fixture.service;
	const struct dtap_stream_table_status *s = &watch->streams;
	const struct dtap_archive_status *a = &watch->archive;
	struct dtap_stream_table_status streams;
	struct dtap_archive_status archive;

	dtap_stream_table_status(dtap_fanout_table(service->fanout), &streams);
	dtap_archive_status(service->taps[0].archive, &archive);
	compare(watch, "begun", s->begun, streams.begun);
	compare(watch, "bytes", s->bytes, streams.bytes);
	compare(watch, "lags", s->lags, streams.lags);
	compare(watch, "lost", s->lost.containers, streams.lost.containers);
	compare(watch, "lost bytes", s->lost.bytes, streams.lost.bytes);
	compare(watch, "scrubbed", s->scrubbed.dropped,
		streams.scrubbed.dropped);
	compare(watch, "left out", s->left_out, streams.left_out);
	compare(watch, "archived", a->recorded.containers,
		archive.recorded.containers);
	compare(watch, "archive lost", a->lost.containers,
		archive.lost.containers);
	compare(watch, "archive lags", a->lags, archive.lags);
	watch->streams = streams;
	watch->archive = archive;
	watch->looks++;
}

static void *
watch_main(void *arg)
{
	struct watch *watch = arg;

	while (!atomic_load(&watch->stopping))
		look(watch);
	return NULL;
}

static void
end_watch(struct watch *watch)
{
	atomic_store(&watch->stopping, true);
	pthread_join(watch->thread, NULL);
	print_message("%u looks\n", watch->looks);
}

static uint32_t
roll(uint32_t *random, uint32_t sides)
{
	*random ^= *random << 13;
	*random ^= *random >> 17;
	*random ^= *random << 5;
	return *random % sides;
}

/* A visitor with a small window, which reads what it likes. */
static int
visit(unsigned port, uint32_t kind)
{
	static const char *const requests[] = {
		"GET /api/diag/stream HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api/diag/pcap?snaplen=1024 HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /api/diag/pcap?ops=10 HTTP/1.0\r\n\r\n",
		"GET /api/diag/ws HTTP/1.1\r\n" WS_HEADERS
		"Sec-WebSocket-Protocol: dtap.raw.v1\r\n\r\n",
	};
	static const int small = 4096;
	struct http_client client;

	client_socket(&client);
	setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_connect(&client, port);
	client_send(&client, requests[kind % COUNT(requests)]);
	return client.fd;
}

static void
leave(int *fd, bool reset)
{
	struct linger none = {.l_onoff = 1};

	if (reset)
		setsockopt(*fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	close(*fd);
	*fd = -1;
}

static void
step(struct subscribers *subscribers, int *fd, uint32_t *random)
{
	static char bytes[65536];

	if (*fd < 0)
		*fd = visit(subscribers->fixture.port, roll(random, 4));
	else if (roll(random, 3) == 0)
		leave(fd, roll(random, 2));
	else
		recv(*fd, bytes, sizeof bytes, MSG_DONTWAIT);
	if (roll(random, 4) == 0)
		subscribers_publish(subscribers, roll(random, RING_FULL));
	if (roll(random, 16) == 0)
		dtap_archive_order(subscribers->fixture.service.taps[0].archive,
				   roll(random, 2) ? DTAP_ARCHIVE_BEGIN
						   : DTAP_ARCHIVE_END);
}

/* What the status says of each stream that is open. */
struct found {
	unsigned ports[STREAMS];
	uint64_t lost[STREAMS];
	unsigned count;
};

static void
find(void *arg, const struct dtap_stream_status *status)
{
	struct found *found = arg;

	const char *colon = strrchr(status->peer, ':'); /* not in "local" */

	found->ports[found->count] =
		colon != NULL ? (unsigned)atoi(colon + 1) : 0;
	found->lost[found->count++] = status->lost.containers;
}

static struct found
find_streams(struct subscribers *subscribers)
{
	struct found found = {0};

	dtap_stream_table_visit(
		dtap_fanout_table(subscribers->fixture.service.fanout), find,
		&found);
	return found;
}

static uint64_t
lost_by(const struct found *found, const struct http_client *client)
{
	struct sockaddr_in address = {0};
	socklen_t size = sizeof address;

	assert_int_equal(
		getsockname(client->fd, (struct sockaddr *)&address, &size), 0);
	for (unsigned i = 0; i < found->count; i++)
		if (found->ports[i] == ntohs(address.sin_port))
			return found->lost[i];
	fail_msg("a subscriber has gone");
	return 0;
}

/* Containers up to the final chunk. */
static uint64_t
count_raw(struct http_client *client)
{
	size_t size;

	free(client_body(client, &size));
	return size / SUBSCRIBERS_CONTAINER;
}

/* ... and what the loss records say. */
static uint64_t
count_pcap(struct http_client *client, uint64_t *said)
{
	size_t size, at = DTAP_PCAP_FILE_HEADER;
	uint8_t *body = client_body(client, &size);
	uint64_t count = 0;

	*said = 0;
	for (; at < size; at += 16 + dtap_get32(body + at + 8))
		if (dtap_get16(body + at + 16) == DTAP_PATH_LOSS)
			*said += dtap_get64(body + at + 19);
		else
			count++;
	free(body);
	return count;
}

/* Of the first third raw, then pcap, then pcap that is rewritten. */
static void
check_staying(struct subscribers *subscribers, const struct found *found)
{
	uint64_t published = subscribers->number;

	for (unsigned i = 0; i < STAYING; i++) {
		struct http_client *client = &subscribers->clients[i];
		uint64_t lost = lost_by(found, client), said = lost, sent;

		sent = i < STAYING / 3 ? count_raw(client)
				       : count_pcap(client, &said);
		assert_true(lost > 0);
		assert_int_equal(said, lost);
		assert_int_equal(sent + lost, published);
	}
}

static struct dtap_stream_table_status
status_of(struct subscribers *subscribers)
{
	struct dtap_stream_table_status status;

	dtap_stream_table_status(
		dtap_fanout_table(subscribers->fixture.service.fanout),
		&status);
	return status;
}

/* The fan-out has them: until then their losses are not in the status. */
static void
await_begun(struct subscribers *subscribers, unsigned streams)
{
	while (status_of(subscribers).begun < streams)
		poll(NULL, 0, 1);
}

static void
no_counter_runs_backwards(void **state)
{
	struct subscribers subscribers;
	struct watch watch = {.subscribers = &subscribers};
	uint32_t random = 2463534242;
	struct found found;
	int fds[VISITORS];

	(void)state;
	memset(fds, -1, sizeof fds);
	subscribers_begin(&subscribers, &options, STAYING / 3,
			  "/api/diag/stream");
	subscribers_add(&subscribers, STAYING / 3, "/api/diag/pcap");
	subscribers_add(&subscribers, STAYING / 3,
			"/api/diag/pcap?snaplen=1024");
	await_begun(&subscribers, STAYING);
	assert_int_equal(
		pthread_create(&watch.thread, NULL, watch_main, &watch), 0);
	for (unsigned i = 0; i < STEPS; i++)
		step(&subscribers, &fds[roll(&random, VISITORS)], &random);
	subscribers_publish(&subscribers, 10 * RING_FULL);
	found = find_streams(&subscribers);
	subscribers_finish(&subscribers);
	for (size_t i = 0; i < VISITORS; i++)
		if (fds[i] >= 0)
			leave(&fds[i], false);
	end_watch(&watch);
	check_staying(&subscribers, &found);
	server_fixture_stop_tap(&subscribers.fixture);
	look(&watch);
	if (watch.backwards != NULL)
		fail_msg("%s ran backwards", watch.backwards);
	subscribers_end(&subscribers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_counter_runs_backwards),
	};

	return RUN(tests);
}
