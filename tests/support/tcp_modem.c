/* SPDX-License-Identifier: MIT */
/*
 * tcp_modem [OPTION...]: a made-up modem over TCP, in bare HDLC, for one client
 * at a time on 127.0.0.1, until SIGTERM.  It prints its port first.
 *
 *   --port N        not any free port
 *   --rate N        packets a second that the masks may let pass; 100
 *   --feed FILE     frames to send (QMDL), again and again; not made-up ones
 *   --requests FILE, --masks FILE  see fake_modem.h
 *   --mute OPCODE, --mute-once OPCODE  no reply to these, to the first of these
 *   --late OPCODE:SECONDS  replies to this opcode come later
 *   --refuse OPCODE:ERROR  replies to it are this error, for example 0x73:0x13
 *   --stray N       so many replies that nobody asked for before each reply
 *
 * SIGUSR1: it restarts: its masks and its connection are gone.
 * SIGUSR2: its masks are gone, and nobody is told.
 */
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <dtap/hdlc.h>

#include "support/fake_modem.h"
#include "support/fake_traffic.h"

#define FRAME_MAX DTAP_HDLC_ROOM(FAKE_MODEM_REPLY_MAX)
#define LATE_MAX  16

struct late {
	double due;
	size_t size;
	uint8_t packet[FAKE_MODEM_REPLY_MAX];
};

