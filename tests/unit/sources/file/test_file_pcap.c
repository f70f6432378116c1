/* SPDX-License-Identifier: MIT */
/* The file source and our own pcap: what was recorded comes back. */
#include <errno.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/sources.h"
#include "support/replay_fixture.h"

#define NOON  1700000000
#define SMALL 1024 /* a snaplen that makes parts of most */

/* Something of each kind that a capture of a DIAG tap has. */
static const struct sample {
	enum dtap_kind kind;
	size_t size;
	long us; /* behind the one before */
} samples[] = {
	{DTAP_KIND_REQUEST, 40, 0},   {DTAP_KIND_DIAG, 12, 5},
	{DTAP_KIND_DIAG, 5000, 100},  {DTAP_KIND_LOSS, 16, 0},
	{DTAP_KIND_DIAG, 1021, 7},    {DTAP_KIND_DIAG, 1020, 999999},
	{DTAP_KIND_REQUEST, 900, -3}, {DTAP_KIND_DIAG, 70000, 1},
};

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg, (void)offset, (void)size;
}

/* The bytes and the time of the n-th sample; NULL behind the last. */
static const struct dtap_container *
sample(size_t n)
{
	static struct dtap_container container;
	static uint8_t data[70000];
	int64_t us = 0;

	if (n >= COUNT(samples))
		return NULL;
	for (size_t i = 0; i <= n; i++)
		us += samples[i].us;
	for (size_t i = 0; i < samples[n].size; i++)
		data[i] = (uint8_t)(n * 31 + i * 7);
	container = (struct dtap_container){
		.data = data,
		.size = samples[n].size,
		.time = {NOON + us / 1000000, us % 1000000 * 1000},
		.number = n,
		.shape.kind = samples[n].kind,
	};
	return &container;
}

static struct bytes
make_pcap(uint32_t snaplen)
{
	const struct dtap_container *container;
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	struct bytes o = {.size = 0};

	dtap_pcap_file_header(header, snaplen);
	bytes_add(&o, header, sizeof header);
	for (size_t n = 0; (container = sample(n)) != NULL; n++) {
		uint8_t *out = malloc(dtap_pcap_room(container, snaplen));
		size_t size =
			dtap_pcap_write(out, container, snaplen, ignore, NULL);

		bytes_add(&o, out, size);
		free(out);
	}
	return o;
}

/* The other byte order, all of it, and nanoseconds if asked for. */
static void
turn(struct bytes *pcap, bool nanoseconds)
{
	size_t at = DTAP_PCAP_FILE_HEADER;

	for (size_t i = 0; i < 24; i += 4) {
		uint32_t word = dtap_get32(pcap->data + i);

		if (i == 0 && nanoseconds)
			word = 0xa1b23c4d;
		dtap_put32(pcap->data + i,
			   i == 4 ? 0x04000200 : __builtin_bswap32(word));
	}
	while (at < pcap->size) {
		uint32_t size = dtap_get32(pcap->data + at + 8);

		if (nanoseconds)
			dtap_put32(pcap->data + at + 4,
				   dtap_get32(pcap->data + at + 4) * 1000);
		for (size_t i = at; i < at + 16; i += 4)
			dtap_put32(pcap->data + i, __builtin_bswap32(dtap_get32(
							   pcap->data + i)));
		at += 16 + size;
	}
}

static struct dtap_source *
open_file(const char *path, uint8_t **buffer)
{
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);

	assert_int_equal(source->ops->open(source), 0);
	*buffer = malloc(source->buffer_size);
	return source;
}

static void
close_file(struct dtap_source *source, uint8_t *buffer)
{
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
}

/* The file gives all samples, with their times and kinds, and ends. */
static void
assert_samples(const char *path)
{
	const struct dtap_container *expected;
	uint8_t *buffer;
	struct dtap_source *source = open_file(path, &buffer);

	for (size_t n = 0; (expected = sample(n)) != NULL; n++) {
		ssize_t size =
			source->ops->read(source, buffer, source->buffer_size);

		assert_int_equal(size, expected->size);
		assert_memory_equal(buffer, expected->data, expected->size);
		assert_int_equal(source->time.tv_sec, expected->time.tv_sec);
		assert_int_equal(source->time.tv_nsec, expected->time.tv_nsec);
		assert_int_equal(source->shape.kind, expected->shape.kind);
	}
	assert_int_equal(source->ops->read(source, buffer, source->buffer_size),
			 -1);
	assert_int_equal(errno, ENODATA);
	assert_string_equal(source->why, "");
	assert_int_equal(source->skipped_records, 0);
	close_file(source, buffer);
}

static void
our_pcap_gives_what_was_recorded(void **state)
{
	static const uint32_t snaplens[] = {DTAP_SNAPLEN_MAX, SMALL, 65535};

	(void)state;
	for (size_t i = 0; i < COUNT(snaplens); i++) {
		struct bytes pcap = make_pcap(snaplens[i]);

		assert_samples(write_file("a.pcap", pcap.data, pcap.size));
		assert_samples(write_gzip("a.pcap.gz", pcap.data, pcap.size));
		bytes_free(&pcap);
	}
}

