/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>
#include <zlib.h>

#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>
#include <dtap/octets.h>

#include "sources/sources.h"

#define NOON INT64_C(1700000000000000)

void
octets_add(struct octets *octets, const void *data, size_t size)
{
	if (!octets->data || octets->capacity < octets->size + size) {
		octets->capacity = 2 * (octets->size + size) + 64;
		octets->data = realloc(octets->data, octets->capacity);
		assert_non_null(octets->data);
	}
	if (size > 0)
		memcpy(octets->data + octets->size, data, size);
	octets->size += size;
}

void
octets_add32(struct octets *octets, uint32_t value)
{
	uint8_t word[4];

	dtap_put32(word, value);
	octets_add(octets, word, sizeof word);
}

struct octets
octets_copy(const struct octets *octets)
{
	struct octets copy = {.size = 0};

	octets_add(&copy, octets->data, octets->size);
	return copy;
}

void
octets_repeat(struct octets *octets)
{
	struct octets copy = octets_copy(octets);

	octets_add(octets, copy.data, copy.size);
	octets_free(&copy);
}

void
octets_free(struct octets *octets)
{
	free(octets->data);
	*octets = (struct octets){.size = 0};
}

void
octets_add_log(struct octets *octets, int64_t unix_us, size_t size)
{
	size_t whole = 16 + size;
	uint8_t *packet = calloc(1, whole);
	uint8_t *frame = malloc(DTAP_HDLC_ROOM(whole));

	packet[0] = 0x10;
	dtap_put16(packet + 2, (uint16_t)(whole - 4));
	dtap_put16(packet + 4, (uint16_t)(whole - 4));
	dtap_put16(packet + 6, 0xB0C0);
	dtap_put64(packet + 8, dtap_modem_time_of_unix_us(unix_us));
	for (size_t i = 16; i < whole; i++)
		packet[i] = (uint8_t)(i * 7 + 0x60);
	octets_add(octets, frame, dtap_hdlc_encode(frame, packet, whole));
	free(frame);
	free(packet);
}

void
octets_add_header(struct octets *octets, uint32_t count)
{
	octets_add32(octets, DTAP_DATA);
	octets_add32(octets, count);
}

void
octets_add_message(struct octets *octets, int64_t unix_us, size_t size)
{
	struct octets frame = {.size = 0};

	octets_add_log(&frame, unix_us, size);
	octets_add32(octets, (uint32_t)frame.size);
	octets_add(octets, frame.data, frame.size);
	octets_free(&frame);
}

static void
add_notice(struct octets *octets, uint32_t type, size_t size)
{
	octets_add32(octets, type);
	/* Like data containers, but that their lengths come to nothing soon. */
	for (size_t i = 0; i < size; i++) {
		static const uint8_t mask[] = {0x20, 0, 0, 0, 3,    0, 0, 0,
					       4,    0, 0, 0, 0x7E, 1, 2, 3};

		octets_add(octets, mask + i % sizeof mask, 1);
	}
}

static void
add_remote(struct octets *octets)
{
	octets_add_header(octets, 3);
	octets_add32(octets, (uint32_t)-1);
	octets_add_message(octets, NOON, 3);
	octets_add_message(octets, NOON, 40);
	octets_add32(octets, 0);
	octets_add_message(octets, NOON + 20000, 5);
}

/* A frame that goes on in the container after next. */
static void
add_split(struct octets *octets)
{
	octets_add_header(octets, 1);
	octets_add32(octets, 3);
	octets_add(octets, "\x10\x20\x30", 3);
}

struct octets
make_stream(const size_t **ends, size_t *count)
{
	static size_t at[16];
	struct octets o = {.size = 0};
	size_t n = 0;

	add_notice(&o, DTAP_MSG_MASKS, 50);
	add_notice(&o, DTAP_EVENT_MASKS, 7);
	add_notice(&o, DTAP_LOG_MASKS, 30);
	at[n++] = o.size;
	octets_add_header(&o, 1);
	octets_add_message(&o, NOON, 100);
	at[n++] = o.size;
	octets_add_header(&o, 0);
	at[n++] = o.size;
	add_remote(&o);
	at[n++] = o.size;
	octets_add(&o, "\x00\x10\x00\x00\x01", 5);
	at[n++] = o.size;
	add_notice(&o, DTAP_LOG_MASKS, 21);
	at[n++] = o.size; /* NOLINT(clang-analyzer-unix.Malloc): realloc */
	add_split(&o);
	at[n++] = o.size;
	octets_add32(&o, DTAP_DEINIT);
	at[n++] = o.size;
	octets_add(&o, "\x04\0\0\0...", 7);
	at[n++] = o.size;
	add_split(&o);
	at[n++] = o.size;
	octets_add32(&o, DTAP_DEINIT);
	at[n++] = o.size;
	octets_add_header(&o, 1);
	octets_add_message(&o, NOON + 30000, 200);
	at[n++] = o.size;
	*ends = at;
	*count = n;
	return o;
}