struct server {
	struct fake_modem modem;
	struct fake_traffic traffic;
	double rate, due;
	unsigned strays, stray;
	unsigned late_opcode;
	double lateness;
	struct late late[LATE_MAX];
	unsigned late_count;
	int listener, client, signals; /* client -1: none */
	uint8_t frame[FRAME_MAX];      /* of a request, so far */
	size_t have;
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
hang_up(struct server *server)
{
	close(server->client);
	server->client = -1;
	server->have = 0;
	server->late_count = 0;
}

/* Waits while the client takes nothing, as a serial line does. */
static void
send_all(struct server *server, const uint8_t *data, size_t size)
{
	while (size > 0 && server->client >= 0) {
		ssize_t sent = send(server->client, data, size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0) {
			hang_up(server);
			return;
		}
		data += sent;
		size -= (size_t)sent;
	}
}

static void
send_packet(struct server *server, const uint8_t *packet, size_t size)
{
	static uint8_t frame[DTAP_HDLC_ROOM(FAKE_TRAFFIC_PACKET_MAX)];

	send_all(server, frame, dtap_hdlc_encode(frame, packet, size));
}

static void
reply_late(struct server *server, const uint8_t *packet, size_t size)
{
	struct late *late = &server->late[server->late_count];

	if (server->late_count == LATE_MAX)
		abort();
	server->late_count++;
	late->due = now() + server->lateness;
	late->size = size;
	memcpy(late->packet, packet, size);
}

static void
send_late(struct server *server)
{
	while (server->late_count > 0 && server->late[0].due <= now()) {
		struct late first = server->late[0];

		server->late_count--;
		memmove(server->late, server->late + 1,
			server->late_count * sizeof *server->late);
		send_packet(server, first.packet, first.size);
	}
}

static void
handle_request(struct server *server, const uint8_t *request, size_t size)
{
	static uint8_t out[FAKE_MODEM_REPLY_MAX];
	size_t length;

	for (unsigned i = 0; i < server->strays; i++) {
		length = fake_modem_stray(request[0], server->stray++, out);
		send_packet(server, out, length);
	}
	length = fake_modem_answer(&server->modem, request, size, out);
	if (length == 0)
		return;
	if (request[0] == server->late_opcode)
		reply_late(server, out, length);
	else
		send_packet(server, out, length);
}

static void
handle_byte(struct server *server, uint8_t byte)
{
	static uint8_t packet[FRAME_MAX];
	size_t size;

	if (byte != DTAP_HDLC_FLAG) {
		if (server->have == sizeof server->frame)
			server->have = 0;
		server->frame[server->have++] = byte;
		return;
	}
	if (dtap_hdlc_decode(packet, &size, server->frame, server->have) &&
	    size > 0)
		handle_request(server, packet, size);
	else if (server->have > 0 && server->modem.options.requests != NULL)
		fputs("no frame\n", server->modem.options.requests);
	server->have = 0;
}

static void
receive(struct server *server)
{
	uint8_t data[4096];
	ssize_t got = recv(server->client, data, sizeof data, 0);

	if (got <= 0)
		hang_up(server);
	for (ssize_t i = 0; i < got && server->client >= 0; i++)
		handle_byte(server, data[i]);
}

static void
send_traffic(struct server *server)
{
	static uint8_t packet[FAKE_TRAFFIC_PACKET_MAX];
	size_t size;

	while (server->client >= 0 && server->due <= now()) {
		server->due += 1 / server->rate;
		size = fake_traffic_next(&server->traffic, &server->modem,
					 packet);
		if (size > 0)
			send_packet(server, packet, size);
	}
}

static void
accept_client(struct server *server)
{
	int one = 1;

	server->client = accept(server->listener, NULL, NULL);
	setsockopt(server->client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	server->due = now();
}

/* False: end. */
static bool
handle_signal(struct server *server)
{
	struct signalfd_siginfo info;

	if (read(server->signals, &info, sizeof info) != sizeof info ||
	    info.ssi_signo == SIGTERM)
		return false;
	fake_modem_forget(&server->modem);
	if (info.ssi_signo == SIGUSR1 && server->client >= 0)
		hang_up(server);
	return true;
}

/* Milliseconds until there is something to send. */
static int
pause_of(const struct server *server)
{
	double due = server->due, rest;

	if (server->client < 0)
		return -1;
	if (server->late_count > 0 && server->late[0].due < due)
		due = server->late[0].due;
	rest = due - now();
	return rest <= 0 ? 0 : (int)(rest * 1000) + 1;
}

static void
run(struct server *server)
{
	struct pollfd fds[2] = {{.fd = server->signals, .events = POLLIN},
				{.events = POLLIN}};

	for (;;) {
		fds[1].fd =
			server->client >= 0 ? server->client : server->listener;
		if (poll(fds, 2, pause_of(server)) < 0 && errno != EINTR)
			return;
		if (fds[0].revents != 0) {
			if (!handle_signal(server))
				return;
			continue;
		}
		if (fds[1].revents != 0 && server->client < 0)
			accept_client(server);
		else if (fds[1].revents != 0)
			receive(server);
		send_late(server);
		send_traffic(server);
	}
}

static FILE *
open_or_exit(const char *path, const char *mode)
{
	FILE *file = fopen(path, mode);

	if (file == NULL) {
		perror(path);
		exit(2);
	}
	return file;
}

/* "0x73:0x13" or "0x73:4.5". */
static unsigned
opcode_and(const char *text, double *rest)
{
	char *end;
	unsigned long opcode = strtoul(text, &end, 0);

	if (*end != ':' || opcode > 0xFF)
		exit(2);
	*rest = strtod(end + 1, NULL);
	return (unsigned)opcode;
}

static int
listen_on(uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&address, size) < 0 ||
	    listen(fd, 4) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
		perror("tcp_modem");
		exit(1);
	}
	printf("%u\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static void
read_option(struct server *server, int letter, uint16_t *port)
{
	struct fake_modem_options *options = &server->modem.options;
	double error;

	switch (letter) {
	case 'p':
		*port = (uint16_t)atoi(optarg);
		break;
	case 'r':
		server->rate = atof(optarg);
		break;
	case 'f':
		server->traffic.feed = open_or_exit(optarg, "re");
		break;
	case 'q':
		options->requests = open_or_exit(optarg, "we");
		break;
	case 'm':
		options->masks = optarg;
		break;
	case 'u':
		options->mute = (unsigned)strtoul(optarg, NULL, 0);
		break;
	case 'o':
		options->mute_once = (unsigned)strtoul(optarg, NULL, 0);
		break;
	case 'l':
		server->late_opcode = opcode_and(optarg, &server->lateness);
		break;
	case 'x':
		options->refuse = opcode_and(optarg, &error);
		options->error = (uint8_t)error;
		break;
	case 's':
		server->strays = (unsigned)atoi(optarg);
		break;
	default:
		exit(2);
	}
}

int
main(int argc, char **argv)
{
	static const struct option table[] = {{"port", 1, NULL, 'p'},
					      {"rate", 1, NULL, 'r'},
					      {"feed", 1, NULL, 'f'},
					      {"requests", 1, NULL, 'q'},
					      {"masks", 1, NULL, 'm'},
					      {"mute", 1, NULL, 'u'},
					      {"mute-once", 1, NULL, 'o'},
					      {"late", 1, NULL, 'l'},
					      {"refuse", 1, NULL, 'x'},
					      {"stray", 1, NULL, 's'},
					      {0}};
	static struct server server = {.rate = 100, .client = -1};
	uint16_t port = 0;
	sigset_t set;
	int letter;

	fake_modem_begin(&server.modem);
	server.late_opcode = FAKE_MODEM_NO_OPCODE;
	while ((letter = getopt_long(argc, argv, "", table, NULL)) != -1)
		read_option(&server, letter, &port);
	if (optind != argc || server.rate <= 0)
		return 2;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	server.signals = signalfd(-1, &set, SFD_CLOEXEC);
	server.listener = listen_on(port);
	run(&server);
	return 0;
}
