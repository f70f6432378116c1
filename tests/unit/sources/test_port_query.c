/* SPDX-License-Identifier: MIT */
#include "sources/port_query.h"

#include <errno.h>

#include <dtap/hdlc.h>

#include "support/testing.h"

/* A port that gives these bytes, `piece` at a time, and then nothing. */
static struct {
	uint8_t data[1 << 16];
	size_t size, at, piece;
	uint8_t written[64];
	size_t written_size;
	int error;
} port;

static bool
port_write(void *arg, const uint8_t *data, size_t size)
{
	(void)arg;
	memcpy(port.written, data, size);
	port.written_size = size;
	return true;
}

static ssize_t
port_read(void *arg, uint8_t *out, size_t room, int ms)
{
	size_t size = port.size - port.at;

	(void)arg;
	(void)ms;
	size = size < port.piece ? size : port.piece;
	size = size < room ? size : room;
	memcpy(out, port.data + port.at, size);
	port.at += size;
	errno = port.error;
	return size == 0 && port.error != 0 ? -1 : (ssize_t)size;
}

static const struct dtap_query_port open_port = {port_write, port_read, NULL};
static uint8_t answer[DTAP_QUERY_PACKET];

static void
add_frame(const uint8_t *packet, size_t size)
{
	port.size += dtap_hdlc_encode(port.data + port.size, packet, size);
}

static ssize_t
ask(void)
{
	static const uint8_t version[] = {0};

	return dtap_port_query(&open_port, version, 1, dtap_query_is_version,
			       50, answer);
}

static int
set_up(void **state)
{
	(void)state;
	memset(&port, 0, sizeof port);
	port.piece = SIZE_MAX;
	return 0;
}

static void
the_request_is_a_frame_between_flags(void **state)
{
	/* The one that ModemManager sends too. */
	static const uint8_t request[] = {0x7e, 0x00, 0x78, 0xf0, 0x7e};

	(void)state;
	assert_int_equal(ask(), 0);
	assert_int_equal(port.written_size, sizeof request);
	assert_memory_equal(port.written, request, sizeof request);
}

static void
an_answer_is_found_among_other_bytes(void **state)
{
	static uint8_t log[3000] = {0x10}, long_one[5000] = {0};
	static const uint8_t version[] = {0, 'N', 'o', 'v'};

	(void)state;
	for (port.piece = 1; port.piece < 5000; port.piece *= 3) {
		port.size = port.at = 0;
		memcpy(port.data, "rest\x7e\x00\x00\x00\x7e\x7e", 10);
		port.size = 10;
		add_frame(log, sizeof log);
		add_frame(long_one, sizeof long_one); /* no room for this */
		add_frame(version, sizeof version);
		assert_int_equal(ask(), sizeof version);
		assert_memory_equal(answer, version, sizeof version);
	}
}

static void
a_refusal_is_an_answer(void **state)
{
	static const uint8_t refusal[] = {0x13, 0};

	(void)state;
	add_frame(refusal, sizeof refusal);
	assert_int_equal(ask(), sizeof refusal);
}

static void
silence_and_errors_are_told_apart(void **state)
{
	(void)state;
	memset(port.data, 'A', sizeof port.data);
	port.size = sizeof port.data;
	assert_int_equal(ask(), 0);
	port.error = ENODEV;
	assert_int_equal(ask(), -1);
	assert_int_equal(errno, ENODEV);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, set_up)
	const struct CMUnitTest tests[] = {
		TEST(the_request_is_a_frame_between_flags),
		TEST(an_answer_is_found_among_other_bytes),
		TEST(a_refusal_is_an_answer),
		TEST(silence_and_errors_are_told_apart),
	};

	return RUN(tests);
}
