/* SPDX-License-Identifier: MIT */
/*
 * The file source: any bytes as a capture, plain or compressed.  It ends, every
 * byte is given or counted as skipped, and a pipe in pieces gives the same.
 */
#include "fuzz.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/pcap.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sources/sources.h"

#define ENOUGH (64 << 20) /* bytes: what is compressed may be far more */

#define PIPE_BYTES 1048576
#define PIECES     200 /* a pipe of this size holds 256 packets */

/* What a source has given. */
struct given {
	size_t bytes; /* in containers */
	uint64_t hash;
	uint64_t skipped, resyncs, records;
	bool ended;
};

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg, (void)offset, (void)size;
}

/* It can be written as a record again. */
static void
check_record(const struct dtap_source *source, const uint8_t *data, size_t size)
{
	const struct dtap_container container = {
		.data = data,
		.size = size,
		.time = source->time,
		.shape = source->shape,
	};
	size_t room = dtap_pcap_room(&container, DTAP_SNAPLEN_MAX);
	uint8_t *out = malloc(room);

	CLAIM(dtap_pcap_write(out, &container, DTAP_SNAPLEN_MAX, ignore,
			      NULL) == room);
	free(out);
}

static void
add(struct given *given, const uint8_t *data, size_t size)
{
	given->bytes += size;
	given->hash = (given->hash ^ size) * UINT64_C(0x100000001b3);
	for (size_t i = 0; i < size; i++)
		given->hash = (given->hash ^ data[i]) * UINT64_C(0x100000001b3);
}

static struct given
replay(const char *path)
{
	const struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);
	struct given given = {.bytes = 0};
	uint8_t *buffer = malloc(source->buffer_size);
	ssize_t got = 0;

	CLAIM(source->ops->open(source) == 0);
	while (given.bytes < ENOUGH &&
	       (got = source->ops->read(source, buffer, source->buffer_size)) >=
		       0) {
		CLAIM(got > 0 || source->why[0] != '\0' || source->resyncs > 0);
		if (got > 0) {
			check_record(source, buffer, (size_t)got);
			add(&given, buffer, (size_t)got);
		}
	}
	given.ended = given.bytes < ENOUGH;
	CLAIM(!given.ended || errno == ENODATA);
	given.skipped = source->skipped_bytes;
	given.resyncs = source->resyncs;
	given.records = source->skipped_records;
	CLAIM((given.skipped > 0) == (given.resyncs > 0));
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	return given;
}

static struct given
replay_file(const uint8_t *data, size_t size)
{
	int fd = memfd_create("capture", MFD_CLOEXEC);
	struct given given;
	char path[40];

	CLAIM(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	given = replay(path);
	close(fd);
	return given;
}

/* In pieces of one size, which a read gives one by one. */
static struct given
replay_pipe(const uint8_t *data, size_t size)
{
	size_t piece = size / PIECES + 1;
	struct given given;
	char path[40];
	int ends[2];

	CLAIM(pipe2(ends, O_CLOEXEC | O_DIRECT) == 0);
	CLAIM(fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES) >= 0);
	for (size_t at = 0; at < size; at += piece) {
		size_t n = size - at < piece ? size - at : piece;

		CLAIM(write(ends[1], data + at, n) == (ssize_t)n);
	}
	close(ends[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	given = replay(path);
	close(ends[0]);
	return given;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct given file = replay_file(data, size), pipe;
	bool is_type =
		dtap_container_type_known(dtap_container_type(data, size));

	/* Containers of a type at the front are given as they are. */
	if (is_type && dtap_container_type(data, size) != DTAP_DATA)
		CLAIM(file.bytes + file.skipped == size);
	if (size / PIECES >= 4096)
		return 0; /* a packet of a pipe has a page */
	pipe = replay_pipe(data, size);
	if (!file.ended || !pipe.ended)
		return 0;
	CLAIM(pipe.hash == file.hash && pipe.bytes == file.bytes);
	CLAIM(pipe.skipped == file.skipped && pipe.resyncs == file.resyncs);
	CLAIM(pipe.records == file.records);
	return 0;
}
