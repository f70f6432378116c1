/* SPDX-License-Identifier: MIT */
/*
 * The file source: any bytes as a capture, plain or packed, containers,
 * records or frames.  It ends, and what it gave of containers is the file's
 * beginning.
 */
#include "fuzz.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/pcap.h>

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sources/file/savefile.h"
#include "sources/sources.h"

#define ENOUGH (64 << 20) /* bytes: what is packed may be far more */

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg, (void)offset, (void)size;
}

static bool
is_packed(const uint8_t *data, size_t size)
{
	return (size >= 3 && memcmp(data, "\x1f\x8b\x08", 3) == 0) ||
	       (size >= 4 && memcmp(data, "\x28\xb5\x2f\xfd", 4) == 0);
}

/* Where a file begins with a known type, it is containers back to back. */
static bool
is_containers(const uint8_t *data, size_t size)
{
	return !is_packed(data, size) &&
	       dtap_container_type_known(dtap_container_type(data, size));
}

static bool
is_records(const uint8_t *data, size_t size)
{
	return size >= 4 && dtap_savefile_is(data);
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
check_frames(const uint8_t *container, size_t size)
{
	CLAIM(dtap_container_type(container, size) == DTAP_DATA);
	CLAIM(dtap_container_span(container, size) == size);
}

static void
replay(struct dtap_source *source, const uint8_t *data, size_t size)
{
	uint8_t *buffer = malloc(source->buffer_size);
	bool plain = is_containers(data, size), packed = is_packed(data, size),
	     records = is_records(data, size);
	size_t given = 0;
	ssize_t got;

	while (given < ENOUGH &&
	       (got = source->ops->read(source, buffer, source->buffer_size)) >
		       0) {
		if (plain) {
			CLAIM((size_t)got <= size - given);
			CLAIM(memcmp(buffer, data + given, (size_t)got) == 0);
		} else if (records) {
			check_record(source, buffer, (size_t)got);
		} else if (!packed) {
			check_frames(buffer, (size_t)got);
		}
		given += (size_t)got;
	}
	CLAIM(given >= ENOUGH || (got < 0 && errno == ENODATA));
	CLAIM(source->why[0] != '\0' || !plain || given == size);
	free(buffer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("capture", MFD_CLOEXEC);
	struct dtap_file_options options = {.speed = 0};
	struct dtap_source *source;
	char path[40];

	CLAIM(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	options.path = path;
	source = dtap_file_new(&options);
	CLAIM(source != NULL && source->ops->open(source) == 0);
	replay(source, data, size);
	source->ops->close(source);
	source->ops->free(source);
	close(fd);
	return 0;
}
