/* SPDX-License-Identifier: MIT */
/*
 * devices -p PORT [-n COUNT] [-r BYTES_PER_S] [-i INTERVAL_MS] [-t SECONDS]
 *
 * COUNT uplinks in one process, without TLS or login: each device of the group
 * "lab" sends a message of the form of docs/wire.md every INTERVAL_MS, the
 * devices one after the other.  What they send does not compress.
 *
 * It connects, reports once for each device, prints "ready", and begins when it
 * reads a line.  At the end it prints in JSON what was sent and what the server
 * has said.  A record has the time of its message, so a reader knows the delay.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "bench/payload.h"
#include "fleet/fleet_message.h"

#define HEAD      1024
#define EVENTS    512
#define LAST_WAIT (10 * DTAP_NS_PER_S) /* for answers, at the end */

struct device {
	struct dtap_fleet_name name;
	char subject[DTAP_FLEET_SUBJECT_ROOM];
	int fd;
	int64_t due;
	uint64_t seq;
	uint8_t *out; /* a message; sent so far */
	size_t size, sent;
	char in[4096];
	size_t in_size;
};

struct devices {
	int port, count;
	double rate, seconds;
	int64_t interval;
	struct payload payload; /* of all messages; the time changes */
	uint64_t boot;
	int epoll;
	struct device *list;
	uint64_t messages, bytes, stored, refused, late;
};

static void
watch(const struct devices *devices, struct device *device, int how)
{
	struct epoll_event event = {
		.events =
			EPOLLIN | (device->sent < device->size ? EPOLLOUT : 0U),
		.data.ptr = device};

	if (epoll_ctl(devices->epoll, how, device->fd, &event) < 0)
		err(1, "epoll");
}

static void
say_hello(const struct device *device)
{
	char key[DTAP_FLEET_KEY_ROOM];

	dtap_fleet_key_write(&device->name, key);
	dprintf(device->fd,
		"CONNECT {\"verbose\":false,\"headers\":true,"
		"\"no_responders\":true,\"name\":\"%s\"}\r\n"
		"SUB _INBOX.%s.> 1\r\nPUB " DTAP_FLEET_KEY_PREFIX
		"%s 2\r\n{}\r\n",
		device->name.device, device->name.device, key);
}

static void
connect_device(struct devices *devices, int number)
{
	struct device *device = &devices->list[number];
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)devices->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int one = 1;

	device->name = (struct dtap_fleet_name){.group = "lab", .tap = "diag"};
	snprintf(device->name.device, sizeof device->name.device, "d%05d",
		 number);
	dtap_fleet_subject_write(&device->name, device->subject);
	device->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (device->fd < 0 ||
	    connect(device->fd, (void *)&address, sizeof address) < 0)
		err(1, "device %d", number);
	setsockopt(device->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	device->out = malloc(HEAD + devices->payload.size);
	if (device->out == NULL)
		err(1, NULL);
	say_hello(device);
	watch(devices, device, EPOLL_CTL_ADD);
}

static int64_t
wall_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * DTAP_NS_PER_S + now.tv_nsec;
}

/* "NATS/1.0" and the headers.  Returns their size. */
static size_t
write_headers(const struct devices *devices, const struct device *device,
	      int64_t time, char out[HEAD])
{
	const struct dtap_fleet_message head = {
		.boot = devices->boot,
		.seq = device->seq,
		.first = device->seq * devices->payload.records,
		.count = devices->payload.records,
		.begun = time,
		.ended = time,
		.sent = time,
	};
	char value[DTAP_FLEET_VALUE_ROOM], id[DTAP_FLEET_ID_ROOM];
	int size;

	dtap_fleet_id_write(&device->name, &head, id);
	size = snprintf(out, HEAD, "NATS/1.0\r\n" DTAP_FLEET_ID ": %s\r\n", id);
	for (unsigned i = 0; i < DTAP_FLEET_HEADERS; i++)
		if (dtap_fleet_header_write(&head, (enum dtap_fleet_header)i,
					    value))
			size += snprintf(out + size, (size_t)(HEAD - size),
					 "%s: %s\r\n",
					 dtap_fleet_header_name(
						 (enum dtap_fleet_header)i),
					 value);
	return (size_t)(size +
			snprintf(out + size, (size_t)(HEAD - size), "\r\n"));
}

static void
send_rest(const struct devices *devices, struct device *device)
{
	bool waited = device->sent > 0;
	ssize_t n =
		send(device->fd, device->out + device->sent,
		     device->size - device->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno != EAGAIN)
		err(1, "%s", device->name.device);
	device->sent += n > 0 ? (size_t)n : 0;
	if (device->sent == device->size)
		device->sent = device->size = 0;
	if (waited || device->size > 0)
		watch(devices, device, EPOLL_CTL_MOD);
}

static void
send_message(struct devices *devices, struct device *device)
{
	int64_t time = wall_time() / 1000 * 1000; /* records have us */
	char headers[HEAD];
	size_t size;

	payload_set_time(&devices->payload, time);
	size = write_headers(devices, device, time, headers);
	device->size = (size_t)sprintf(
		(char *)device->out,
		"HPUB %s _INBOX.%s.%" PRIu64 " %zu %zu\r\n", device->subject,
		device->name.device, device->seq, size,
		size + devices->payload.size);
	memcpy(device->out + device->size, headers, size);
	device->size += size;
	memcpy(device->out + device->size, devices->payload.data,
	       devices->payload.size);
	device->size += devices->payload.size;
	memcpy(device->out + device->size, "\r\n", 2);
	device->size += 2;
	device->seq++;
	devices->messages++;
	devices->bytes += devices->payload.size;
	send_rest(devices, device);
}

