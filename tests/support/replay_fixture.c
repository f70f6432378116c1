/* SPDX-License-Identifier: MIT */
#include "support/replay_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>
#include <zlib.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#include "sources/sources.h"

#define NOON INT64_C(1700000000000000)

void
bytes_add(struct bytes *bytes, const void *data, size_t size)
{
	if (!bytes->data || bytes->capacity < bytes->size + size) {
		bytes->capacity = 2 * (bytes->size + size) + 64;
		bytes->data = realloc(bytes->data, bytes->capacity);
		assert_non_null(bytes->data);
	}
	if (size > 0)
		memcpy(bytes->data + bytes->size, data, size);
	bytes->size += size;
}

void
bytes_add32(struct bytes *bytes, uint32_t value)
{
	uint8_t word[4];

	dtap_put32(word, value);
	bytes_add(bytes, word, sizeof word);
}

struct bytes
bytes_copy(const struct bytes *bytes)
{
	struct bytes copy = {.size = 0};

	bytes_add(&copy, bytes->data, bytes->size);
	return copy;
}

void
bytes_repeat(struct bytes *bytes)
{
	struct bytes copy = bytes_copy(bytes);

	bytes_add(bytes, copy.data, copy.size);
	bytes_free(&copy);
}

void
bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct bytes){.size = 0};
}

void
bytes_add_log(struct bytes *bytes, int64_t unix_us, size_t size)
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
	bytes_add(bytes, frame, dtap_hdlc_encode(frame, packet, whole));
	free(frame);
	free(packet);
}

void
bytes_add_header(struct bytes *bytes, uint32_t count)
{
	bytes_add32(bytes, DTAP_DATA);
	bytes_add32(bytes, count);
}

void
bytes_add_message(struct bytes *bytes, int64_t unix_us, size_t size)
{
	struct bytes frame = {.size = 0};

	bytes_add_log(&frame, unix_us, size);
	bytes_add32(bytes, (uint32_t)frame.size);
	bytes_add(bytes, frame.data, frame.size);
	bytes_free(&frame);
}

static void
add_notice(struct bytes *bytes, uint32_t type, size_t size)
{
	bytes_add32(bytes, type);
	/* These look like data containers, but their lengths are wrong. */
	for (size_t i = 0; i < size; i++) {
		static const uint8_t mask[] = {0x20, 0, 0, 0, 3,    0, 0, 0,
					       4,    0, 0, 0, 0x7E, 1, 2, 3};

		bytes_add(bytes, mask + i % sizeof mask, 1);
	}
}

static void
add_remote(struct bytes *bytes)
{
	bytes_add_header(bytes, 3);
	bytes_add32(bytes, (uint32_t)-1);
	bytes_add_message(bytes, NOON, 3);
	bytes_add_message(bytes, NOON, 40);
	bytes_add32(bytes, 0);
	bytes_add_message(bytes, NOON + 20000, 5);
}

/* A frame that continues in the container after the next one. */
static void
add_split(struct bytes *bytes)
{
	bytes_add_header(bytes, 1);
	bytes_add32(bytes, 3);
	bytes_add(bytes, "\x10\x20\x30", 3);
}

struct bytes
make_stream(const size_t **ends, size_t *count)
{
	static size_t at[16];
	struct bytes o = {.size = 0};
	size_t n = 0;

	add_notice(&o, DTAP_MSG_MASKS, 50);
	add_notice(&o, DTAP_EVENT_MASKS, 7);
	add_notice(&o, DTAP_LOG_MASKS, 30);
	at[n++] = o.size;
	bytes_add_header(&o, 1);
	bytes_add_message(&o, NOON, 100);
	at[n++] = o.size;
	bytes_add_header(&o, 0);
	at[n++] = o.size;
	add_remote(&o);
	at[n++] = o.size;
	bytes_add(&o, "\x00\x10\x00\x00\x01", 5);
	at[n++] = o.size;
	add_notice(&o, DTAP_LOG_MASKS, 21);
	at[n++] = o.size; /* NOLINT(clang-analyzer-unix.Malloc): realloc */
	add_split(&o);
	at[n++] = o.size;
	bytes_add32(&o, DTAP_DEINIT);
	at[n++] = o.size;
	bytes_add(&o, "\x04\0\0\0...", 7);
	at[n++] = o.size;
	add_split(&o);
	at[n++] = o.size;
	bytes_add32(&o, DTAP_DEINIT);
	at[n++] = o.size;
	bytes_add_header(&o, 1);
	bytes_add_message(&o, NOON + 30000, 200);
	at[n++] = o.size;
	*ends = at;
	*count = n;
	return o;
}

struct bytes
make_frames(size_t frames, int64_t step_us)
{
	struct bytes o = {.size = 0};

	bytes_add(&o, "\x7E", 1);
	for (size_t i = 0; i < frames; i++) {
		bytes_add_log(&o, NOON + (int64_t)i * step_us, i % 50);
		if (i % 3 == 0)
			bytes_add(&o, "\x7E\x7E", 2);
		if (i % 5 == 4)
			bytes_add(&o, "\x10wrong\x7E", 7);
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

struct bytes
load_file(const char *path)
{
	struct bytes o = {.size = 0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t buffer[4096];
	ssize_t n;

	assert_true(fd >= 0);
	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		bytes_add(&o, buffer, (size_t)n);
	close(fd);
	return o;
}

static void
note(struct given *given, const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	size_t messages = walk.left, before = given->unwrapped.size, bytes;
	struct dtap_message message;

	bytes_add(&given->bytes, data, size);
	given->ends =
		realloc(given->ends, (given->count + 1) * sizeof *given->ends);
	given->ends[given->count++] = given->bytes.size;
	while (dtap_messages_next(&walk, &message))
		bytes_add(&given->unwrapped, message.data, message.size);
	bytes = given->unwrapped.size - before;
	if (messages > given->most_messages)
		given->most_messages = messages;
	if (bytes > given->most_bytes)
		given->most_bytes = bytes;
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
		else if (source->why[0] != '\0')
			memcpy(given.told, source->why, sizeof given.told);
		else if (signals)
			++*signals;
	}
	assert_int_equal(errno, ENODATA);
	memcpy(given.why, source->why, sizeof given.why);
	given.skipped = source->skipped_bytes;
	given.resyncs = source->resyncs;
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	return given;
}

void
given_free(struct given *given)
{
	bytes_free(&given->bytes);
	bytes_free(&given->unwrapped);
	free(given->ends);
}

void
assert_bytes(const struct bytes *bytes, const struct bytes *expected)
{
	assert_int_equal(bytes->size, expected->size);
	assert_prefix(bytes, expected);
}

void
assert_prefix(const struct bytes *prefix, const struct bytes *whole)
{
	assert_true(prefix->size <= whole->size);
	if (prefix->size > 0)
		assert_memory_equal(prefix->data, whole->data, prefix->size);
}

void
assert_same_given(const struct given *given, const struct given *expected)
{
	assert_bytes(&given->bytes, &expected->bytes);
	assert_int_equal(given->count, expected->count);
	for (size_t i = 0; i < given->count; i++)
		assert_int_equal(given->ends[i], expected->ends[i]);
	assert_string_equal(given->why, expected->why);
}
