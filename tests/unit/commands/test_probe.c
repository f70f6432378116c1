/* SPDX-License-Identifier: MIT */
/* A pseudo terminal with a modem at its other end is asked. */
#include "commands/probe.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <dtap/hdlc.h>

#include "support/testing.h"

static int master;
static atomic_bool answers;
static _Atomic unsigned requests;
static struct dtap_device device;

static void
answer(const uint8_t *packet)
{
	static const char version[] = "\0Nov 29 202610:00:00Nov 29 2026";
	static const char build[] = "\x7c\0\0\0\1\0\0\0\2\0\0\0MODEM-1.0\0x";
	bool is_version = packet[0] == 0;
	uint8_t frame[128];
	size_t size = dtap_hdlc_encode(
		frame, (const uint8_t *)(is_version ? version : build),
		is_version ? sizeof version - 1 : sizeof build - 1);

	assert_int_equal(write(master, frame, size), size);
}

static atomic_bool is_over;

/* Frames come whole here. */
static void *
be_modem(void *arg)
{
	uint8_t data[256];
	ssize_t got;

	while (!atomic_load(&is_over)) {
		uint8_t packet[256];
		struct pollfd wait = {.fd = master, .events = POLLIN};
		size_t length;

		if (poll(&wait, 1, 10) <= 0)
			continue;
		got = read(master, data, sizeof data);
		if (got <= 0)
			continue; /* nobody has the other end open */
		assert_int_equal(data[0], DTAP_HDLC_FLAG);
		assert_true(dtap_hdlc_decode(packet, &length, data + 1,
					     (size_t)got - 2));
		requests++;
		if (answers)
			answer(packet);
	}
	return arg;
}

static void
probe(struct dtap_probe *out)
{
	pthread_t thread;

	requests = 0;
	atomic_store(&is_over, false);
	pthread_create(&thread, NULL, be_modem, NULL);
	dtap_probe(out, &device);
	atomic_store(&is_over, true);
	pthread_join(thread, NULL);
}

static int
set_up(void **state)
{
	struct termios raw;

	(void)state;
	master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(grantpt(master) == 0 && unlockpt(master) == 0);
	tcgetattr(master, &raw);
	cfmakeraw(&raw);
	tcsetattr(master, TCSANOW, &raw);
	device = (struct dtap_device){.kind = DTAP_DEVICE_SERIAL,
				      .score = DTAP_USB_MAY_BE,
				      .source = "hdlc"};
	strcpy(device.node, ptsname(master));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return close(master);
}

static void
a_modem_tells_its_version_and_build(void **state)
{
	struct dtap_probe out;

	(void)state;
	answers = true;
	probe(&out);
	assert_int_equal(out.result, DTAP_PROBE_ANSWERS);
	assert_string_equal(out.text,
			    "version Nov 29 2026 10:00:00, build MODEM-1.0");
	assert_int_equal(requests, 2);
}

static void
a_silent_port_is_asked_twice(void **state)
{
	struct dtap_probe out;

	(void)state;
	answers = false;
	probe(&out);
	assert_int_equal(out.result, DTAP_PROBE_SILENT);
	assert_int_equal(requests, 2);
}

static void
a_port_that_is_locked_or_absent_is_not_asked(void **state)
{
	int fd = open(device.node, O_RDWR | O_NOCTTY);
	struct dtap_probe out;

	(void)state;
	assert_int_equal(flock(fd, LOCK_EX), 0);
	dtap_probe(&out, &device);
	assert_int_equal(out.result, DTAP_PROBE_FAILED);
	assert_string_equal(out.text, "another program uses it");
	close(fd);
	strcpy(device.node, "/dev/none");
	dtap_probe(&out, &device);
	assert_int_equal(out.result, DTAP_PROBE_FAILED);
}

static void
what_cannot_be_read_is_not_asked(void **state)
{
	struct dtap_probe out;

	(void)state;
	device.source[0] = '\0';
	dtap_probe(&out, &device);
	assert_int_equal(out.result, DTAP_PROBE_NOT_ASKED);
	strcpy(device.source, "diag");
	device.kind = DTAP_DEVICE_DRIVER;
	dtap_probe(&out, &device);
	assert_int_equal(out.result, DTAP_PROBE_NOT_ASKED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_modem_tells_its_version_and_build),
		TEST(a_silent_port_is_asked_twice),
		TEST(a_port_that_is_locked_or_absent_is_not_asked),
		TEST(what_cannot_be_read_is_not_asked),
	};

	return RUN(tests);
}
