/* SPDX-License-Identifier: MIT */
/* The sources hdlc, tcp and unix with the other end in this program. */
#include "sources/sources.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/replay_fixture.h"

static uint8_t buffer[1 << 18];

static int
open_source(struct dtap_source *source)
{
	assert_true(source->buffer_size <= sizeof buffer);
	source->why[0] = '\0';
	return source->ops->open(source);
}

static ssize_t
read_source(struct dtap_source *source)
{
	return source->ops->read(source, buffer, source->buffer_size);
}

/* Reads until `size` bytes of messages have come. */
static struct bytes
take(struct dtap_source *source, size_t size)
{
	struct bytes got = {0};

	while (got.size < size) {
		ssize_t given = read_source(source);
		struct dtap_messages walk;
		struct dtap_message message;

		assert_true(given >= 0);
		walk = dtap_messages_of(buffer, (size_t)given);
		while (dtap_messages_next(&walk, &message))
			bytes_add(&got, message.data, message.size);
	}
	return got;
}

static void
send_all(int fd, const struct bytes *bytes)
{
	assert_int_equal(write(fd, bytes->data, bytes->size),
			 (ssize_t)bytes->size);
}

static void
assert_taken(struct dtap_source *source, int peer, const struct bytes *frames)
{
	struct bytes got;

	send_all(peer, frames);
	got = take(source, frames->size);
	assert_bytes(&got, frames);
	bytes_free(&got);
}

static int
open_pty(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	assert_true(master >= 0 && grantpt(master) == 0 &&
		    unlockpt(master) == 0);
	return master;
}

/* Every byte, as a line that is not raw would not let it through. */
static struct bytes
make_all_bytes(void)
{
	struct bytes frames = {0};
	uint8_t packet[256], frame[DTAP_HDLC_ROOM(256)];

	for (size_t i = 0; i < sizeof packet; i++)
		packet[i] = (uint8_t)i;
	bytes_add(&frames, frame,
		  dtap_hdlc_encode(frame, packet, sizeof packet));
	return frames;
}

static void
a_serial_port_is_raw_while_it_is_open(void **state)
{
	struct bytes frames = make_all_bytes();
	int master = open_pty();
	struct dtap_source *source = dtap_hdlc_new(ptsname(master));
	struct termios before, now;

	(void)state;
	assert_int_equal(tcgetattr(master, &before), 0);
	assert_int_equal(open_source(source), 0);
	tcgetattr(master, &now);
	assert_int_equal(now.c_lflag & (ECHO | ICANON | ISIG), 0);
	assert_taken(source, master, &frames);
	assert_int_equal(source->wrong_frames, 0);
	source->ops->close(source);
	tcgetattr(master, &now);
	assert_int_equal(now.c_lflag, before.c_lflag);
	source->ops->free(source);
	bytes_free(&frames);
	close(master);
}

static void
a_serial_port_is_locked_and_unplugged(void **state)
{
	int master = open_pty();
	struct dtap_source *source = dtap_hdlc_new(ptsname(master));
	struct dtap_source *second = dtap_hdlc_new(ptsname(master));

	(void)state;
	assert_int_equal(open_source(source), 0);
	assert_int_equal(open_source(second), -1);
	assert_int_equal(errno, EBUSY);
	assert_non_null(strstr(second->why, "is in use by"));
	close(master);
	assert_int_equal(read_source(source), -1);
	assert_string_equal(source->why,
			    "It was unplugged. diagtapd waits for it.");
	source->ops->close(source);
	source->ops->free(source);
	second->ops->free(second);
}

static void
a_path_that_is_no_device_is_reported(void **state)
{
	static const struct {
		const char *path, *why;
	} cases[] = {
		{"/proc/self/cmdline", "is not such a device."},
		{"/none", "does not exist here. Set diag.device"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_source *source = dtap_hdlc_new(cases[i].path);

		assert_int_equal(open_source(source), -1);
		assert_non_null(strstr(source->why, cases[i].why));
		source->ops->free(source);
	}
}

static void
a_device_that_is_no_terminal_is_opened_as_it_is(void **state)
{
	struct dtap_source *source = dtap_hdlc_new("/dev/full");

	(void)state;
	assert_int_equal(open_source(source), 0);
	source->ops->close(source);
	source->ops->free(source);
}

/* A listening socket of 127.0.0.1; its address goes to text. */
static int
listen_tcp(char text[32])
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr = {htonl(INADDR_LOOPBACK)},
	};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(fd, 4), 0);
	getsockname(fd, (struct sockaddr *)&address, &size);
	snprintf(text, 32, "127.0.0.1:%d", ntohs(address.sin_port));
	return fd;
}

static int
connect_tcp(const char *text)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(strchr(text, ':') + 1)),
		.sin_addr = {htonl(INADDR_LOOPBACK)},
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

static void
tcp_connects_and_is_opened_anew(void **state)
{
	struct bytes frames = make_frames(50, 1000);
	char text[32];
	int listener = listen_tcp(text), peer;
	struct dtap_source *source = dtap_tcp_new(text, false);

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(open_source(source), 0);
		peer = accept(listener, NULL, NULL);
		assert_taken(source, peer, &frames);
		close(peer);
		assert_int_equal(read_source(source), -1);
		assert_string_equal(source->why,
				    "The peer closed the connection.");
		source->ops->close(source);
	}
	close(listener);
	assert_int_equal(open_source(source), -1);
	assert_non_null(strstr(source->why, ": Connection refused."));
	source->ops->free(source);
	bytes_free(&frames);
}