struct octets
make_frames(size_t frames, int64_t step_us)
{
	struct octets o = {.size = 0};

	octets_add(&o, "\x7E", 1);
	for (size_t i = 0; i < frames; i++) {
		octets_add_log(&o, NOON + (int64_t)i * step_us, i % 50);
		if (i % 3 == 0)
			octets_add(&o, "\x7E\x7E", 2);
		if (i % 5 == 4)
			octets_add(&o, "\x10wrong\x7E", 7);
	}
	return o;
}

static int
remove_one(const char *path, const struct stat *status, int type,
	   struct FTW *place)
{
	(void)status, (void)type, (void)place;
	return remove(path);
}

static char directory[64];

static void
remove_directory(void)
{
	nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *
path_of(const char *name)
{
	static char path[128];

	if (!*directory) {
		strcpy(directory, "/tmp/dtap-replay-XXXXXX");
		assert_non_null(mkdtemp(directory));
		atexit(remove_directory);
	}
	snprintf(path, sizeof path, "%s/%s", directory, name);
	return path;
}

const char *
write_file(const char *name, const void *data, size_t size)
{
	const char *path = path_of(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, size), size);
	close(fd);
	return path;
}

const char *
write_gzip(const char *name, const void *data, size_t size)
{
	const char *path = path_of(name);
	gzFile file = gzopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(gzwrite(file, data, (unsigned)size), size);
	assert_int_equal(gzclose(file), Z_OK);
	return path;
}

struct octets
load_file(const char *path)
{
	struct octets o = {.size = 0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t buffer[4096];
	ssize_t n;

	assert_true(fd >= 0);
	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		octets_add(&o, buffer, (size_t)n);
	close(fd);
	return o;
}

static void
note(struct given *given, const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	size_t messages = walk.left, before = given->unwrapped.size, octets;
	struct dtap_message message;

	octets_add(&given->octets, data, size);
	given->ends =
		realloc(given->ends, (given->count + 1) * sizeof *given->ends);
	given->ends[given->count++] = given->octets.size;
	while (dtap_messages_next(&walk, &message))
		octets_add(&given->unwrapped, message.data, message.size);
	octets = given->unwrapped.size - before;
	if (messages > given->most_messages)
		given->most_messages = messages;
	if (octets > given->most_octets)
		given->most_octets = octets;
}

struct given
replay(const char *path, double speed, size_t *signals)
{
	struct dtap_file_options options = {.path = path, .speed = speed};
	struct dtap_source *source = dtap_file_new(&options);
	struct given given = {.count = 0};
	uint8_t *buffer = malloc(source->buffer_size);
	ssize_t n;

	assert_int_equal(source->ops->open(source), 0);
	while ((n = source->ops->read(source, buffer, source->buffer_size)) >=
	       0) {
		assert_true((size_t)n <= source->buffer_size);
		if (n > 0)
			note(&given, buffer, (size_t)n);
		else if (signals)
			++*signals;
	}
	assert_int_equal(errno, ENODATA);
	memcpy(given.why, source->why, sizeof given.why);
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	return given;
}

void
given_free(struct given *given)
{
	octets_free(&given->octets);
	octets_free(&given->unwrapped);
	free(given->ends);
}

void
assert_octets(const struct octets *octets, const struct octets *expected)
{
	assert_int_equal(octets->size, expected->size);
	assert_prefix(octets, expected);
}

void
assert_prefix(const struct octets *prefix, const struct octets *whole)
{
	assert_true(prefix->size <= whole->size);
	if (prefix->size > 0)
		assert_memory_equal(prefix->data, whole->data, prefix->size);
}

void
assert_same_given(const struct given *given, const struct given *expected)
{
	assert_octets(&given->octets, &expected->octets);
	assert_int_equal(given->count, expected->count);
	for (size_t i = 0; i < given->count; i++)
		assert_int_equal(given->ends[i], expected->ends[i]);
	assert_string_equal(given->why, expected->why);
}
