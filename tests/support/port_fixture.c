/* SPDX-License-Identifier: MIT */
#include "support/port_fixture.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "base/listener.h"
#include "base/net.h"
#include "port/command.h"
#include "support/paired_source.h"

static const struct dtap_log quiet = {.most = DTAP_NOTHING};

/* A container with one frame. */
static size_t
wrap(uint8_t *out, const uint8_t *packet, size_t size)
{
	size_t frame = dtap_hdlc_encode(out + 12, packet, size);

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, 1);
	dtap_put32(out + 8, (uint32_t)frame);
	return 12 + frame;
}

static void
answer(struct port_fixture *fixture, uint8_t *request, size_t size)
{
	uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];
	uint8_t out[12 + DTAP_HDLC_ROOM(sizeof reply)];
	size_t length;
	uint8_t opcode;

	if (!dtap_hdlc_decode(request, &length, request + 4, size - 5))
		abort();
	opcode = request[0];
	atomic_store(&fixture->seen[request[0]], true);
	atomic_fetch_add(&fixture->asked, 1);
	if (atomic_load(&fixture->mute))
		return;
	pthread_mutex_lock(&fixture->lock);
	length = dtap_virtual_modem_answer(fixture->virtual_modem, request,
					   length, reply);
	pthread_mutex_unlock(&fixture->lock);
	length = wrap(out, reply, length);
	if (opcode == DTAP_OPCODE_VERSION)
		poll(NULL, 0, atomic_load(&fixture->version_ms));
	send(fixture->modem, out, length, MSG_NOSIGNAL);
}

static void *
modem_main(void *arg)
{
	struct port_fixture *fixture = arg;
	uint8_t request[16384];
	ssize_t size;

	while ((size = recv(fixture->modem, request, sizeof request, 0)) > 0)
		answer(fixture, request, (size_t)size);
	return NULL;
}

static void
listen_for_clients(struct port_fixture *fixture)
{
	fixture->tcp_fd = dtap_listener_tcp("127.0.0.1", 0);
	fixture->tcp = dtap_net_port(fixture->tcp_fd);
	if (fixture->abstract) {
		snprintf(fixture->socket, sizeof fixture->socket,
			 "@diagtap-port-%d", (int)getpid());
		fixture->socket_fd = dtap_listener_abstract(
			SOCK_SEQPACKET, fixture->socket + 1);
	} else {
		snprintf(fixture->socket, sizeof fixture->socket, "%s/socket",
			 fixture->directory);
		fixture->socket_fd = dtap_listener_unix(
			SOCK_SEQPACKET, fixture->socket, 0600, "");
	}
	assert_true(fixture->tcp_fd >= 0 && fixture->socket_fd >= 0);
}

void
port_fixture_begin(struct port_fixture *fixture)
{
	const struct dtap_tap_options tap = {
		.name = "test",
		.ring_bytes = 8 << 20,
		.snaplen = DTAP_SNAPLEN_MAX,
		.flush_ms = 10,
	};
	struct dtap_port_options port = {
		.log = &quiet,
		.own = fixture->own,
		.commands = DTAP_COMMAND_SAFE,
		.max_clients =
			fixture->max_clients > 0 ? fixture->max_clients : 16,
		.ttys = fixture->ttys,
		.tty_directory = fixture->directory,
		.tty_mode = 0600,
		.tty_group = -1,
	};

	strcpy(fixture->directory, "/tmp/diagtap-port-XXXXXX");
	assert_non_null(mkdtemp(fixture->directory));
	pthread_mutex_init(&fixture->lock, NULL);
	fixture->virtual_modem = dtap_virtual_modem_new();
	fixture->source = paired_new(&fixture->modem);
	fixture->tap = dtap_tap_new(&tap, fixture->source);
	listen_for_clients(fixture);
	port.tap = fixture->tap;
	port.tcp_fd = fixture->tcp_fd;
	port.socket_fd = fixture->socket_fd;
	fixture->port = dtap_port_new(&port);
	assert_non_null(fixture->port);
	assert_int_equal(
		pthread_create(&fixture->thread, NULL, modem_main, fixture), 0);
	assert_int_equal(dtap_tap_start(fixture->tap, NULL, NULL), 0);
	assert_int_equal(dtap_port_start(fixture->port), 0);
	while (dtap_tap_session(fixture->tap) % 2 == 0)
		sched_yield();
}

void
port_fixture_end(struct port_fixture *fixture)
{
	dtap_port_stop(fixture->port);
	dtap_tap_stop(fixture->tap);
	dtap_port_free(fixture->port);
	dtap_tap_free(fixture->tap); /* ends the modem's thread */
	pthread_join(fixture->thread, NULL);
	close(fixture->modem);
	close(fixture->tcp_fd);
	close(fixture->socket_fd);
	dtap_virtual_modem_free(fixture->virtual_modem);
	pthread_mutex_destroy(&fixture->lock);
	if (!fixture->abstract)
		unlink(fixture->socket);
	assert_int_equal(rmdir(fixture->directory), 0);
}

