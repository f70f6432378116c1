/* SPDX-License-Identifier: MIT */
/* The DIAG port: who gets what, over all ways in. */
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/paired_source.h"
#include "support/port_fixture.h"

static const uint8_t ranges[] = {0x73, 0, 0, 0, 1, 0, 0, 0};
static const uint8_t clear_logs[] = {0x73, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t version[] = {0};

/* Reads logs until so many have come, all of one code. */
static void
assert_gets(int fd, uint16_t code, unsigned count)
{
	uint8_t packet[9000];

	for (unsigned i = 0; i < count; i++) {
		size_t size = read_hdlc(fd, packet, sizeof packet, 10000);

		assert_int_equal(code_of(packet, size), code);
	}
}

/* Nothing more waits for it; a request shows that all was sent before. */
static void
assert_gets_no_more(int fd)
{
	uint8_t packet[9000];

	send_hdlc(fd, version, sizeof version);
	assert_true(read_hdlc(fd, packet, sizeof packet, 10000) > 0);
	assert_int_equal(packet[0], 0);
	assert_int_equal(read_hdlc(fd, packet, sizeof packet, 1500), 0);
}

static void
each_client_sees_its_own_codes_and_the_modem_has_the_union(void **state)
{
	struct port_fixture fixture = {0};
	int one, other;

	(void)state;
	port_fixture_begin(&fixture);
	one = port_fixture_tcp(&fixture);
	other = port_fixture_tcp(&fixture);
	set_log_hdlc(one, 0xb0c0);
	set_log_hdlc(other, 0xb821);
	assert_true(port_fixture_modem_has(&fixture, 0xb0c0, true));
	assert_true(port_fixture_modem_has(&fixture, 0xb821, true));
	for (int i = 0; i < 100; i++) {
		port_fixture_logs(&fixture, 0xb0c0, 1);
		port_fixture_logs(&fixture, 0xb821, 1);
		port_fixture_logs(&fixture, 0xb0ec, 1);
	}
	assert_gets(one, 0xb0c0, 100);
	assert_gets(other, 0xb821, 100);
	assert_gets_no_more(one);
	assert_gets_no_more(other);

	/* What one clears, the other keeps. */
	send_hdlc(one, clear_logs, sizeof clear_logs);
	assert_true(port_fixture_modem_has(&fixture, 0xb821, true));
	port_fixture_logs(&fixture, 0xb821, 100);
	assert_gets(other, 0xb821, 100);
	close(one);
	close(other);
	port_fixture_await_clients(&fixture, 0);
	assert_int_equal(port_fixture_status(&fixture).lost_frames, 0);
	assert_int_equal(port_fixture_status(&fixture).attached, 2);
	port_fixture_end(&fixture);
}

/* rayhunter takes the first container after its write for the reply. */
static void *
flood(void *arg)
{
	struct port_fixture *fixture = arg;

	while (!atomic_load(&fixture->mute)) {
		port_fixture_logs(fixture, 0xb0c0, 20);
		poll(NULL, 0, 2); /* 10,000 a second */
	}
	return NULL;
}

static void
the_first_container_after_a_request_has_its_reply(void **state)
{
	struct port_fixture fixture = {0};
	uint8_t packet[600], out[16384], inner[9000];
	size_t size = log_mask_request(packet, 0xb0c0), length;
	pthread_t thread;
	int failed = 0;

	(void)state;
	port_fixture_begin(&fixture);
	pthread_create(&thread, NULL, flood, &fixture);
	for (int i = 0; i < 200; i++) {
		int fd = port_fixture_socket(&fixture);

		/* Its set-up: the ranges, then masks; now logs flow. */
		for (int step = 0; step < 2; step++) {
			struct dtap_messages walk;
			struct dtap_message message;

			if (step == 0)
				send_container(fd, ranges, sizeof ranges);
			else
				send_container(fd, packet, size);
			length = read_container(fd, out, sizeof out, 10000);
			walk = dtap_messages_of(out, length);
			assert_true(dtap_messages_next(&walk, &message));
			assert_true(dtap_hdlc_decode(inner, &length,
						     message.data,
						     message.size - 1));
			failed += inner[0] != 0x73 ||
				  dtap_get32(inner + 4) != (step == 0 ? 1 : 3);
		}
		close(fd);
	}
	assert_int_equal(failed, 0);
	atomic_store(&fixture.mute, true);
	pthread_join(thread, NULL);
	port_fixture_end(&fixture);
}

/* All of them, in order, and every container as a reader can take it. */
static void
containers_hold_what_was_asked_for(void **state)
{
	enum { LOGS = 5000 };
	struct port_fixture fixture = {0};
	uint8_t packet[600], out[16384], inner[9000];
	size_t size = log_mask_request(packet, 0xb0c0), length;
	unsigned got = 0;
	int fd;

	(void)state;
	port_fixture_begin(&fixture);
	fd = port_fixture_socket(&fixture);
	send_container(fd, packet, size);
	assert_true(read_container(fd, out, sizeof out, 10000) > 0);
	for (int i = 0; i < LOGS; i += 10) {
		port_fixture_logs(&fixture, 0xb0c0, 10);
		poll(NULL, 0, 1);
	}
	while (got < LOGS) {
		struct dtap_messages walk;
		struct dtap_message message;

		length = read_container(fd, out, sizeof out, 10000);
		assert_true(length > 0);
		assert_int_equal(dtap_container_span(out, length), length);
		walk = dtap_messages_of(out, length);
		while (dtap_messages_next(&walk, &message)) {
			assert_true(dtap_hdlc_decode(inner, &length,
						     message.data,
						     message.size - 1));
			assert_int_equal(code_of(inner, length), 0xb0c0);
			assert_int_equal(dtap_get32(inner + 16), got++);
		}
	}
	close(fd);
	port_fixture_end(&fixture);
}

static void
web_pages_are_cut_before_anything_is_parsed(void **state)
{
	struct port_fixture fixture = {0};
	static const char *const web[] = {"GET / HTTP/1.1\r\n\r\n",
					  "POST / HTTP/1.1\r\n\r\n",
					  "\x16\x03\x01\x02\x00"};
	uint8_t byte;

	(void)state;
	port_fixture_begin(&fixture);
	for (size_t i = 0; i < COUNT(web); i++) {
		int fd = port_fixture_tcp(&fixture);

		/* In pieces, and with a request behind it. */
		assert_int_equal(write(fd, web[i], 1), 1);
		poll(NULL, 0, 20);
		write(fd, web[i] + 1, strlen(web[i]) - 1);
		send(fd, "~\x00\x78\xf0~", 5, MSG_NOSIGNAL);
		assert_true(read(fd, &byte, 1) <= 0);
		close(fd);
	}
	assert_int_equal(atomic_load(&fixture.asked), 0);
	assert_int_equal(port_fixture_status(&fixture).refused_connections, 3);
	assert_int_equal(port_fixture_status(&fixture).attached, 0);
	assert_int_equal(port_fixture_status(&fixture).requests, 0);
	port_fixture_end(&fixture);
}

static void
there_is_a_most_of_clients(void **state)
{
	struct port_fixture fixture = {.max_clients = 2};
	uint8_t byte;
	int fds[2], more;

	(void)state;
	port_fixture_begin(&fixture);
	for (int i = 0; i < 2; i++) {
		fds[i] = port_fixture_tcp(&fixture);
		set_log_hdlc(fds[i], 0xb0c0);
	}
	more = port_fixture_tcp(&fixture);
	assert_int_equal(read(more, &byte, 1), 0);
	close(more);
	assert_int_equal(port_fixture_status(&fixture).refused_connections, 1);
	close(fds[0]);
	port_fixture_await_clients(&fixture, 1);
	more = port_fixture_tcp(&fixture);
	set_log_hdlc(more, 0xb0c0);
	close(more);
	close(fds[1]);
	port_fixture_end(&fixture);
}

/* It takes nothing; reader, ring and the other client go on. */
static void
a_slow_client_harms_nobody(void **state)
{
	enum { LOGS = 30000 };
	struct port_fixture fixture = {0};
	struct dtap_ring_status ring;
	int slow, fast, small = 4096;

	(void)state;
	port_fixture_begin(&fixture);
	slow = port_fixture_tcp(&fixture);
	setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	fast = port_fixture_tcp(&fixture);
	set_log_hdlc(slow, 0xb0c0);
	set_log_hdlc(fast, 0xb821);
	for (int i = 0; i < 30; i++) {
		port_fixture_logs(&fixture, 0xb0c0, LOGS);
		port_fixture_logs(&fixture, 0xb821, 10);
		assert_gets(fast, 0xb821, 10);
		if (port_fixture_status(&fixture).lost_frames > 0)
			break;
	}
	assert_true(port_fixture_status(&fixture).lost_frames > 0);
	assert_int_equal(port_fixture_status(&fixture).lags, 0);
	dtap_ring_status(dtap_tap_ring(fixture.tap), &ring);
	assert_true(ring.containers >= atomic_load(&fixture.frames));
	close(slow);
	close(fast);
	port_fixture_end(&fixture);
}

static void
who_does_not_read_its_replies_is_detached(void **state)
{
	struct port_fixture fixture = {0};
	int fd, small = 2048;

	(void)state;
	port_fixture_begin(&fixture);
	fd = port_fixture_socket(&fixture);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	for (int i = 0; i < 200000; i++) {
		uint8_t out[64] = {0x20};
		size_t size =
			4 + dtap_hdlc_encode(out + 4, ranges, sizeof ranges);

		if (send(fd, out, size, MSG_NOSIGNAL) < 0)
			break;
	}
	for (int i = 0; port_fixture_status(&fixture).detached_slow == 0; i++) {
		assert_true(i < 2000);
		poll(NULL, 0, 5);
	}
	port_fixture_await_clients(&fixture, 0);
	close(fd);
	port_fixture_end(&fixture);
}

/* The error that the client understands, and the masks again. */
static void
a_source_that_is_opened_again_gets_the_masks_again(void **state)
{
	struct port_fixture fixture = {0};
	uint8_t packet[9000];
	unsigned asked;
	int fd;

	(void)state;
	port_fixture_begin(&fixture);
	fd = port_fixture_tcp(&fixture);
	set_log_hdlc(fd, 0xb0c0);
	atomic_store(&fixture.mute, true);
	asked = atomic_load(&fixture.asked);
	send_hdlc(fd, version, sizeof version);
	while (atomic_load(&fixture.asked) == asked)
		poll(NULL, 0, 1);
	atomic_store(&fixture.mute, false);
	asked = atomic_load(&fixture.asked);
	send(fixture.modem, "x", 1, 0);
	assert_int_equal(read_hdlc(fd, packet, sizeof packet, 10000), 2);
	assert_memory_equal(packet, "\x13\x00", 2);
	for (int i = 0; atomic_load(&fixture.asked) == asked; i++) {
		assert_true(i < 2000);
		poll(NULL, 0, 5);
	}
	port_fixture_logs(&fixture, 0xb0c0, 10);
	assert_gets(fd, 0xb0c0, 10);
	close(fd);
	port_fixture_end(&fixture);
}

static void
a_modem_that_does_not_answer_is_an_error_after_3_s(void **state)
{
	struct port_fixture fixture = {0};
	uint8_t packet[9000];
	int fd;

	(void)state;
	port_fixture_begin(&fixture);
	atomic_store(&fixture.mute, true);
	fd = port_fixture_tcp(&fixture);
	send_hdlc(fd, version, sizeof version);
	assert_int_equal(read_hdlc(fd, packet, sizeof packet, 20000), 2);
	assert_memory_equal(packet, "\x13\x00", 2);
	assert_true(port_fixture_status(&fixture).timeouts >= 1);
	close(fd);
	port_fixture_end(&fixture);
}

static void
refused_commands_never_reach_the_modem(void **state)
{
	static const uint8_t commands[][4] = {{0x29, 2}, {0x3a},    {0x27, 1},
					      {0x02},    {0x26, 1}, {0xee}};
	struct port_fixture fixture = {0};
	uint8_t packet[9000];
	int fd;

	(void)state;
	port_fixture_begin(&fixture);
	fd = port_fixture_tcp(&fixture);
	set_log_hdlc(fd, 0xb0c0);
	for (size_t i = 0; i < COUNT(commands); i++) {
		send_hdlc(fd, commands[i], 4);
		assert_int_equal(read_hdlc(fd, packet, sizeof packet, 10000),
				 5);
		assert_int_equal(packet[0], 0x47);
		assert_memory_equal(packet + 1, commands[i], 4);
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		assert_false(atomic_load(&fixture.seen[commands[i][0]]));
	assert_int_equal(port_fixture_status(&fixture).refused,
			 COUNT(commands));
	close(fd);
	port_fixture_end(&fixture);
}

/* As when a program is killed: the union shrinks, the other loses nothing. */
static void
who_leaves_takes_its_masks_along(void **state)
{
	struct port_fixture fixture = {0};
	int one, other;

	(void)state;
	port_fixture_begin(&fixture);
	/* The modem's own masks, all set at first, stay: so clear them. */
	pthread_mutex_lock(&fixture.lock);
	dtap_virtual_modem_free(fixture.virtual_modem);
	fixture.virtual_modem = dtap_virtual_modem_new();
	{
		uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];

		dtap_virtual_modem_answer(fixture.virtual_modem, clear_logs,
					  sizeof clear_logs, reply);
	}
	pthread_mutex_unlock(&fixture.lock);
	one = port_fixture_tcp(&fixture);
	other = port_fixture_tcp(&fixture);
	set_log_hdlc(one, 0xb0c0);
	set_log_hdlc(other, 0xb821);
	assert_true(port_fixture_modem_has(&fixture, 0xb0c0, true));
	close(one);
	for (int i = 0; i < 50; i++) {
		port_fixture_logs(&fixture, 0xb821, 20);
		poll(NULL, 0, 50);
	}
	assert_true(port_fixture_modem_has(&fixture, 0xb0c0, false));
	assert_true(port_fixture_modem_has(&fixture, 0xb821, true));
	assert_gets(other, 0xb821, 1000);
	close(other);
	port_fixture_end(&fixture);
}

/* The kernel says who has connected: a file mode there is not. */
static void
an_abstract_name_lets_only_root_and_us_in(void **state)
{
	struct port_fixture fixture = {.abstract = true};
	uint8_t out[16384];
	int fd, status;
	pid_t pid;

	(void)state;
	port_fixture_begin(&fixture);
	fd = port_fixture_socket(&fixture);
	send_container(fd, ranges, sizeof ranges);
	assert_true(read_container(fd, out, sizeof out, 10000) > 0);
	close(fd);
	if (geteuid() != 0) {
		port_fixture_end(&fixture);
		return;
	}
	pid = fork();
	if (pid == 0) {
		if (setuid(65534) < 0)
			_exit(2);
		fd = port_fixture_socket(&fixture);
		_exit(fd >= 0 && read(fd, out, 1) <= 0 ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(port_fixture_status(&fixture).refused_connections, 1);
	port_fixture_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_client_sees_its_own_codes_and_the_modem_has_the_union),
		cmocka_unit_test(
			the_first_container_after_a_request_has_its_reply),
		cmocka_unit_test(containers_hold_what_was_asked_for),
		cmocka_unit_test(web_pages_are_cut_before_anything_is_parsed),
		cmocka_unit_test(there_is_a_most_of_clients),
		cmocka_unit_test(a_slow_client_harms_nobody),
		cmocka_unit_test(who_does_not_read_its_replies_is_detached),
		cmocka_unit_test(
			a_source_that_is_opened_again_gets_the_masks_again),
		cmocka_unit_test(
			a_modem_that_does_not_answer_is_an_error_after_3_s),
		cmocka_unit_test(refused_commands_never_reach_the_modem),
		cmocka_unit_test(who_leaves_takes_its_masks_along),
		cmocka_unit_test(an_abstract_name_lets_only_root_and_us_in),
	};

	return RUN(tests);
}
