/* SPDX-License-Identifier: MIT */
/* Peers with bare HDLC are asked to log; who has their port is said. */
#include "sources/sources.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/other_process.h"
#include "support/testing.h"

/* Events are asked for in two bytes, and answered in three. */
static const struct dtap_mask_options events = {.logs = "", .events = true};
static const uint8_t request[] = {0x60, 1}, answer[] = {0x60, 0, 0};

static uint8_t buffer[1 << 18];

static ssize_t
read_source(struct dtap_source *source)
{
	ssize_t given = source->ops->read(source, buffer, source->buffer_size);

	if (given > 0 && source->shape.kind == DTAP_KIND_DIAG)
		source->ops->published(source, buffer, (size_t)given);
	return given;
}

/* The peer is given these bytes, then nothing. */
static void
assert_given(int peer, const uint8_t *expected, size_t size)
{
	uint8_t seen[64];
	size_t at = 0;

	while (at < size) {
		ssize_t got = read(peer, seen + at, sizeof seen - at);

		assert_true(got > 0);
		at += (size_t)got;
		assert_true(at <= size);
		assert_memory_equal(seen, expected, at);
	}
}

/*
 * A peer that answers with that; it is given the frame of the request, behind a
 * flag on a serial port.
 */
static void
assert_asked(struct dtap_source *source, int peer, bool flag,
	     const uint8_t *packet, size_t size)
{
	uint8_t flagged[65] = {DTAP_HDLC_FLAG}, *frame = flagged + 1;
	size_t length = dtap_hdlc_encode(frame, request, sizeof request);

	assert_int_equal(read_source(source), 4 + length);
	assert_int_equal(source->shape.kind, DTAP_KIND_REQUEST);
	assert_int_equal(dtap_get32(buffer), DTAP_DATA);
	assert_memory_equal(buffer + 4, frame, length);
	assert_given(peer, flag ? flagged : frame, flag ? length + 1 : length);

	length = dtap_hdlc_encode(frame, packet, size);
	assert_int_equal(write(peer, frame, length), length);
	assert_int_equal(read_source(source), 12 + length);
	assert_int_equal(source->shape.kind, DTAP_KIND_DIAG);
}

static int
open_pty(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct termios raw;

	assert_true(master >= 0 && grantpt(master) == 0 &&
		    unlockpt(master) == 0);
	tcgetattr(master, &raw);
	cfmakeraw(&raw);
	tcsetattr(master, TCSANOW, &raw);
	return master;
}

static void
a_serial_port_is_asked_each_time_it_is_opened(void **state)
{
	int master = open_pty();
	struct dtap_source *source = dtap_hdlc_new(ptsname(master), &events);

	(void)state;
	for (int i = 0; i < 2; i++) {
		source->why[0] = '\0';
		assert_int_equal(source->ops->open(source), 0);
		assert_asked(source, master, true, answer, sizeof answer);
		assert_string_equal(source->why, "");
		source->ops->close(source);
	}
	source->ops->free(source);
	close(master);
}

/*
 * A modem that logs when its port is opened: the terminal, which has its
 * defaults, sends that back until it is raw, and the end of it has no flag.
 */
static void
an_echo_before_a_request_is_ended_by_a_flag(void **state)
{
	static const uint8_t traffic[] = "ZZZZ";
	uint8_t frame[64], seen[128], *first;
	size_t length = dtap_hdlc_encode(frame, request, sizeof request);
	size_t at = 0;
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	struct dtap_source *source;

	(void)state;
	assert_true(grantpt(master) == 0 && unlockpt(master) == 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	assert_int_equal(write(master, traffic, 4), 4);
	while (at < 4)
		at += (size_t)read(master, seen + at, sizeof seen - at);
	assert_memory_equal(seen, traffic, 4); /* the echo */

	source = dtap_hdlc_new(ptsname(master), &events);
	assert_int_equal(source->ops->open(source), 0);
	assert_true(read_source(source) > 0);
	while (at < 4 + length || seen[at - 1] != DTAP_HDLC_FLAG)
		at += (size_t)read(master, seen + at, sizeof seen - at);
	first = memchr(seen, DTAP_HDLC_FLAG, at);
	assert_ptr_equal(first, seen + 4);
	assert_memory_equal(first + 1, frame, length);
	source->ops->close(source);
	source->ops->free(source);
	close(slave);
	close(master);
}

static void
each_peer_over_tcp_is_asked(void **state)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	static const uint8_t refusal[] = {0x13, 0x60, 1};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0), peer;
	struct dtap_source *source;
	char text[32];

	(void)state;
	assert_int_equal(
		bind(listener, (const struct sockaddr *)&address, size), 0);
	assert_int_equal(
		getsockname(listener, (struct sockaddr *)&address, &size), 0);
	listen(listener, 1);
	snprintf(text, sizeof text, "127.0.0.1:%d", ntohs(address.sin_port));
	source = dtap_tcp_new(text, false, &events);
	assert_int_equal(source->ops->open(source), 0);
	peer = accept(listener, NULL, NULL);
	assert_asked(source, peer, false, refusal, sizeof refusal);
	assert_string_equal(source->why,
			    "masks: the modem refuses events (0x13)");
	source->ops->close(source);
	source->ops->free(source);
	close(peer);
	close(listener);
}

static void
a_busy_port_names_its_owner_and_what_to_do(void **state)
{
	static const struct {
		const char *name;
		bool locks;
		const char *says, *advises;
	} cases[] = {
		{"ModemManager", true, "uses it: ModemManager",
		 "systemctl stop"},
		{"ModemManager", false, "ModemManager", "ID_MM_PORT_IGNORE"},
		{"minicom", true, "uses it: minicom", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int master = open_pty();
		const char *port = ptsname(master);
		pid_t pid =
			other_process_hold(port, cases[i].name, cases[i].locks);
		struct dtap_source *source = dtap_hdlc_new(port, NULL);
		int opened = source->ops->open(source);

		assert_int_equal(opened, cases[i].locks ? -1 : 0);
		assert_non_null(strstr(source->why, cases[i].says));
		if (cases[i].advises != NULL)
			assert_non_null(strstr(source->why, cases[i].advises));
		else
			assert_null(strstr(source->why, "systemctl"));
		assert_true(strlen(source->why) < sizeof source->why - 1);
		if (opened == 0)
			source->ops->close(source);
		source->ops->free(source);
		other_process_end(pid);
		close(master);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_serial_port_is_asked_each_time_it_is_opened),
		cmocka_unit_test(an_echo_before_a_request_is_ended_by_a_flag),
		cmocka_unit_test(each_peer_over_tcp_is_asked),
		cmocka_unit_test(a_busy_port_names_its_owner_and_what_to_do),
	};

	return RUN(tests);
}
