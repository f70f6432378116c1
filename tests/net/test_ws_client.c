/* SPDX-License-Identifier: MIT */
/* What clients of a WebSocket send or do not send, and what they get. */
#include <dtap/bytes.h>

#include <poll.h>
#include <sys/socket.h>

#include "support/subscribers.h"
#include "support/testing.h"
#include "support/usage.h"
#include "support/ws_client.h"

#define RAW  "dtap.raw.v1"
#define RING (1 << 20)

static const struct server_fixture_options defaults = {.ring_bytes = RING};

/* Starts the server without subscribers, and one client with a small window. */
static void
begin(struct subscribers *subscribers,
      const struct server_fixture_options *options, struct http_client *client)
{
	static const int small = 4096;

	subscribers_begin(subscribers, options, 0, "");
	client_socket(client);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_connect(client, subscribers->fixture.port);
	ws_shake(client, "/api/diag/ws", RAW);
	dtap_ring_await_subscribers(dtap_tap_ring(subscribers->fixture.tap), 1);
}

static void
await_subscribers(struct subscribers *subscribers, unsigned count)
{
	struct dtap_ring_status status;

	do {
		poll(NULL, 0, 1);
		dtap_ring_status(dtap_tap_ring(subscribers->fixture.tap),
				 &status);
	} while (status.subscribers != count);
}

/* The message must have whole containers in order. */
static void
check_message(const struct ws_frame *frame, uint32_t *next)
{
	assert_int_equal(frame->size % SUBSCRIBERS_CONTAINER, 0);
	for (size_t at = 0; at < frame->size; at += SUBSCRIBERS_CONTAINER) {
		uint32_t number = dtap_get32(frame->payload + at);

		assert_true(number >= *next);
		*next = number + 1;
	}
}

static void
pings_are_answered_and_the_stream_goes_on(void **state)
{
	struct ws_frame frame;
	struct http_client client;
	struct subscribers subscribers;
	uint32_t next = 0;

	(void)state;
	begin(&subscribers, &defaults, &client);
	for (unsigned i = 1; i <= 3; i++) {
		ws_send(&client, DTAP_WS_PING, "are you there?", 14);
		frame = ws_expect(&client, DTAP_WS_PONG);
		assert_int_equal(frame.size, 14);
		assert_memory_equal(frame.payload, "are you there?", 14);
		ws_free(&frame);
		subscribers_publish(&subscribers, 1);
		frame = ws_expect(&client, DTAP_WS_BINARY);
		check_message(&frame, &next);
		assert_int_equal(next, i);
		ws_free(&frame);
	}
	client_close(&client);
	subscribers_end(&subscribers);
}

/* The client reads nothing until long after the socket is full. */
static void
a_pong_never_stands_within_a_message(void **state)
{
	unsigned pongs = 0, messages = 0;
	struct ws_frame frame;
	struct http_client client;
	struct subscribers subscribers;
	uint32_t next = 0;

	(void)state;
	begin(&subscribers, &defaults, &client);
	subscribers_publish(&subscribers, 5 * RING / SUBSCRIBERS_CONTAINER);
	for (int i = 0; i < 1000; i++)
		ws_send(&client, DTAP_WS_PING, "p", 1);
	do {
		assert_true(ws_next(&client, &frame));
		if (frame.opcode == DTAP_WS_PONG) {
			assert_int_equal(frame.size, 1);
			pongs++;
		} else {
			assert_int_equal(frame.opcode, DTAP_WS_BINARY);
			check_message(&frame, &next);
			messages++;
		}
		ws_free(&frame);
	} while (next < subscribers.number || pongs == 0);
	assert_true(messages > 2);
	client_close(&client);
	subscribers_end(&subscribers);
}

