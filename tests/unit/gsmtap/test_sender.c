/* SPDX-License-Identifier: MIT */
/* Datagrams over the loopback interface; who does not take them is counted. */
#include "gsmtap/sender.h"

#include <arpa/inet.h>
#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/net.h"
#include "gsmtap/udp_socket.h"
#include "support/log_capture.h"
#include "support/made_containers.h"
#include "support/scripted_source.h"
#include "support/testing.h"

static const struct dtap_log quiet = {.most = DTAP_NOTHING};
static const struct dtap_log warnings = {.most = DTAP_WARNING};

/* A UDP socket on a port of its own. */
static int
open_receiver(unsigned *port)
{
	struct timeval patience = {.tv_sec = 20};
	struct sockaddr_storage address;
	socklen_t size = dtap_net_socket_address(&address, "127.0.0.1", 0);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	*port = dtap_net_port(fd);
	return fd;
}

/* A tap without traffic of its own: the test publishes blocks to its ring. */
static struct dtap_tap *
make_tap(size_t ring_bytes)
{
	const struct dtap_tap_options options = {.name = "diag",
						 .ring_bytes = ring_bytes,
						 .snaplen = DTAP_SNAPLEN_MAX};

	return dtap_tap_new(&options, scripted_new(NULL, 0));
}

static struct dtap_sender *
make_sender(struct dtap_tap *tap, unsigned port, const struct dtap_log *log)
{
	const struct dtap_sender_options options = {
		.address = "127.0.0.1", .port = port, .tap = tap};
	struct dtap_sender *sender = dtap_sender_new(log, &options);

	assert_non_null(sender);
	return sender;
}

/* Logs of LTE RRC on DL-DCCH with these `count` numbers as PDUs, and one log
 * that GSMTAP has no place for. */
static struct dtap_block *
block_of_messages(uint8_t first, size_t count)
{
	static const uint8_t body[] = {20, 14, 0x30, 0, 0x2c, 1, 0x14, 5, 0, 0,
				       0,  0,  7,    0, 0,    0, 0,    1, 0};
	uint8_t packet[16 + sizeof body + 1] = {0x10}, frame[128];
	struct made_container made;

	made_begin(&made);
	dtap_put16(packet + 6, 0xb0c0);
	memcpy(packet + 16, body, sizeof body);
	for (size_t i = 0; i < count; i++) {
		packet[sizeof packet - 1] = (uint8_t)(first + i);
		made_message(&made, 1, frame,
			     dtap_hdlc_encode(frame, packet, sizeof packet));
	}
	made_frame_message(&made, 1, 0x10, 0xb193);
	return made_block(&made, 1);
}

/* GSMTAP version 2 of LTE RRC, DL-DCCH, EARFCN 1300, with one byte. */
static void
assert_message(int fd, uint8_t number)
{
	static const uint8_t head[16] = {2, 4, 13, 0, 5, 0x14, 0, 0,
					 0, 0, 0,  0, 1, 0,    0, 0};
	uint8_t data[64];

	assert_int_equal(recv(fd, data, sizeof data, 0), sizeof head + 1);
	assert_memory_equal(data, head, 4);
	assert_int_equal(data[4] << 8 | data[5], 1300);
	assert_int_equal(data[sizeof head], number);
}

static void
each_message_is_a_datagram(void **state)
{
	struct dtap_tap *tap = make_tap(1 << 20);
	struct dtap_sender_status status;
	struct dtap_ring_status ring;
	struct dtap_sender *sender;
	unsigned port;
	int fd = open_receiver(&port);

	(void)state;
	sender = make_sender(tap, port, &quiet);
	dtap_ring_status(dtap_tap_ring(tap), &ring);
	assert_int_equal(ring.subscribers, 0); /* it is no stream */
	assert_int_equal(dtap_sender_start(sender), 0);
	dtap_ring_publish(dtap_tap_ring(tap), block_of_messages(0, 3));
	for (uint8_t i = 0; i < 3; i++)
		assert_message(fd, i);
	dtap_ring_publish(dtap_tap_ring(tap), block_of_messages(3, 1));
	dtap_ring_end(dtap_tap_ring(tap));
	dtap_sender_stop(sender); /* what is in the ring is still sent */
	assert_message(fd, 3);
	dtap_sender_status(sender, &status);
	assert_int_equal(status.sent, 4);
	assert_int_equal(status.bytes, 4 * 17);
	assert_int_equal(status.left_out, 2);
	assert_int_equal(status.unsent + status.undelivered + status.lags, 0);
	assert_int_equal(status.error, 0);
	dtap_sender_free(sender);
	dtap_tap_free(tap);
	close(fd);
}

