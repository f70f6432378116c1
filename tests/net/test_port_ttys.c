/* SPDX-License-Identifier: MIT */
/* The ptys of the DIAG port: one client each, and raw for each. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "support/paired_source.h"
#include "support/port_fixture.h"

static const uint8_t version[] = {0};
static const uint8_t ranges[] = {0x73, 0, 0, 0, 1, 0, 0, 0};

static int
open_tty(const struct port_fixture *fixture, unsigned number)
{
	char link[100];
	int fd;

	snprintf(link, sizeof link, "%s/%u", fixture->directory, number);
	fd = open(link, O_RDWR | O_NOCTTY);
	assert_true(fd >= 0);
	return fd;
}

static void
assert_answered(int fd)
{
	uint8_t packet[9000];

	send_hdlc(fd, version, sizeof version);
	assert_true(read_hdlc(fd, packet, sizeof packet, 10000) > 0);
	assert_int_equal(packet[0], 0);
}

static void
a_pty_is_a_client_while_it_is_open(void **state)
{
	struct port_fixture fixture = {.ttys = 2};
	struct dtap_port_client_status client;
	int one, other;

	(void)state;
	port_fixture_begin(&fixture);
	assert_int_equal(port_fixture_status(&fixture).clients, 0);
	one = open_tty(&fixture, 0);
	assert_answered(one);
	assert_int_equal(dtap_port_clients(fixture.port, &client, 1), 1);
	assert_string_equal(client.way, "tty");
	other = open_tty(&fixture, 1);
	set_log_hdlc(other, 0xb0c0);
	port_fixture_await_clients(&fixture, 2);
	close(one);
	port_fixture_await_clients(&fixture, 1);
	close(other);
	port_fixture_await_clients(&fixture, 0);
	port_fixture_end(&fixture);
}

/* A program leaves it as it likes: cooked with echo, and with bytes unread. */
static void
the_next_client_finds_it_raw_and_empty(void **state)
{
	struct port_fixture fixture = {.ttys = 1};

	(void)state;
	port_fixture_begin(&fixture);
	for (int i = 0; i < 20; i++) {
		int fd = open_tty(&fixture, 0);
		struct termios cooked;

		port_fixture_await_clients(&fixture, 1);
		assert_answered(fd);
		send_hdlc(fd, ranges, sizeof ranges); /* left unread */
		tcgetattr(fd, &cooked);
		assert_int_equal(cooked.c_lflag & (ICANON | ECHO), 0);
		cooked.c_lflag |= ICANON | ECHO;
		tcsetattr(fd, TCSANOW, &cooked);
		close(fd);
		port_fixture_await_clients(&fixture, 0);
	}
	port_fixture_end(&fixture);
}

static void
one_that_is_not_read_loses_frames_and_harms_nobody(void **state)
{
	struct port_fixture fixture = {.ttys = 1};
	uint8_t packet[9000];
	int slow, fast;

	(void)state;
	port_fixture_begin(&fixture);
	slow = open_tty(&fixture, 0);
	set_log_hdlc(slow, 0xb0c0);
	fast = port_fixture_tcp(&fixture);
	set_log_hdlc(fast, 0xb821);
	for (int i = 0; port_fixture_status(&fixture).lost_frames == 0; i++) {
		assert_true(i < 200);
		port_fixture_logs(&fixture, 0xb0c0, 1000);
		port_fixture_logs(&fixture, 0xb821, 1);
		assert_int_equal(
			code_of(packet,
				read_hdlc(fast, packet, sizeof packet, 10000)),
			0xb821);
	}
	/* Whole frames are what it reads then, and a reply is among the first.
	 */
	for (int i = 0; i < 1000; i++)
		assert_int_equal(
			code_of(packet,
				read_hdlc(slow, packet, sizeof packet, 10000)),
			0xb0c0);
	close(slow);
	close(fast);
	port_fixture_end(&fixture);
}

/* Of a daemon that was killed. */
static void
a_stale_link_is_replaced_and_a_file_is_not(void **state)
{
	const struct dtap_tap_options idle = {
		.name = "test", .ring_bytes = 1 << 16, .snaplen = 1024};
	char directory[64] = "/tmp/diagtap-tty-XXXXXX", path[100];
	struct dtap_port_options options = {
		.virtual_modem = true,
		.tcp_fd = -1,
		.socket_fd = -1,
		.ttys = 1,
		.tty_directory = directory,
		.tty_mode = 0600,
		.tty_group = -1,
		.max_clients = 1,
	};
	struct dtap_port *port;
	struct stat status;
	int modem;

	(void)state;
	options.tap = dtap_tap_new(&idle, paired_new(&modem));
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/0", directory);
	assert_int_equal(symlink("/dev/pts/99999", path), 0);
	port = dtap_port_new(&options);
	assert_non_null(port);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	dtap_port_free(port);
	assert_int_equal(lstat(path, &status), -1);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_null(dtap_port_new(&options));
	assert_int_equal(errno, EEXIST);
	unlink(path);
	rmdir(directory);
	dtap_tap_free(options.tap);
	close(modem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pty_is_a_client_while_it_is_open),
		cmocka_unit_test(the_next_client_finds_it_raw_and_empty),
		cmocka_unit_test(
			one_that_is_not_read_loses_frames_and_harms_nobody),
		cmocka_unit_test(a_stale_link_is_replaced_and_a_file_is_not),
	};

	return RUN(tests);
}