static void
pcap_of_other_byte_order_or_nanoseconds_is_read(void **state)
{
	(void)state;
	for (int nanoseconds = 0; nanoseconds < 2; nanoseconds++) {
		struct bytes pcap = make_pcap(SMALL);

		turn(&pcap, nanoseconds);
		assert_samples(write_file("b.pcap", pcap.data, pcap.size));
		bytes_free(&pcap);
	}
}

/* All that is read of a file, whatever it is; how it ended is in why. */
static struct bytes
drain(const char *path, char why[256], uint64_t *skipped)
{
	struct bytes all = {.size = 0};
	uint8_t *buffer;
	struct dtap_source *source = open_file(path, &buffer);
	ssize_t size;

	while ((size = source->ops->read(source, buffer,
					 source->buffer_size)) >= 0)
		bytes_add(&all, buffer, (size_t)size);
	assert_int_equal(size, -1);
	assert_int_equal(errno, ENODATA);
	memcpy(why, source->why, 256);
	*skipped = source->skipped_records;
	close_file(source, buffer);
	return all;
}

static void
pcap_cut_at_any_byte_gives_what_is_before(void **state)
{
	struct bytes pcap = make_pcap(SMALL), whole;
	size_t last = 0;
	uint64_t skipped;
	char why[256];

	(void)state;
	whole = drain(write_file("c.pcap", pcap.data, pcap.size), why,
		      &skipped);
	for (size_t n = 4; n < 12000; n += n < 200 ? 1 : 37) {
		struct bytes given = drain(write_file("c.pcap", pcap.data, n),
					   why, &skipped);

		assert_prefix(&given, &whole);
		assert_true(given.size >= last);
		if (n < 24)
			assert_non_null(strstr(why, "c.pcap: cut short"));
		last = given.size;
		bytes_free(&given);
	}
	assert_true(last > 5000);
	bytes_free(&whole);
	bytes_free(&pcap);
}

static void
pcap_of_others_is_refused_with_a_sentence(void **state)
{
	struct bytes pcap = make_pcap(SMALL), given;
	uint64_t skipped;
	char why[256];

	(void)state;
	dtap_put32(pcap.data + 20, 1);
	given = drain(write_file("d.pcap", pcap.data, pcap.size), why,
		      &skipped);
	assert_int_equal(given.size, 0);
	assert_non_null(strstr(why, "link type 1: only pcap of diagtap"));
	bytes_free(&given);
	bytes_free(&pcap);
}

static void
records_that_are_not_ours_are_counted(void **state)
{
	struct bytes pcap = make_pcap(DTAP_SNAPLEN_MAX), given, whole;
	uint64_t skipped;
	char why[256];

	(void)state;
	whole = drain(write_file("e.pcap", pcap.data, pcap.size), why,
		      &skipped);
	for (int i = 0; i < 2; i++) {
		uint8_t *first = pcap.data + DTAP_PCAP_FILE_HEADER;

		if (i == 0) /* it was longer */
			dtap_put32(first + 12, dtap_get32(first + 8) + 1);
		else /* it is Tailscale's */
			dtap_put16(first + 16, 1);
		given = drain(write_file("e.pcap", pcap.data, pcap.size), why,
			      &skipped);
		assert_int_equal(skipped, 1);
		assert_string_equal(why, "");
		assert_int_equal(given.size, whole.size - 40);
		bytes_free(&given);
	}
	bytes_free(&whole);
	bytes_free(&pcap);
}

static void
mutated_pcap_ends(void **state)
{
	struct bytes pcap = make_pcap(SMALL);
	uint32_t random = 1;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct bytes mutant = bytes_copy(&pcap), given;
		uint64_t skipped;
		char why[256];

		for (int n = 0; n < 8; n++) {
			random = random * 1664525 + 1013904223;
			mutant.data[(random >> 8) %
				    (n < 4 ? 200 : mutant.size)] ^=
				(uint8_t)(1U << (random & 7));
		}
		given = drain(write_file("f.pcap", mutant.data, mutant.size),
			      why, &skipped);
		bytes_free(&given);
		bytes_free(&mutant);
	}
	bytes_free(&pcap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_pcap_gives_what_was_recorded),
		cmocka_unit_test(
			pcap_of_other_byte_order_or_nanoseconds_is_read),
		cmocka_unit_test(pcap_cut_at_any_byte_gives_what_is_before),
		cmocka_unit_test(pcap_of_others_is_refused_with_a_sentence),
		cmocka_unit_test(records_that_are_not_ours_are_counted),
		cmocka_unit_test(mutated_pcap_ends),
	};

	return RUN(tests);
}
