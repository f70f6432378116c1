/* SPDX-License-Identifier: MIT */
/*
 * Damage in the middle of a capture, of each format: all that is good on both
 * sides is given, from a file and from a pipe in pieces, and the skipped bytes
 * are exact.
 */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/modem_time.h>
#include <dtap/pcap.h>

#include "sources/file/frame_check.h"
#include "support/replay_fixture.h"

#define NOON INT64_C(1700000000000000)
#define LOGS 60 /* in each half */

static void
add_frame(struct bytes *o, int n)
{
	bytes_add_log(o, NOON + n * INT64_C(20000), (size_t)(n % 40));
}

static void
add_container(struct bytes *o, int n)
{
	bytes_add_header(o, 1);
	bytes_add_message(o, NOON + n * INT64_C(20000), (size_t)(n % 40));
}

static void
add_dlf(struct bytes *o, int n)
{
	uint8_t log[80] = {0};

	dtap_put16(log, (uint16_t)(12 + n % 40));
	dtap_put16(log + 2, 0xb0c0);
	dtap_put64(log + 4,
		   dtap_modem_time_of_unix_us(NOON + n * INT64_C(20000)));
	memset(log + 12, n, sizeof log - 12);
	bytes_add(o, log, 12 + (size_t)(n % 40));
}

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg, (void)offset, (void)size;
}

static void
add_record(struct bytes *o, int n)
{
	struct bytes data = {.size = 0};
	struct dtap_container container = {.time = {NOON / 1000000 + n, 0}};
	uint8_t out[1024];

	add_container(&data, n);
	container.data = data.data;
	container.size = data.size;
	if (n == 0) {
		dtap_pcap_file_header(out, DTAP_SNAPLEN_MAX);
		bytes_add(o, out, DTAP_PCAP_FILE_HEADER);
	}
	bytes_add(o, out,
		  dtap_pcap_write(out, &container, DTAP_SNAPLEN_MAX, ignore,
				  NULL));
	bytes_free(&data);
}

/* One of pcapng: type, length, body, length. */
static void
add_framed(struct bytes *o, uint32_t type, const struct bytes *body)
{
	static const uint8_t padding[3];
	size_t pad = (0U - body->size) & 3;
	uint32_t length = (uint32_t)(12 + body->size + pad);

	bytes_add32(o, type);
	bytes_add32(o, length);
	bytes_add(o, body->data, body->size);
	bytes_add(o, padding, pad);
	bytes_add32(o, length);
}

/* The first has a section and an interface before it. */
static void
add_block(struct bytes *o, int n)
{
	static const uint8_t section[16] = {0x4d, 0x3c, 0x2b, 0x1a, 1};
	static const uint8_t interface[8] = {DTAP_LINKTYPE_USER0};
	const struct bytes first = {.data = (uint8_t *)section, .size = 16};
	const struct bytes second = {.data = (uint8_t *)interface, .size = 8};
	struct bytes record = {.size = 0}, body = {.size = 0};
	const size_t at = n == 0 ? DTAP_PCAP_FILE_HEADER : 0;
	const size_t header = at + DTAP_PCAP_RECORD_HEADER;

	add_record(&record, n);
	if (n == 0) {
		add_framed(o, 0x0a0d0d0a, &first);
		add_framed(o, 1, &second);
	}
	for (int i = 0; i < 3; i++)
		bytes_add32(&body, 0); /* interface and time */
	bytes_add32(&body, (uint32_t)(record.size - header));
	bytes_add32(&body, (uint32_t)(record.size - header));
	bytes_add(&body, record.data + header, record.size - header);
	add_framed(o, 6, &body);
	bytes_free(&record);
	bytes_free(&body);
}

static const struct format {
	const char *name;
	void (*add)(struct bytes *o, int n);
	bool flagged; /* damage takes the bytes up to the next flag with it */
} formats[] = {
	{"containers", add_container, false},
	{"frames", add_frame, true},
	{"logs", add_dlf, false},
	{"records", add_record, false},
	{"blocks", add_block, false},
};

