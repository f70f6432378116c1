/* SPDX-License-Identifier: MIT */
#include "http/archive/decompressed.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archive/compress/encoder.h"
#include "http/archive/archive_api.h"
#include "http/archive/http_chunk.h"
#include "support/log_capture.h"
#include "support/testing.h"

#define PLAIN 700001 /* several pieces, and not a whole one at the end */

static uint8_t plain[PLAIN];
static const struct dtap_log log_of_test = {.most = DTAP_WARNING};

static const struct {
	enum dtap_file_kind kind;
	enum dtap_compression compression;
} kinds[] = {
	{DTAP_FILE_PCAP_GZ, DTAP_COMPRESSION_GZIP},
	{DTAP_FILE_RAW_GZ, DTAP_COMPRESSION_GZIP},
	{DTAP_FILE_PCAP_ZST, DTAP_COMPRESSION_ZSTD},
	{DTAP_FILE_RAW_ZST, DTAP_COMPRESSION_ZSTD},
};

static int
put(void *arg, const uint8_t *bytes, size_t size)
{
	return write(*(int *)arg, bytes, size) == (ssize_t)size ? 0 : -1;
}

/* A compressed file; -1: this build does not have the compression. */
static int
pack(enum dtap_compression compression, uint64_t *bytes)
{
	struct dtap_encoder *encoder;
	int file;

	if (!dtap_encoder_is_known(compression))
		return -1;
	file = memfd_create("packed", MFD_CLOEXEC);
	for (size_t i = 0; i < PLAIN; i++)
		plain[i] = (uint8_t)(i % 7 == 0 ? i / 1000 : i * i >> 9);
	encoder = dtap_encoder_new(compression);
	assert_int_equal(
		dtap_encoder_feed(encoder, plain, PLAIN, true, put, &file), 0);
	dtap_encoder_free(encoder);
	*bytes = (uint64_t)lseek(file, 0, SEEK_END);
	assert_true(*bytes > 1000);
	return file;
}

static struct dtap_text_source *
begin(int file, enum dtap_file_kind kind, uint64_t bytes, bool chunked)
{
	const struct dtap_decompressed_options options = {
		.kind = kind,
		.name = "diag-20261125T100000Z-000001.pcap.zst",
		.bytes = bytes,
		.chunked = chunked,
		.log = &log_of_test,
	};
	struct dtap_text_source *source = dtap_decompressed_new(file, &options);

	assert_non_null(source);
	return source;
}

/* Appends a chunk's content; returns whether the body ended with it. */
static bool
take_chunk(const char *text, size_t size, uint8_t *out, size_t *had)
{
	char *end;
	size_t length;

	if (size == 5 && memcmp(text, "0\r\n\r\n", 5) == 0)
		return true;
	length = strtoul(text, &end, 16);
	assert_true(length > 0 && length <= 128 * 1024);
	assert_memory_equal(end, "\r\n", 2);
	assert_int_equal(size, (size_t)(end + 2 - text) + length + 2);
	memcpy(out + *had, end + 2, length);
	assert_memory_equal(end + 2 + length, "\r\n", 2);
	*had += length;
	return false;
}

/* Runs it to the end.  False: it was cut. */
static bool
take(struct dtap_text_source *source, bool chunked, uint8_t *out, size_t *had)
{
	bool ended = false;
	char *text;
	size_t size;

	for (*had = 0;; free(text)) {
		if (!source->next(source, &text, &size))
			return false;
		if (text == NULL)
			break;
		assert_false(ended);
		assert_true(*had + size <= PLAIN + 64);
		if (chunked) {
			ended = take_chunk(text, size, out, had);
		} else {
			memcpy(out + *had, text, size);
			*had += size;
		}
	}
	assert_int_equal(ended, chunked);
	return true;
}

static void
a_capture_is_given_as_it_was(void **state)
{
	uint8_t *out = malloc(PLAIN + 64);
	uint64_t bytes = 0;
	size_t had;

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(kinds); i++) {
		bool chunked = i % 2 == 0;
		int file = pack(kinds[i / 2].compression, &bytes);
		struct dtap_text_source *source;

		if (file < 0)
			continue;
		source = begin(file, kinds[i / 2].kind, bytes, chunked);
		assert_true(take(source, chunked, out, &had));
		assert_int_equal(had, PLAIN);
		assert_memory_equal(out, plain, PLAIN);
		source->free(source);
	}
	free(out);
}

/* Runs a file that is damaged, or only shorter: what comes before the cut is
 * right then.  The log says so, and where. */