static void
a_flood_of_pings_costs_bounded_memory(void **state)
{
	struct http_client client;
	struct subscribers subscribers;
	uint8_t *flood = malloc(1 << 20);
	size_t before;

	(void)state;
	for (size_t i = 0; i + 8 <= 1 << 20; i += 8)
		memcpy(flood + i, "\x89\x82\1\2\3\4ab", 8);
	begin(&subscribers, &defaults, &client);
	subscribers_publish(&subscribers, 5 * RING / SUBSCRIBERS_CONTAINER);
	before = usage_memory();
	for (int i = 0; i < 16; i++) {
		struct pollfd room = {client.fd, POLLOUT, 0};

		assert_int_equal(poll(&room, 1, -1), 1);
		assert_true(send(client.fd, flood, 1 << 20,
				 MSG_DONTWAIT | MSG_NOSIGNAL) > 0);
	}
	assert_true(usage_memory() < before + 65536);
	/* First the client reads what is in the socket. */
	while (usage_load(200) > USAGE_IDLE)
		;
	free(flood);
	client_close(&client);
	subscribers_end(&subscribers);
}

#define BYTES(text) (text), sizeof(text) - 1

static void
what_a_client_must_not_send_ends_it_with_a_code(void **state)
{
	static const struct {
		const char *frame;
		size_t size;
		unsigned code;
	} cases[] = {
		{BYTES("\x81\x05Hello"), 1002},          /* no mask */
		{BYTES("\xc2\x80\1\2\3\4"), 1002},       /* RSV1 */
		{BYTES("\x83\x80\1\2\3\4"), 1002},       /* opcode 3 */
		{BYTES("\x09\x80\1\2\3\4"), 1002},       /* fragmented */
		{BYTES("\x89\xfe\0\x7e\1\2\3\4"), 1002}, /* 126 bytes */
		{BYTES("\x80\x80\1\2\3\4"), 1002},       /* of nothing */
		{BYTES("\x82\xff\0\0\0\0\0\x10\0\1\1\2\3\4"),
		 1009},                                  /* 1 MiB, 1 */
		{BYTES("\x88\x82\0\0\0\0\3\xe8"), 1000}, /* closes */
		{BYTES("\x88\x82\0\0\0\0\x0f\xa1"), 4001},
		{BYTES("\x88\x80\0\0\0\0"), 1000},
		{BYTES("\x88\x81\0\0\0\0\3"), 1002},
	};
	struct subscribers subscribers;
	unsigned before;

	(void)state;
	subscribers_begin(&subscribers, &defaults, 0, "");
	before = usage_descriptors();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_client client;

		ws_open(&client, subscribers.fixture.port, "/api/diag/ws", RAW);
		send(client.fd, cases[i].frame, cases[i].size, MSG_NOSIGNAL);
		ws_expect_close(&client, cases[i].code);
		client_close(&client);
		usage_await_descriptors(before);
	}
	subscribers_end(&subscribers);
}

/* If bytes of the client stayed unread, TCP would drop the close frame. */
static void
a_close_frame_arrives_while_the_client_keeps_sending(void **state)
{
	static const char talk[300000];
	struct http_client client;
	struct subscribers subscribers;

	(void)state;
	begin(&subscribers, &defaults, &client);
	ws_send(&client, DTAP_WS_TEXT, talk, sizeof talk);
	send(client.fd, BYTES("\x81\x05Hello"), MSG_NOSIGNAL);
	send(client.fd, talk, sizeof talk, MSG_NOSIGNAL);
	ws_expect_close(&client, 1002);
	client_close(&client);
	subscribers_end(&subscribers);
}

static void
a_client_that_closes_without_a_close_frame_ends_at_once(void **state)
{
	struct http_client client;
	struct subscribers subscribers;
	unsigned before;

	(void)state;
	begin(&subscribers, &defaults, &client);
	before = usage_descriptors();
	shutdown(client.fd, SHUT_WR);
	usage_await_descriptors(before - 1);
	assert_null(client_take(&client, 1));
	client_close(&client);
	subscribers_end(&subscribers);
}

/* Its close frame and its FIN come in one segment. */
static void
a_client_that_sends_a_close_frame_and_closes_gets_one(void **state)
{
	struct http_client client;
	struct subscribers subscribers;

	(void)state;
	begin(&subscribers, &defaults, &client);
	/* MSG_MORE holds it back, so it is sent with the FIN. */
	send(client.fd, BYTES("\x88\x82\0\0\0\0\3\xe8"), MSG_MORE);
	shutdown(client.fd, SHUT_WR);
	ws_expect_close(&client, 1000);
	client_close(&client);
	subscribers_end(&subscribers);
}

