/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_pipe.h"

#include <errno.h>

#include "support/fake_usbfs.h"
#include "support/testing.h"

static const struct dtap_usb_interface interface = {
	.number = 4,
	.in = 0x81,
	.out = 0x02,
	.in_packet = FAKE_USB_PACKET,
	.out_packet = FAKE_USB_PACKET,
	.endpoints = 2,
};

static struct dtap_usb_pipe *tube;
static uint8_t sent[1 << 20], got[1 << 20];

static int
set_up(void **state)
{
	(void)state;
	fake_usb_reset();
	for (size_t i = 0; i < sizeof sent; i++)
		sent[i] = (uint8_t)(i * 7 + i / 251);
	tube = dtap_usb_pipe_new(&fake_usbfs);
	return dtap_usb_pipe_open(tube, "/dev/bus/usb/001/002", &interface);
}

static int
tear_down(void **state)
{
	(void)state;
	dtap_usb_pipe_free(tube);
	assert_false(fake_usb.is_open);
	return 0;
}

/* Reads until nothing more comes, `room` bytes at most at a time. */
static size_t
take(size_t room)
{
	size_t size = 0;
	ssize_t part;

	while ((part = dtap_usb_pipe_read(
			tube, got + size,
			room < sizeof got - size ? room : sizeof got - size,
			-1)) > 0)
		size += (size_t)part;
	if (part < 0)
		assert_int_equal(errno, EINTR);
	return size;
}

static void
the_interface_is_claimed_and_read_from_its_endpoint(void **state)
{
	(void)state;
	assert_string_equal(fake_usb.path, "/dev/bus/usb/001/002");
	assert_int_equal(fake_usb.claimed, 4);
	assert_int_equal(fake_usb.endpoint, 0x81);
	fake_usb_send(sent, 100, true);
	assert_int_equal(take(SIZE_MAX), 100);
	assert_memory_equal(got, sent, 100);
}

static void
all_bytes_come_in_order_whatever_the_pieces(void **state)
{
	size_t at = 0, taken = 0;
	unsigned size = 1;

	(void)state;
	for (int i = 0; i < 60; i++) {
		size = size * 31 % 20011;
		fake_usb_send(sent + at, size, i % 2 == 0);
		at += size;
		if (i % 3 != 0)
			continue;
		size_t part = take(size % 3000 + 1);

		assert_memory_equal(got, sent + taken, part);
		taken += part;
		assert_int_equal(taken, at);
	}
	assert_true(at > 400000);
}

static void
a_message_of_whole_packets_does_not_wait_for_the_next(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		fake_usb_send(sent + 1024 * i, 1024, false);
		assert_int_equal(take(SIZE_MAX), 1024);
		assert_memory_equal(got, sent + 1024 * i, 1024);
		assert_int_equal(fake_usb_backlog(), 0);
	}
}

/* After the silence nothing wakes us up until something comes. */
static void
silence_is_waited_for_once(void **state)
{
	unsigned waits, discards;

	(void)state;
	fake_usb_send(sent, 5 * FAKE_USB_PACKET, false);
	assert_int_equal(take(SIZE_MAX), 5 * FAKE_USB_PACKET);
	assert_int_equal(fake_usb.discards, DTAP_USB_TRANSFERS);
	waits = fake_usb.waits;
	discards = fake_usb.discards;
	assert_int_equal(take(SIZE_MAX), 0);
	assert_int_equal(fake_usb.waits, waits + 1);
	assert_int_equal(fake_usb.last_wait, -1);
	assert_int_equal(fake_usb.discards, discards);
}

static void
an_empty_packet_alone_is_no_end(void **state)
{
	(void)state;
	fake_usb_send(sent, 0, true);
	assert_int_equal(take(SIZE_MAX), 0);
	fake_usb_send(sent, 1024, false);
	assert_int_equal(take(SIZE_MAX), 1024);
}