static void
expect_cut(int file, enum dtap_file_kind kind, uint64_t bytes, bool shorter)
{
	struct dtap_text_source *source = begin(file, kind, bytes, true);
	uint8_t *out = malloc(PLAIN + 64);
	struct log_capture capture;
	char *lines;
	size_t had;

	log_capture_begin(&capture);
	assert_false(take(source, true, out, &had));
	lines = log_capture_end(&capture);
	assert_int_equal(log_capture_count(lines, "000001.pcap.zst: cannot be "
						  "decompressed from byte"),
			 1);
	if (shorter) {
		assert_true(had < PLAIN);
		assert_memory_equal(out, plain, had);
	}
	source->free(source);
	free(lines);
	free(out);
}

static void
a_damaged_capture_is_cut(void **state)
{
	uint64_t bytes = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		int file = pack(kinds[i].compression, &bytes);
		off_t half = (off_t)bytes / 2;

		if (file < 0)
			continue;
		assert_int_equal(
			pwrite(file, "\xff\xff\xff\xff\xff\xff", 6, half), 6);
		expect_cut(file, kinds[i].kind, bytes, false);
		file = pack(kinds[i].compression, &bytes);
		assert_int_equal(ftruncate(file, half), 0);
		expect_cut(file, kinds[i].kind, bytes,
			   true); /* has become shorter */
		file = pack(kinds[i].compression, &bytes);
		expect_cut(file, kinds[i].kind, bytes / 2, true);
		file = memfd_create("other", MFD_CLOEXEC);
		assert_int_equal(write(file, "no capture", 10), 10);
		expect_cut(file, kinds[i].kind, 10, true);
	}
}

/* A frame of one byte, whose window is declared as 2^log bytes (RFC 8878,
 * 3.1.1.1.2). */
static int
frame_with_window(unsigned log)
{
	uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 0, 9, 0, 0, 'x'};
	int file = memfd_create("window", MFD_CLOEXEC);

	frame[5] = (uint8_t)((log - 10) << 3);
	assert_int_equal(write(file, frame, sizeof frame), sizeof frame);
	return file;
}

static void
a_window_that_needs_too_much_memory_is_refused(void **state)
{
	struct dtap_text_source *source;
	uint8_t out[64];
	size_t had;

	(void)state;
	if (!dtap_encoder_is_known(DTAP_COMPRESSION_ZSTD))
		skip();
	source = begin(frame_with_window(23), DTAP_FILE_PCAP_ZST, 10, false);
	assert_true(take(source, false, out, &had));
	assert_int_equal(had, 1);
	source->free(source);
	expect_cut(frame_with_window(24), DTAP_FILE_PCAP_ZST, 10, true);
}

static void
a_kind_without_compression_is_itself(void **state)
{
	(void)state;
	assert_int_equal(dtap_decompressed_kind(DTAP_FILE_PCAP_ZST),
			 DTAP_FILE_PCAP);
	assert_int_equal(dtap_decompressed_kind(DTAP_FILE_RAW_GZ),
			 DTAP_FILE_RAW);
	assert_int_equal(dtap_decompressed_kind(DTAP_FILE_PCAP),
			 DTAP_FILE_PCAP);
	assert_int_equal(dtap_decompressed_kind(DTAP_FILE_SIDECAR),
			 DTAP_FILE_SIDECAR);
}

static void
the_query_is_read_strictly(void **state)
{
	static const char *const wrong[] = {"compression=", "compression=zstd",
					    "compression=none&", "x"};
	bool decompress;

	(void)state;
	assert_true(dtap_archive_file_query("", &decompress));
	assert_false(decompress);
	assert_true(dtap_archive_file_query("compression=none", &decompress));
	assert_true(decompress);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(dtap_archive_file_query(wrong[i], &decompress));
}

static void
an_empty_text_ends_no_body(void **state)
{
	char *text = strdup("");
	size_t size = 0;

	(void)state;
	assert_true(dtap_http_chunk(&text, &size, false));
	assert_int_equal(size, 0);
	assert_true(dtap_http_chunk(&text, &size, true));
	assert_string_equal(text, "0\r\n\r\n");
	assert_int_equal(size, 5);
	free(text);
	text = strdup("abc");
	size = 3;
	assert_true(dtap_http_chunk(&text, &size, true));
	assert_string_equal(text, "3\r\nabc\r\n0\r\n\r\n");
	assert_int_equal(size, strlen(text));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_capture_is_given_as_it_was),
		cmocka_unit_test(a_damaged_capture_is_cut),
		cmocka_unit_test(
			a_window_that_needs_too_much_memory_is_refused),
		cmocka_unit_test(a_kind_without_compression_is_itself),
		cmocka_unit_test(the_query_is_read_strictly),
		cmocka_unit_test(an_empty_text_ends_no_body),
	};

	return RUN(tests);
}