static void
a_client_that_answers_no_ping_is_gone(void **state)
{
	static const struct server_fixture_options options = {
		.ring_bytes = RING, .websocket = {.ping_ms = 1000}};
	struct http_client deaf, good;
	struct ws_frame frame;
	struct subscribers subscribers;

	(void)state;
	begin(&subscribers, &options, &deaf);
	ws_open(&good, subscribers.fixture.port, "/api/diag/ws", RAW);
	for (int i = 0; i < 3; i++) {
		frame = ws_expect(&good, DTAP_WS_PING);
		ws_send(&good, DTAP_WS_PONG, frame.payload, frame.size);
		ws_free(&frame);
	}
	await_subscribers(&subscribers, 1);
	frame = ws_expect(&deaf, DTAP_WS_PING);
	ws_free(&frame);
	assert_false(ws_next(&deaf, &frame));
	client_close(&deaf);
	client_close(&good);
	subscribers_end(&subscribers);
}

/* When it reads again it gets whole messages and the reason. */
static void
a_client_that_stalls_is_closed_with_1013(void **state)
{
	static const struct server_fixture_options options = {
		.ring_bytes = RING, .websocket = {.stall_ms = 300}};
	struct ws_frame frame;
	struct http_client client;
	struct subscribers subscribers;
	uint32_t next = 0;

	(void)state;
	begin(&subscribers, &options, &client);
	subscribers_publish(&subscribers, 5 * RING / SUBSCRIBERS_CONTAINER);
	await_subscribers(&subscribers, 0);
	do {
		assert_true(ws_next(&client, &frame));
		if (frame.opcode == DTAP_WS_CLOSE)
			break;
		check_message(&frame, &next);
		ws_free(&frame);
	} while (true);
	assert_int_equal(frame.payload[0] << 8 | frame.payload[1], 1013);
	assert_memory_equal(frame.payload + 2, "nothing was taken", 17);
	ws_free(&frame);
	client_close(&client);
	subscribers_end(&subscribers);
}

/* A loss record does not share a message with others. */
static void
a_loss_record_is_a_message_by_itself(void **state)
{
	struct ws_frame frame;
	unsigned losses = 0;
	struct http_client client;
	struct subscribers subscribers;

	(void)state;
	subscribers_begin(&subscribers, &defaults, 0, "");
	ws_open(&client, subscribers.fixture.port, "/api/diag/ws",
		"dtap.pcap.v1");
	dtap_ring_await_subscribers(dtap_tap_ring(subscribers.fixture.tap), 1);
	subscribers_publish(&subscribers, 20 * RING / SUBSCRIBERS_CONTAINER);
	subscribers_finish(&subscribers);
	while (ws_next(&client, &frame) && frame.opcode == DTAP_WS_BINARY) {
		if (frame.size >= 20 &&
		    dtap_get16(frame.payload + 16) == DTAP_PATH_LOSS) {
			assert_int_equal(frame.size, DTAP_LOSS_RECORD);
			losses++;
		}
		ws_free(&frame);
	}
	assert_true(losses > 0);
	ws_free(&frame);
	client_close(&client);
	subscribers_end(&subscribers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pings_are_answered_and_the_stream_goes_on),
		cmocka_unit_test(a_pong_never_stands_within_a_message),
		cmocka_unit_test(a_flood_of_pings_costs_bounded_memory),
		cmocka_unit_test(
			what_a_client_must_not_send_ends_it_with_a_code),
		cmocka_unit_test(
			a_close_frame_arrives_while_the_client_keeps_sending),
		cmocka_unit_test(
			a_client_that_closes_without_a_close_frame_ends_at_once),
		cmocka_unit_test(
			a_client_that_sends_a_close_frame_and_closes_gets_one),
		cmocka_unit_test(a_client_that_answers_no_ping_is_gone),
		cmocka_unit_test(a_client_that_stalls_is_closed_with_1013),
		cmocka_unit_test(a_loss_record_is_a_message_by_itself),
	};

	return RUN(tests);
}