/* Returns the bytes of the line and what belongs to it; 0: not whole. */
static size_t
take_line(struct devices *devices, const struct device *device, char *at,
	  size_t size)
{
	char *end = memchr(at, '\n', size);
	size_t line, payload = 0;

	if (end == NULL)
		return 0;
	line = (size_t)(end + 1 - at);
	*end = '\0';
	if (strncmp(at, "MSG ", 4) == 0 || strncmp(at, "HMSG ", 5) == 0)
		payload = strtoul(strrchr(at, ' ') + 1, NULL, 10) + 2;
	*end = '\n';
	if (line + payload > size)
		return 0;
	if (payload > 0) {
		bool stored = memmem(at + line, payload, "\"seq\"", 5) != NULL;

		devices->stored += stored;
		devices->refused += !stored;
	} else if (strncmp(at, "PING", 4) == 0 && device->size == 0) {
		dprintf(device->fd, "PONG\r\n");
	} else if (strncmp(at, "-ERR", 4) == 0) {
		errx(1, "%.*s", (int)line, at);
	}
	return line + payload;
}

static void
take_answers(struct devices *devices, struct device *device)
{
	ssize_t n = recv(device->fd, device->in + device->in_size,
			 sizeof device->in - device->in_size, MSG_DONTWAIT);
	size_t at = 0, took;

	if (n == 0 || (n < 0 && errno != EAGAIN))
		errx(1, "%s: the server has closed", device->name.device);
	device->in_size += n > 0 ? (size_t)n : 0;
	do {
		took = take_line(devices, device, device->in + at,
				 device->in_size - at);
		at += took;
	} while (took > 0);
	device->in_size -= at;
	memmove(device->in, device->in + at, device->in_size);
}

static void
turn(struct devices *devices, int ms)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(devices->epoll, events, EVENTS, ms);

	for (int i = 0; i < count; i++) {
		struct device *device = events[i].data.ptr;

		if (events[i].events & EPOLLOUT)
			send_rest(devices, device);
		if (events[i].events & ~(unsigned)EPOLLOUT)
			take_answers(devices, device);
	}
}

/* Those whose turn it is, from `next` on; returns whose turn comes then. */
static int
send_due(struct devices *devices, int next, int64_t now)
{
	for (int i = 0; i < devices->count; i++) {
		struct device *device = &devices->list[next];

		if (device->due > now)
			break;
		device->due += devices->interval;
		if (device->size > 0)
			devices->late++; /* the one before is not sent yet */
		else
			send_message(devices, device);
		next = (next + 1) % devices->count;
	}
	return next;
}

static void
run(struct devices *devices)
{
	int64_t begin = dtap_clock_now(), now = begin;
	int64_t end = begin + (int64_t)(devices->seconds * 1e9);
	int next = 0;

	for (int i = 0; i < devices->count; i++)
		devices->list[i].due =
			begin + devices->interval * i / devices->count;
	while (now < end) {
		next = send_due(devices, next, now);
		turn(devices, 1);
		now = dtap_clock_now();
	}
	while (devices->stored + devices->refused < devices->messages &&
	       dtap_clock_now() < end + LAST_WAIT)
		turn(devices, 100);
}

static void
read_options(struct devices *devices, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "p:n:r:i:t:")) != -1)
		switch (option) {
		case 'p':
			devices->port = atoi(optarg);
			break;
		case 'n':
			devices->count = atoi(optarg);
			break;
		case 'r':
			devices->rate = atof(optarg);
			break;
		case 'i':
			devices->interval = atoi(optarg) * DTAP_NS_PER_MS;
			break;
		case 't':
			devices->seconds = atof(optarg);
			break;
		default:
			errx(2, "usage: devices -p PORT [-n COUNT] "
				"[-r BYTES_PER_S] [-i INTERVAL_MS] "
				"[-t SECONDS]");
		}
}

int
main(int argc, char **argv)
{
	struct devices devices = {.count = 1000,
				  .rate = 30000,
				  .seconds = 10,
				  .interval = DTAP_NS_PER_S};
	struct rlimit files;

	read_options(&devices, argc, argv);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	dtap_random_bytes(&devices.boot, sizeof devices.boot);
	devices.epoll = epoll_create1(EPOLL_CLOEXEC);
	devices.list = calloc((size_t)devices.count, sizeof *devices.list);
	if (devices.epoll < 0 || devices.list == NULL)
		err(1, NULL);
	payload_make(&devices.payload,
		     devices.rate * (double)devices.interval / 1e9);
	for (int i = 0; i < devices.count; i++)
		connect_device(&devices, i);
	puts("ready");
	fflush(stdout);
	if (getchar() == EOF)
		return 1;
	run(&devices);
	printf("{\"messages\": %" PRIu64 ", \"bytes\": %" PRIu64
	       ", \"stored\": %" PRIu64 ", \"refused\": %" PRIu64
	       ", \"late\": %" PRIu64 ", \"records\": %" PRIu64 "}\n",
	       devices.messages, devices.bytes, devices.stored, devices.refused,
	       devices.late, devices.messages * devices.payload.records);
	return 0;
}