struct pieces {
	const struct bytes *bytes;
	int fd;
};

static void *
write_pieces(void *arg)
{
	const struct pieces *pieces = arg;
	size_t piece = 1;

	for (size_t at = 0; at < pieces->bytes->size; at += piece) {
		size_t left = pieces->bytes->size - at;

		piece = piece * 7 % 5003 + 1;
		piece = piece < left ? piece : left;
		assert_int_equal(
			write(pieces->fd, pieces->bytes->data + at, piece),
			piece);
	}
	close(pieces->fd);
	return NULL;
}

static struct given
replay_pipe(const struct bytes *bytes)
{
	struct pieces pieces = {.bytes = bytes};
	struct given given;
	pthread_t thread;
	char path[32];
	int ends[2];

	assert_int_equal(pipe2(ends, O_DIRECT | O_CLOEXEC), 0);
	pieces.fd = ends[1];
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	pthread_create(&thread, NULL, write_pieces, &pieces);
	given = replay(path, 0, NULL);
	pthread_join(thread, NULL);
	close(ends[0]);
	return given;
}

/* From a file; a pipe must give the same. */
static struct given
replay_both(const struct bytes *bytes)
{
	struct given given =
		replay(write_file("resync", bytes->data, bytes->size), 0, NULL);
	struct given piped = replay_pipe(bytes);

	assert_bytes(&piped.bytes, &given.bytes);
	assert_int_equal(piped.count, given.count);
	assert_int_equal(piped.skipped, given.skipped);
	assert_int_equal(piped.resyncs, given.resyncs);
	given_free(&piped);
	return given;
}

/* Two halves with bytes between them. */
static struct bytes
make_halves(const struct format *format, const void *junk, size_t size,
	    size_t *middle)
{
	struct bytes o = {.size = 0};

	for (int n = 0; n < 2 * LOGS; n++) {
		if (n == LOGS) {
			*middle = o.size;
			bytes_add(&o, junk, size);
		}
		format->add(&o, n);
	}
	return o;
}

static void
damage_between(const struct format *format, const void *junk, size_t size)
{
	size_t middle;
	struct bytes good = make_halves(format, "", 0, &middle);
	struct bytes bad = make_halves(format, junk, size, &middle);
	struct given whole = replay_both(&good), given = replay_both(&bad);
	char where[64];

	assert_int_equal(whole.skipped, 0);
	assert_int_equal(whole.resyncs, 0);
	snprintf(where, sizeof where, "skipped %zu bytes at offset %zu: ", size,
		 middle);
	if (!format->flagged) {
		assert_bytes(&given.unwrapped, &whole.unwrapped);
		assert_int_equal(given.skipped, size);
		assert_int_equal(given.resyncs, 1);
		assert_non_null(strstr(given.told, where));
	} else if (size > DTAP_FRAME_MAX) {
		/* And the frame that it ran into. */
		assert_int_equal(given.unwrapped.size + given.skipped,
				 bad.size);
		assert_true(given.skipped < size + 100);
		assert_int_equal(given.resyncs, 1);
	} else {
		assert_bytes(&given.unwrapped, &bad);
		assert_int_equal(given.resyncs, 0);
	}
	assert_string_equal(given.why, "");
	given_free(&whole);
	given_free(&given);
	bytes_free(&good);
	bytes_free(&bad);
}

static void
good_bytes_on_both_sides_of_damage_are_given(void **state)
{
	static uint8_t zeros[2 << 20], ones[5000], text[3000];
	static const struct {
		const uint8_t *data;
		size_t size;
	} junk[] = {
		{zeros, 1},    {zeros, 3},
		{zeros, 4096}, {zeros, sizeof zeros},
		{ones, 1},     {ones, sizeof ones},
		{text, 1},     {text, 2},
		{text, 17},    {text, sizeof text},
	};

	(void)state;
	memset(ones, 0xff, sizeof ones);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)("no capture at all. "[i % 19]);
	for (size_t f = 0; f < COUNT(formats); f++)
		for (size_t i = 0; i < COUNT(junk); i++)
			damage_between(&formats[f], junk[i].data, junk[i].size);
}

