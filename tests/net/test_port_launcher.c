/* SPDX-License-Identifier: MIT */
/* What diagtap-run and the port say to each other (port/launch_protocol.h). */
#include "port/launch_protocol.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dtap/bytes.h>

#include "support/port_fixture.h"

static uint8_t packet[DTAP_LAUNCH_MAX];

static size_t
head(enum dtap_launch_type type)
{
	memset(packet, 0, sizeof packet);
	memcpy(packet, DTAP_LAUNCH_MAGIC, 8);
	packet[8] = DTAP_LAUNCH_VERSION;
	packet[9] = (uint8_t)type;
	return DTAP_LAUNCH_HEAD;
}

/* Sends `packet`, with a descriptor if it is not -1. */
static void
send_packet(int fd, size_t size, int passed)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof passed)] = {0};
	struct iovec iov = {packet, size};
	struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1};
	struct cmsghdr *at;

	if (passed >= 0) {
		message.msg_control = control;
		message.msg_controllen = sizeof control;
		at = CMSG_FIRSTHDR(&message);
		at->cmsg_level = SOL_SOCKET;
		at->cmsg_type = SCM_RIGHTS;
		at->cmsg_len = CMSG_LEN(sizeof passed);
		memcpy(CMSG_DATA(at), &passed, sizeof passed);
	}
	assert_int_equal(sendmsg(fd, &message, MSG_NOSIGNAL), (ssize_t)size);
}

static void
attach(int launcher, int end, const uint8_t *masks, size_t size)
{
	size_t at = head(DTAP_LAUNCH_ATTACH);

	dtap_put32(packet + at, 812);
	memcpy(packet + at + 4, "rayhunter", 9);
	if (size > 0)
		memcpy(packet + at + 20, masks, size);
	send_packet(launcher, at + 20 + size, end);
}

/* The next packet of the daemon; its type, or 0 at the end. */
static unsigned
next(int launcher, size_t *size)
{
	ssize_t got = recv(launcher, packet, sizeof packet, 0);

	*size = got > 0 ? (size_t)got : 0;
	if (got <= 0)
		return 0;
	assert_true(got >= DTAP_LAUNCH_HEAD);
	assert_memory_equal(packet, DTAP_LAUNCH_MAGIC, 8);
	assert_int_equal(packet[8], DTAP_LAUNCH_VERSION);
	return packet[9];
}

static void
a_launcher_brings_its_program_and_keeps_its_masks(void **state)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX];
	struct port_fixture fixture = {0};
	uint8_t request[600], out[16384];
	size_t size, kept;
	struct dtap_port_client_status client;
	struct dtap_masks masks;
	int ends[2], launcher;

	(void)state;
	port_fixture_begin(&fixture);
	socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
	launcher = port_fixture_socket(&fixture);
	attach(launcher, ends[1], NULL, 0);
	assert_int_equal(next(launcher, &size), DTAP_LAUNCH_ATTACHED);
	assert_int_equal(dtap_get32(packet + DTAP_LAUNCH_HEAD), 1);

	size = log_mask_request(request, 0xb0c0);
	send_container(ends[0], request, size);
	assert_true(read_container(ends[0], out, sizeof out, 10000) > 0);
	assert_int_equal(next(launcher, &size), DTAP_LAUNCH_MASKS);
	kept = size - DTAP_LAUNCH_HEAD;
	memcpy(saved, packet + DTAP_LAUNCH_HEAD, kept);
	dtap_masks_init(&masks);
	assert_true(dtap_masks_restore(&masks, saved, kept));
	assert_true(dtap_masks_has_log(&masks, 0xb0c0));
	dtap_masks_clear(&masks);

	assert_int_equal(dtap_port_clients(fixture.port, &client, 1), 1);
	assert_string_equal(client.way, "diagtap-run");
	assert_string_equal(client.name, "rayhunter (pid 812)");

	/* The launcher ends: its program stays. */
	close(launcher);
	port_fixture_logs(&fixture, 0xb0c0, 1);
	assert_true(read_container(ends[0], out, sizeof out, 10000) > 0);

	/* The daemon is another one: the program comes with its masks. */
	port_fixture_end(&fixture);
	fixture = (struct port_fixture){0};
	port_fixture_begin(&fixture);
	launcher = port_fixture_socket(&fixture);
	attach(launcher, ends[1], saved, kept);
	assert_int_equal(next(launcher, &size), DTAP_LAUNCH_ATTACHED);
	assert_true(port_fixture_modem_has(&fixture, 0xb0c0, true));
	port_fixture_logs(&fixture, 0xb0c0, 1);
	assert_true(read_container(ends[0], out, sizeof out, 10000) > 0);
	close(launcher);
	close(ends[1]);
	close(ends[0]);
	port_fixture_await_clients(&fixture, 0);
	port_fixture_end(&fixture);
}

static void
lsm_deinit_queues_its_container(void **state)
{
	struct port_fixture fixture = {0};
	uint8_t out[64];
	size_t size;
	int ends[2], launcher;

	(void)state;
	port_fixture_begin(&fixture);
	socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
	launcher = port_fixture_socket(&fixture);
	attach(launcher, ends[1], NULL, 0);
	assert_int_equal(next(launcher, &size), DTAP_LAUNCH_ATTACHED);
	size = head(DTAP_LAUNCH_IOCTL);
	dtap_put32(packet + size, 35); /* nothing to do */
	send_packet(launcher, size + 8, -1);
	dtap_put32(packet + size, 9);
	send_packet(launcher, size + 8, -1);
	assert_int_equal(read_container(ends[0], out, sizeof out, 10000), 4);
	assert_memory_equal(out, "\x10\0\0\0", 4);
	close(launcher);
	close(ends[0]);
	close(ends[1]);
	port_fixture_end(&fixture);
}

static void
what_is_wrong_is_refused_with_its_reason(void **state)
{
	struct port_fixture fixture = {0};
	size_t size;

	(void)state;
	port_fixture_begin(&fixture);
	for (int i = 0; i < 4; i++) {
		int launcher = port_fixture_socket(&fixture), pair[2];

		socketpair(AF_UNIX, i == 1 ? SOCK_STREAM : SOCK_SEQPACKET, 0,
			   pair);
		size = head(DTAP_LAUNCH_ATTACH) + 20;
		if (i == 2)
			packet[8] = DTAP_LAUNCH_VERSION + 1;
		if (i == 3)
			size = DTAP_LAUNCH_HEAD + 3;
		/* Without a descriptor; of the wrong kind; version; short. */
		send_packet(launcher, size, i == 0 ? -1 : pair[1]);
		close(pair[1]);
		assert_int_equal(recv(launcher, packet, sizeof packet, 0),
				 DTAP_LAUNCH_HEAD + 4);
		assert_int_equal(packet[9], DTAP_LAUNCH_REFUSED);
		assert_int_equal(dtap_get32(packet + DTAP_LAUNCH_HEAD),
				 i == 2 ? EPROTO : EINVAL);
		assert_int_equal(next(launcher, &size), 0);
		/* Nothing is left open. */
		assert_true(recv(pair[0], packet, 1, 0) <= 0);
		close(pair[0]);
		close(launcher);
	}
	assert_int_equal(port_fixture_status(&fixture).attached, 0);
	port_fixture_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_launcher_brings_its_program_and_keeps_its_masks),
		cmocka_unit_test(lsm_deinit_queues_its_container),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_reason),
	};

	return RUN(tests);
}