/* Nobody listens; then somebody does, and gets all from then on. */
static void
an_absent_receiver_is_counted_and_warned_of_once(void **state)
{
	struct dtap_tap *tap = make_tap(1 << 20);
	struct dtap_sender_status status;
	struct dtap_sender *sender;
	struct log_capture capture;
	unsigned port;
	char *text;

	(void)state;
	close(open_receiver(&port));
	sender = make_sender(tap, port, &warnings);
	dtap_ring_publish(dtap_tap_ring(tap), block_of_messages(0, 50));
	dtap_ring_end(dtap_tap_ring(tap));
	log_capture_begin(&capture);
	assert_int_equal(dtap_sender_start(sender), 0);
	dtap_sender_stop(sender);
	text = log_capture_end(&capture);
	assert_int_equal(log_capture_count(text, "no program listens there"),
			 1);
	free(text);
	dtap_sender_status(sender, &status);
	assert_int_equal(status.sent, 50);
	/* Each but the last was reported when the next one was sent. */
	assert_int_equal(status.undelivered, 49);
	assert_int_equal(status.unsent, 0);
	assert_int_equal(status.error, ECONNREFUSED);
	dtap_sender_free(sender);
	dtap_tap_free(tap);
}

/* The report about an earlier datagram does not cost the next one. */
static void
a_receiver_that_comes_late_misses_nothing_more(void **state)
{
	struct dtap_udp_socket udp;
	struct dtap_udp_result result;
	struct sockaddr_storage address;
	unsigned port;
	uint8_t data;
	int fd = open_receiver(&port);

	(void)state;
	close(fd);
	assert_int_equal(dtap_udp_socket_open(&udp, "127.0.0.1", port), 0);
	dtap_udp_socket_send(&udp, (const uint8_t *)"a", 1);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address,
		     dtap_net_socket_address(&address, "127.0.0.1", port)),
		0);
	result = dtap_udp_socket_send(&udp, (const uint8_t *)"b", 1);
	assert_int_equal(result.refused, 0);
	assert_int_equal(result.undelivered, ECONNREFUSED);
	assert_int_equal(recv(fd, &data, 1, MSG_DONTWAIT), 1);
	assert_int_equal(data, 'b');
	dtap_udp_socket_close(&udp);
	close(fd);
}

static void
what_the_kernel_refuses_is_unsent(void **state)
{
	struct dtap_udp_socket udp;
	struct dtap_udp_result result;
	uint8_t *large = calloc(1, 70000);

	(void)state;
	assert_int_equal(dtap_udp_socket_open(&udp, "127.0.0.1", 4729), 0);
	result = dtap_udp_socket_send(&udp, large, 70000);
	assert_int_equal(result.refused, EMSGSIZE);
	assert_int_equal(result.undelivered, 0);
	dtap_udp_socket_close(&udp);
	assert_int_equal(dtap_udp_socket_open(&udp, "localhost", 4729), -1);
	assert_int_equal(errno, EINVAL);
	free(large);
}

static void
what_leaves_the_ring_is_lost_and_counted(void **state)
{
	struct dtap_tap *tap = make_tap(1); /* holds one block */
	struct dtap_sender_status status;
	struct dtap_sender *sender;
	struct log_capture capture;
	unsigned port;
	int fd = open_receiver(&port);
	char *text;

	(void)state;
	sender = make_sender(tap, port, &warnings);
	for (uint8_t i = 0; i < 5; i++)
		dtap_ring_publish(dtap_tap_ring(tap), block_of_messages(i, 1));
	dtap_ring_end(dtap_tap_ring(tap));
	log_capture_begin(&capture);
	assert_int_equal(dtap_sender_start(sender), 0);
	dtap_sender_stop(sender);
	text = log_capture_end(&capture);
	assert_int_equal(log_capture_count(text, "gsmtap lags: 4 containers"),
			 1);
	free(text);
	assert_message(fd, 4);
	dtap_sender_status(sender, &status);
	assert_int_equal(status.sent, 1);
	assert_int_equal(status.lags, 1);
	assert_int_equal(status.lost.containers, 4);
	assert_true(status.lost.bytes > 100);
	dtap_sender_free(sender);
	dtap_tap_free(tap);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_message_is_a_datagram),
		cmocka_unit_test(
			an_absent_receiver_is_counted_and_warned_of_once),
		cmocka_unit_test(
			a_receiver_that_comes_late_misses_nothing_more),
		cmocka_unit_test(what_the_kernel_refuses_is_unsent),
		cmocka_unit_test(what_leaves_the_ring_is_lost_and_counted),
	};

	return RUN(tests);
}