void
port_fixture_logs(struct port_fixture *fixture, uint16_t code, unsigned count)
{
	uint8_t log[64] = {0x10, 0, 60, 0, 60, 0}, out[256];

	dtap_put16(log + 6, code);
	for (unsigned i = 0; i < count; i++) {
		dtap_put32(log + 16, atomic_fetch_add(&fixture->frames, 1));
		assert_true(send(fixture->modem, out,
				 wrap(out, log, sizeof log), MSG_NOSIGNAL) > 0);
	}
}

bool
port_fixture_modem_has(struct port_fixture *fixture, uint16_t code, bool wanted)
{
	for (int i = 0; i < 2000; i++) {
		bool has;

		pthread_mutex_lock(&fixture->lock);
		has = dtap_masks_has_log(
			dtap_virtual_modem_masks(fixture->virtual_modem), code);
		pthread_mutex_unlock(&fixture->lock);
		if (has == wanted)
			return true;
		poll(NULL, 0, 5);
	}
	return false;
}

struct dtap_port_status
port_fixture_status(struct port_fixture *fixture)
{
	struct dtap_port_status status;

	dtap_port_status(fixture->port, &status);
	return status;
}

void
port_fixture_await_clients(struct port_fixture *fixture, unsigned count)
{
	for (int i = 0; port_fixture_status(fixture).clients != count; i++) {
		assert_true(i < 2000);
		poll(NULL, 0, 5);
	}
}

int
port_fixture_tcp(const struct port_fixture *fixture)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)fixture->tcp),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(
		connect(fd, (const struct sockaddr *)&address, sizeof address),
		0);
	return fd;
}

int
port_fixture_socket(const struct port_fixture *fixture)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t size = strlen(fixture->socket);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	memcpy(address.sun_path, fixture->socket, size);
	if (fixture->abstract)
		address.sun_path[0] = '\0';
	else
		size++;
	if (connect(fd, (const struct sockaddr *)&address,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				size)) == 0)
		return fd;
	close(fd);
	return -1;
}

void
send_hdlc(int fd, const void *packet, size_t size)
{
	uint8_t frame[DTAP_HDLC_ROOM(4200)];
	size_t length = dtap_hdlc_encode(frame, packet, size);

	assert_int_equal(write(fd, frame, length), length);
}

void
send_container(int fd, const void *packet, size_t size)
{
	uint8_t out[4 + DTAP_HDLC_ROOM(4200)];
	size_t length = 4 + dtap_hdlc_encode(out + 4, packet, size);

	dtap_put32(out, DTAP_DATA);
	assert_int_equal(write(fd, out, length), length);
}

size_t
log_mask_request(uint8_t out[600], uint16_t code)
{
	uint32_t items = (code & 0xfffu) + 1;
	size_t bytes = (items + 7) / 8;

	memset(out, 0, 600);
	out[0] = 0x73;
	dtap_put32(out + 4, 3);
	dtap_put32(out + 8, code >> 12);
	dtap_put32(out + 12, items);
	out[16 + (items - 1) / 8] = (uint8_t)(1 << (items - 1) % 8);
	return 16 + bytes;
}

static bool
is_readable(int fd, int ms)
{
	struct pollfd state = {.fd = fd, .events = POLLIN};

	return poll(&state, 1, ms) == 1;
}

size_t
read_hdlc(int fd, uint8_t *packet, size_t room, int ms)
{
	size_t size = 0, length;
	uint8_t byte;

	while (is_readable(fd, ms) && read(fd, &byte, 1) == 1) {
		if (byte != DTAP_HDLC_FLAG) {
			assert_true(size < room);
			packet[size++] = byte;
			continue;
		}
		if (size == 0)
			continue;
		assert_true(dtap_hdlc_decode(packet, &length, packet, size));
		return length;
	}
	assert_int_equal(size, 0); /* never a part of a frame */
	return 0;
}

size_t
read_container(int fd, uint8_t *out, size_t room, int ms)
{
	ssize_t size;

	if (!is_readable(fd, ms))
		return 0;
	size = recv(fd, out, room, MSG_TRUNC);
	assert_true(size <= (ssize_t)room);
	return size > 0 ? (size_t)size : 0;
}

unsigned
code_of(const uint8_t *packet, size_t size)
{
	return size >= 16 && packet[0] == 0x10 ? dtap_get16(packet + 6)
					       : 0x10000;
}

void
set_log_hdlc(int fd, uint16_t code)
{
	uint8_t packet[9000];
	size_t size = log_mask_request(packet, code);

	send_hdlc(fd, packet, size);
	assert_true(read_hdlc(fd, packet, sizeof packet, 10000) >= 12);
	assert_int_equal(packet[0], 0x73);
	assert_int_equal(dtap_get32(packet + 4), 3);
	assert_int_equal(dtap_get32(packet + 8), 0);
}