static void
tcp_listens_for_one_peer_after_the_other(void **state)
{
	struct bytes frames = make_frames(50, 1000);
	char text[32];
	int peer;
	struct dtap_source *source;

	(void)state;
	close(listen_tcp(text)); /* its port is free now */
	source = dtap_tcp_new(text, true);
	assert_int_equal(open_source(source), 0);
	for (int i = 0; i < 3; i++) {
		peer = connect_tcp(text);
		assert_taken(source, peer, &frames);
		/* Half a frame is not given, nor joined to the next peer's. */
		assert_int_equal(write(peer, "half", 4), 4);
		assert_int_equal(read_source(source), 0);
		close(peer);
		assert_int_equal(read_source(source), 0);
	}
	source->ops->close(source);
	source->ops->free(source);
	bytes_free(&frames);
}

static void
an_address_is_host_and_port(void **state)
{
	static const char *const bad[] = {"", "host", "host:", ":"};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_null(dtap_tcp_new(bad[i], true));
}

static int
listen_unix(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	if (bind(fd, (const struct sockaddr *)address, sizeof *address) < 0 ||
	    listen(fd, 4) < 0) {
		print_message("skipped: %s\n", strerror(errno));
		close(fd);
		skip();
	}
	return fd;
}

/* A packet that the router sends comes with HDLC around it. */
static void
assert_router(struct dtap_source *source, int listener)
{
	static const uint8_t packet[] = {0x10, 0x7E, 0x7D, 0};
	uint8_t frame[DTAP_HDLC_ROOM(sizeof packet)];
	struct bytes expected = {0}, got;
	int peer;

	bytes_add(&expected, frame,
		  dtap_hdlc_encode(frame, packet, sizeof packet));
	bytes_repeat(&expected);
	assert_int_equal(open_source(source), 0);
	peer = accept(listener, NULL, NULL);
	for (int i = 0; i < 2; i++)
		assert_int_equal(write(peer, packet, sizeof packet),
				 sizeof packet);
	got = take(source, expected.size);
	assert_bytes(&got, &expected);
	close(peer);
	assert_int_equal(read_source(source), -1);
	assert_string_equal(source->why,
			    "The diag-router closed the connection.");
	source->ops->close(source);
	bytes_free(&got);
	bytes_free(&expected);
}

static void
a_router_s_packet_is_whole_or_none(void **state)
{
	static const uint8_t packet[65537];
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct dtap_source *source;
	char name[64];
	int listener, peer;

	(void)state;
	snprintf(name, sizeof name, "@diagtap-whole-%d", (int)getpid());
	strcpy(address.sun_path + 1, name + 1);
	listener = listen_unix(&address);
	source = dtap_unix_new(name);
	assert_int_equal(open_source(source), 0);
	peer = accept(listener, NULL, NULL);
	assert_int_equal(write(peer, packet, sizeof packet), sizeof packet);
	assert_int_equal(read_source(source), -1);
	source->ops->close(source);
	source->ops->free(source);
	close(peer);
	close(listener);
}

static void
a_router_has_a_name_filled_with_zeros(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct dtap_source *source;
	char name[64];
	int listener;

	(void)state;
	snprintf(name, sizeof name, "@diagtap-test-%d", (int)getpid());
	strcpy(address.sun_path + 1, name + 1);
	listener = listen_unix(&address);
	source = dtap_unix_new(name);
	assert_router(source, listener);
	close(listener);
	source->ops->free(source);
}

static void
an_older_router_has_zeros_for_a_name(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = listen_unix(&address);
	struct dtap_source *source = dtap_unix_new("@diagtap-test-none");

	(void)state;
	assert_router(source, listener);
	close(listener);
	assert_int_equal(open_source(source), -1);
	assert_non_null(strstr(source->why, "Check that diag-router runs"));
	source->ops->free(source);
}

static void
a_router_may_have_a_path(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct dtap_source *source;
	int listener;

	(void)state;
	snprintf(address.sun_path, sizeof address.sun_path,
		 "/tmp/test_peers_%d", (int)getpid());
	listener = listen_unix(&address);
	source = dtap_unix_new(address.sun_path);
	assert_router(source, listener);
	unlink(address.sun_path);
	close(listener);
	source->ops->free(source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_serial_port_is_raw_while_it_is_open),
		cmocka_unit_test(a_serial_port_is_locked_and_unplugged),
		cmocka_unit_test(a_path_that_is_no_device_is_reported),
		cmocka_unit_test(
			a_device_that_is_no_terminal_is_opened_as_it_is),
		cmocka_unit_test(tcp_connects_and_is_opened_anew),
		cmocka_unit_test(tcp_listens_for_one_peer_after_the_other),
		cmocka_unit_test(an_address_is_host_and_port),
		cmocka_unit_test(a_router_s_packet_is_whole_or_none),
		cmocka_unit_test(a_router_has_a_name_filled_with_zeros),
		cmocka_unit_test(an_older_router_has_zeros_for_a_name),
		cmocka_unit_test(a_router_may_have_a_path),
	};

	alarm(30);
	return RUN(tests);
}