static void
a_wait_ends_at_its_time(void **state)
{
	(void)state;
	assert_int_equal(dtap_usb_pipe_read(tube, got, 10, 20), 0);
	assert_int_equal(fake_usb.last_wait, 20);
	fake_usb_send(sent, 512, false);
	assert_int_equal(dtap_usb_pipe_read(tube, got, 1000, 20), 512);
	assert_int_equal(dtap_usb_pipe_read(tube, got, 10, 20), 0);
	assert_int_equal(fake_usb.discards, 0);
	assert_int_equal(dtap_usb_pipe_read(tube, got, 10, 500), 0);
	assert_int_equal(fake_usb.discards, DTAP_USB_TRANSFERS);
}

static void
what_came_before_it_was_unplugged_is_read(void **state)
{
	(void)state;
	fake_usb_send(sent, 3000, true);
	fake_usb_fail(-EPROTO);
	assert_int_equal(dtap_usb_pipe_read(tube, got, sizeof got, -1), 512);
	assert_int_equal(dtap_usb_pipe_read(tube, got, sizeof got, -1), 2488);
	assert_int_equal(dtap_usb_pipe_read(tube, got, sizeof got, -1), -1);
	assert_int_equal(errno, EPROTO);
	assert_int_equal(dtap_usb_pipe_read(tube, got, sizeof got, -1), -1);
}

static void
a_stall_is_cleared_once(void **state)
{
	(void)state;
	fake_usb_fail(-EPIPE);
	assert_int_equal(take(SIZE_MAX), 0);
	assert_int_equal(fake_usb.cleared, 1);
	fake_usb_send(sent, 100, true);
	assert_int_equal(take(SIZE_MAX), 100);
	assert_memory_equal(got, sent, 100);
	fake_usb_fail(-EPIPE);
	assert_int_equal(take(SIZE_MAX), 0);
	assert_int_equal(fake_usb.cleared, 2);
	fake_usb_fail(-EPIPE);
	assert_int_equal(dtap_usb_pipe_read(tube, got, sizeof got, -1), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(fake_usb.cleared, 2);
}

static void
a_drain_gives_what_the_kernel_has(void **state)
{
	(void)state;
	fake_usb_send(sent, 512 + 2048, false);
	dtap_usb_pipe_drain(tube);
	dtap_usb_pipe_drain(tube);
	assert_int_equal(take(700), 512 + 2048);
	assert_memory_equal(got, sent, 512 + 2048);
	assert_int_equal(dtap_usb_pipe_read(tube, got, 10, -1), 0);
}

static void
a_write_that_fills_its_packets_has_an_end(void **state)
{
	(void)state;
	assert_int_equal(dtap_usb_pipe_write(tube, sent, 511), 0);
	assert_int_equal(fake_usb.empty_writes, 0);
	assert_int_equal(dtap_usb_pipe_write(tube, sent, 1024), 0);
	assert_int_equal(fake_usb.empty_writes, 1);
	assert_int_equal(fake_usb.log_size, 511 + 1024);
	assert_memory_equal(fake_usb.log + 511, sent, 1024);
	fake_usb.write_error = ETIMEDOUT;
	assert_int_equal(dtap_usb_pipe_write(tube, sent, 1), -1);
	assert_int_equal(errno, ETIMEDOUT);
}

static void
a_claim_that_fails_closes_it(void **state)
{
	(void)state;
	dtap_usb_pipe_close(tube);
	fake_usb.claim_error = EBUSY;
	assert_int_equal(dtap_usb_pipe_open(tube, "x", &interface), -1);
	assert_int_equal(errno, EBUSY);
	assert_false(fake_usb.is_open);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_interface_is_claimed_and_read_from_its_endpoint),
		TEST(all_bytes_come_in_order_whatever_the_pieces),
		TEST(a_message_of_whole_packets_does_not_wait_for_the_next),
		TEST(silence_is_waited_for_once),
		TEST(an_empty_packet_alone_is_no_end),
		TEST(a_wait_ends_at_its_time),
		TEST(what_came_before_it_was_unplugged_is_read),
		TEST(a_stall_is_cleared_once),
		TEST(a_drain_gives_what_the_kernel_has),
		TEST(a_write_that_fills_its_packets_has_an_end),
		TEST(a_claim_that_fails_closes_it),
	};

	return RUN(tests);
}