/* Of the first half the last one is cut, in every place. */
static void
what_is_behind_a_cut_is_given(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++) {
		struct bytes half = {.size = 0}, rest = {.size = 0};
		size_t last = 0;

		for (int n = 0; n < LOGS; n++) {
			last = half.size;
			formats[f].add(&half, n);
		}
		for (int n = LOGS; n < 2 * LOGS; n++)
			formats[f].add(&rest, n);
		for (size_t cut = last + 1; cut < half.size; cut++) {
			struct bytes o = {.size = 0};
			struct given given;

			bytes_add(&o, half.data, cut);
			bytes_add(&o, rest.data, rest.size);
			given = replay_both(&o);
			/* At most the one that was cut is lost, or of frames
			 * what it has become one with. */
			assert_true(given.count >= 2 * LOGS - 2);
			assert_string_equal(given.why, "");
			given_free(&given);
			bytes_free(&o);
		}
		bytes_free(&half);
		bytes_free(&rest);
	}
}

static void
a_capture_behind_junk_is_found(void **state)
{
	static uint8_t zeros[(2 << 20) + 4321];
	static const size_t sizes[] = {512, 5000, 1 << 20, sizeof zeros};

	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct bytes o = {.size = 0};
			struct given given;

			/* pcap is known by its first bytes. */
			if (formats[f].add == add_record ||
			    formats[f].add == add_block)
				continue;
			bytes_add(&o, zeros, sizes[i]);
			for (int n = 0; n < LOGS; n++)
				formats[f].add(&o, n);
			given = replay_both(&o);
			assert_true(given.count >= LOGS - 1);
			assert_string_equal(given.why, "");
			given_free(&given);
			bytes_free(&o);
		}
}

/* Not a byte of it is good: the end says so, and where. */
static void
junk_at_the_end_is_reported(void **state)
{
	static const uint8_t zeros[3000];

	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++) {
		struct bytes o = {.size = 0};
		struct given given;
		char where[40];

		for (int n = 0; n < LOGS; n++)
			formats[f].add(&o, n);
		snprintf(where, sizeof where, " at offset %zu",
			 formats[f].flagged ? o.size + sizeof zeros : o.size);
		bytes_add(&o, zeros, sizeof zeros);
		given = replay_both(&o);
		assert_int_equal(given.count, LOGS);
		assert_int_equal(given.skipped, sizeof zeros);
		assert_non_null(strstr(given.why, where));
		given_free(&given);
		bytes_free(&o);
	}
}

/* Every length may be wrong: the containers inside what it claims are found. */
static void
a_wrong_length_costs_one_container(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT(formats); f++) {
		struct bytes o = {.size = 0};
		struct given given;
		size_t at = 0;

		for (int n = 0; n < 2 * LOGS; n++) {
			if (n == LOGS)
				at = o.size;
			formats[f].add(&o, n);
		}
		if (formats[f].add == add_container)
			dtap_put32(o.data + at + 8, 1500);
		else if (formats[f].add == add_record)
			dtap_put32(o.data + at + 8, 1500);
		else if (formats[f].add == add_block)
			dtap_put32(o.data + at + 4, 1500);
		else if (formats[f].add == add_dlf)
			dtap_put16(o.data + at, 700);
		given = replay_both(&o);
		assert_int_equal(given.count,
				 2 * LOGS - (formats[f].flagged ? 0 : 1));
		assert_int_equal(given.resyncs, formats[f].flagged ? 0 : 1);
		given_free(&given);
		bytes_free(&o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_bytes_on_both_sides_of_damage_are_given),
		cmocka_unit_test(what_is_behind_a_cut_is_given),
		cmocka_unit_test(a_capture_behind_junk_is_found),
		cmocka_unit_test(junk_at_the_end_is_reported),
		cmocka_unit_test(a_wrong_length_costs_one_container),
	};

	return RUN(tests);
}
