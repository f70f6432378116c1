/* SPDX-License-Identifier: MIT */
/* What a stream has lost stays counted when it ends before its time. */
#include <dtap/bytes.h>

#include <poll.h>
#include <sys/socket.h>

#include "support/subscribers.h"
#include "support/testing.h"
#include "support/ws_client.h"

#define RING      (1 << 20)
#define RING_FULL (RING / SUBSCRIBERS_CONTAINER) /* containers, about */

static const struct server_fixture_options options = {
	.ring_bytes = RING, .websocket = {.stall_ms = 3000}};

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

/* Once no byte more is sent. */
static void
await_stalled(struct subscribers *subscribers)
{
	uint64_t before = 0, now = 1;

	for (unsigned same = 0; same < 20;
	     same = now == before ? same + 1 : 0) {
		before = now;
		poll(NULL, 0, 5);
		now = status_of(subscribers).bytes;
	}
}

/* What the ring holds for one who comes now. */
static uint64_t
count_held(struct dtap_ring *ring)
{
	struct dtap_subscriber subscriber;
	struct dtap_amount loss;
	struct dtap_block *block;
	uint64_t count = 0;

	dtap_ring_subscribe_oldest(ring, &subscriber);
	while (dtap_ring_next(ring, &subscriber, &block, &loss) ==
	       DTAP_NEXT_BLOCK) {
		count += dtap_block_containers(block);
		dtap_block_unref(block);
	}
	dtap_ring_unsubscribe(ring, &subscriber);
	return count;
}

/* It reads what it was sent only when it has been closed. */
static void
a_stalled_websocket_leaves_its_losses(void **state)
{
	struct dtap_stream_table_status before, after;
	struct dtap_ring_status status;
	static const int small = 4096;
	uint64_t held, left, sent = 0;
	uint32_t next = 0;
	struct ws_frame frame;
	struct http_client client;
	struct subscribers subscribers;
	struct dtap_ring *ring;

	(void)state;
	subscribers_begin(&subscribers, &options, 0, "");
	ring = dtap_tap_ring(subscribers.fixture.tap);
	client_socket(&client);
	setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_connect(&client, subscribers.fixture.port);
	ws_shake(&client, "/api/diag/ws", "dtap.raw.v1");
	dtap_ring_await_subscribers(ring, 1);
	await_begun(&subscribers, 1);
	subscribers_publish(&subscribers, RING_FULL / 2);
	await_stalled(&subscribers);
	subscribers_publish(&subscribers, 5 * RING_FULL);
	before = status_of(&subscribers);
	assert_true(before.lost.containers > 0);
	do {
		poll(NULL, 0, 1);
		dtap_ring_status(ring, &status);
	} while (status.subscribers > 0);
	held = count_held(ring);
	while (ws_next(&client, &frame) && frame.opcode == DTAP_WS_BINARY) {
		sent += frame.size / SUBSCRIBERS_CONTAINER;
		next = 1 + dtap_get32(frame.payload + frame.size -
				      SUBSCRIBERS_CONTAINER);
		ws_free(&frame);
	}
	ws_free(&frame);
	after = status_of(&subscribers);
	assert_true(after.lost.containers >= before.lost.containers);
	assert_true(after.lags > 0);
	/* What it has not lost and not been sent, the ring still had. */
	left = subscribers.number - next < held ? subscribers.number - next
						: held;
	assert_int_equal(sent + after.lost.containers + left,
			 subscribers.number);
	client_close(&client);
	subscribers_end(&subscribers);
}

/* It never reads: the fan-out stops without it. */
static void
a_stream_that_is_cut_has_lost_the_rest(void **state)
{
	struct dtap_stream_table_status status;
	struct http_client *client;
	struct subscribers subscribers;
	uint64_t sent = 0;
	uint8_t *chunk;
	size_t size;

	(void)state;
	subscribers_begin(&subscribers, &options, 1, "/api/diag/stream");
	client = &subscribers.clients[0];
	await_begun(&subscribers, 1);
	subscribers_publish(&subscribers, 5 * RING_FULL);
	subscribers_finish(&subscribers);
	subscribers.fixture.stopped = true;
	dtap_tap_stop(subscribers.fixture.tap);
	dtap_fanout_stop(subscribers.fixture.service.fanout, 100);
	status = status_of(&subscribers);
	while ((chunk = client_take(client, 1)) != NULL) {
		free(chunk);
		sent++;
	}
	size = sent / SUBSCRIBERS_CONTAINER;
	print_message("%zu sent, %ju lost of %u\n", size,
		      (uintmax_t)status.lost.containers, subscribers.number);
	/* The block that was on its way counts as lost, all of it. */
	assert_in_range(size + status.lost.containers, subscribers.number,
			subscribers.number + 65536 / SUBSCRIBERS_CONTAINER);
	subscribers_end(&subscribers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stalled_websocket_leaves_its_losses),
		cmocka_unit_test(a_stream_that_is_cut_has_lost_the_rest),
	};

	return RUN(tests);
}
