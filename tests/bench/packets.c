/* SPDX-License-Identifier: MIT */
/*
 * packets -p PORT [-u PATH] [-q QUIET_S]
 *
 * Reads a stream of pcapng from a hub, and prints "ready" when its answer has
 * begun.  When nothing has come for QUIET_S seconds after the first record, or
 * for two minutes before it, it prints in JSON: records, bytes, loss records,
 * and the delay of records from their own time until now, which must be of the
 * same machine's clock.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <dtap/bytes.h>

#include "base/clock.h"
#include "bench/dial.h"
#include "bench/histogram.h"
#include "bench/transport.h"

#define FIRST_MS    120000
#define BLOCK_MOST  (1 << 20)
#define PACKET      6 /* an enhanced packet block */
#define PACKET_DATA 28
#define PATH_LOSS   0x01ff

struct packets {
	uint8_t block[BLOCK_MOST];
	size_t size;
	int64_t now; /* us since 1970 */
	uint64_t records, losses, bytes;
	struct histogram delay;
};

static void
take_packet(struct packets *packets)
{
	const uint8_t *block = packets->block;
	int64_t time = (int64_t)((uint64_t)dtap_get32(block + 12) << 32 |
				 dtap_get32(block + 16));
	int64_t took = packets->now - time;

	if (dtap_get16(block + PACKET_DATA) == PATH_LOSS) {
		packets->losses++;
		return;
	}
	packets->records++;
	packets->bytes += dtap_get32(block + 20);
	histogram_add(&packets->delay, took > 0 ? (uint64_t)took * 1000 : 0);
}

/* Bytes that the block needs before it is whole, or its length is known. */
static size_t
wanted(const struct packets *packets)
{
	size_t length = 8;

	if (packets->size >= 8)
		length = dtap_get32(packets->block + 4);
	if (length < 8 || length > BLOCK_MOST)
		errx(1, "a block of %zu bytes", length);
	return length - packets->size;
}

static void
put(void *arg, const uint8_t *data, size_t size)
{
	struct packets *packets = arg;

	while (size > 0) {
		size_t part = wanted(packets);

		part = part < size ? part : size;
		memcpy(packets->block + packets->size, data, part);
		packets->size += part;
		data += part;
		size -= part;
		if (packets->size < 8 || wanted(packets) > 0)
			continue;
		if (dtap_get32(packets->block) == PACKET)
			take_packet(packets);
		packets->size = 0;
	}
}

static int64_t
wall_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static void
read_all(int fd, struct packets *packets, int quiet_ms)
{
	static uint8_t buffer[1 << 18];
	struct transport transport = {
		.kind = TRANSPORT_CHUNKS, .put = put, .arg = packets};
	struct pollfd event = {.fd = fd, .events = POLLIN};

	while (poll(&event, 1, packets->records > 0 ? quiet_ms : FIRST_MS) >
	       0) {
		ssize_t n = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);

		if (n < 0 && errno == EAGAIN)
			continue;
		if (n <= 0)
			errx(1, "the stream has ended");
		packets->now = wall_us();
		transport_put(&transport, buffer, (size_t)n);
	}
}

int
main(int argc, char **argv)
{
	static struct packets packets;
	const char *path = "/api/fleet/diag/pcapng";
	int port = 0, quiet = 3, option, fd;

	while ((option = getopt(argc, argv, "p:u:q:")) != -1) {
		port = option == 'p' ? atoi(optarg) : port;
		path = option == 'u' ? optarg : path;
		quiet = option == 'q' ? atoi(optarg) : quiet;
		if (option == '?')
			errx(2, "usage: packets -p PORT [-u PATH] "
				"[-q QUIET_S]");
	}
	fd = dial(port, path, TRANSPORT_CHUNKS);
	puts("ready");
	fflush(stdout);
	read_all(fd, &packets, quiet * 1000);
	printf("{\"records\": %" PRIu64 ", \"bytes\": %" PRIu64
	       ", \"losses\": %" PRIu64
	       ", \"p50_ms\": %.3f, \"p99_ms\": %.3f}\n",
	       packets.records, packets.bytes, packets.losses,
	       histogram_quantile(&packets.delay, 0.5),
	       histogram_quantile(&packets.delay, 0.99));
	return 0;
}
