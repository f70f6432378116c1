/* SPDX-License-Identifier: MIT */
/* Requests in the form of each source; and who has a port is said. */
#include "sources/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "support/other_process.h"
#include "support/testing.h"

/* A request as the tap gives it, and what is in it: version, frame, packet. */
static const uint8_t request[] = {0x20, 0, 0, 0, 0x00, 0x78, 0xf0, 0x7e};

static int
write_request(struct dtap_source *source)
{
	return source->ops->write(source, request, sizeof request);
}

/* The same at a serial port: a flag goes first. */
static const uint8_t flagged[] = {0x7e, 0x00, 0x78, 0xf0, 0x7e};

/* What came out at the other end. */
static void
assert_came(int fd, const void *expected, size_t size)
{
	uint8_t seen[64];
	size_t at = 0;

	while (at < size) {
		ssize_t got = read(fd, seen + at, sizeof seen - at);

		assert_true(got > 0);
		at += (size_t)got;
	}
	assert_int_equal(at, size);
	assert_memory_equal(seen, expected, size);
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

/* Each time that it is open is a session. */
static void
a_serial_port_gets_the_frame(void **state)
{
	int master = open_pty();
	struct dtap_source *source = dtap_hdlc_new(ptsname(master));

	(void)state;
	for (uint64_t i = 0; i < 2; i++) {
		assert_int_equal(source->session, 2 * i);
		assert_int_equal(source->ops->open(source), 0);
		assert_int_equal(source->session, 2 * i + 1);
		assert_int_equal(write_request(source), 0);
		assert_came(master, flagged, sizeof flagged);
		source->ops->close(source);
	}
	source->ops->free(source);
	close(master);
}

static int
listen_on_loopback(char text[32])
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(
		bind(listener, (const struct sockaddr *)&address, size), 0);
	assert_int_equal(
		getsockname(listener, (struct sockaddr *)&address, &size), 0);
	listen(listener, 1);
	snprintf(text, 32, "127.0.0.1:%d", ntohs(address.sin_port));
	return listener;
}

static void
a_peer_over_tcp_gets_the_frame(void **state)
{
	char text[32];
	int listener = listen_on_loopback(text), peer;
	struct dtap_source *source = dtap_tcp_new(text, false);

	(void)state;
	assert_int_equal(source->ops->open(source), 0);
	peer = accept(listener, NULL, NULL);
	assert_int_equal(source->session, 1);
	assert_int_equal(write_request(source), 0);
	assert_came(peer, request + 4, 4);
	source->ops->close(source);
	assert_int_equal(source->session, 2);
	source->ops->free(source);
	close(peer);
	close(listener);
}

/* Otherwise the reader would wait in send(2) for it. */
static void
a_peer_over_tcp_that_takes_nothing_does_not_hold_the_reader(void **state)
{
	char text[32];
	int listener = listen_on_loopback(text), peer;
	struct dtap_source *source = dtap_tcp_new(text, false);

	(void)state;
	assert_int_equal(source->ops->open(source), 0);
	peer = accept(listener, NULL, NULL);
	for (;;) {
		static const uint8_t large[65536] = {0x20};

		if (source->ops->write(source, large, sizeof large) < 0)
			break;
	}
	assert_true(errno == EAGAIN || errno == EPIPE);
	source->ops->close(source);
	source->ops->free(source);
	close(peer);
	close(listener);
}

/* The next peer is another modem, and gets nothing that was for the first. */
static void
each_peer_that_connects_to_us_is_a_session(void **state)
{
	static uint8_t buffer[1 << 18];
	struct dtap_source *source = dtap_tcp_new("127.0.0.1:0", true);
	char text[32];
	int free_port = listen_on_loopback(text);
	struct sockaddr_in address;
	socklen_t size = sizeof address;

	(void)state;
	source->ops->free(source);
	getsockname(free_port, (struct sockaddr *)&address, &size);
	close(free_port);
	source = dtap_tcp_new(text, true);
	assert_int_equal(source->ops->open(source), 0);
	for (uint64_t i = 0; i < 2; i++) {
		int peer = socket(AF_INET, SOCK_STREAM, 0);

		assert_int_equal(source->session, 2 * i);
		assert_int_equal(
			connect(peer, (const struct sockaddr *)&address, size),
			0);
		assert_int_equal(
			source->ops->read(source, buffer, source->buffer_size),
			0);
		assert_int_equal(source->session, 2 * i + 1);
		assert_int_equal(write_request(source), 0);
		assert_came(peer, request + 4, 4);
		close(peer);
		assert_int_equal(
			source->ops->read(source, buffer, source->buffer_size),
			0);
	}
	source->ops->close(source);
	source->ops->free(source);
}

static void
a_diag_router_gets_the_packet(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = socket(AF_UNIX, SOCK_SEQPACKET, 0), peer;
	static const uint8_t escaped[] = {0x20, 0,    0,    0,    0x7d,
					  0x5d, 0x01, 0x72, 0x5e, 0x7e};
	struct dtap_source *source;
	char name[64];

	(void)state;
	snprintf(name, sizeof name, "@diagtap-test-%d", (int)getpid());
	memcpy(address.sun_path + 1, name + 1, strlen(name) - 1);
	assert_int_equal(bind(listener, (const struct sockaddr *)&address,
			      sizeof address),
			 0);
	listen(listener, 1);
	source = dtap_unix_new(name);
	assert_int_equal(source->ops->open(source), 0);
	peer = accept(listener, NULL, NULL);
	assert_int_equal(write_request(source), 0);
	assert_came(peer, "", 1);
	assert_int_equal(source->ops->write(source, escaped, sizeof escaped),
			 0);
	assert_came(peer, "\x7d\x01", 2);
	assert_int_equal(
		source->ops->write(source, escaped, sizeof escaped - 2), -1);
	assert_int_equal(errno, EINVAL);
	source->ops->close(source);
	source->ops->free(source);
	close(peer);
	close(listener);
}

static void
who_has_the_port_is_said_and_what_to_do(void **state)
{
	static const struct {
		const char *name;
		bool locks;
		const char *says, *advises;
	} cases[] = {
		{"ModemManager", true, "in use by ModemManager",
		 "systemctl stop"},
		{"ModemManager", false, "ModemManager", "ID_MM_PORT_IGNORE"},
		{"minicom", true, "in use by minicom", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int master = open_pty();
		const char *port = ptsname(master);
		pid_t pid =
			other_process_hold(port, cases[i].name, cases[i].locks);
		struct dtap_source *source = dtap_hdlc_new(port);
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
		cmocka_unit_test(a_serial_port_gets_the_frame),
		cmocka_unit_test(a_peer_over_tcp_gets_the_frame),
		cmocka_unit_test(
			a_peer_over_tcp_that_takes_nothing_does_not_hold_the_reader),
		cmocka_unit_test(each_peer_that_connects_to_us_is_a_session),
		cmocka_unit_test(a_diag_router_gets_the_packet),
		cmocka_unit_test(who_has_the_port_is_said_and_what_to_do),
	};

	return RUN(tests);
}
