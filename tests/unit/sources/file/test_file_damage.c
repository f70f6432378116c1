/* SPDX-License-Identifier: MIT */
/*
 * The file source on damaged captures: it skips the damage, says how much and
 * where, and gives all that is good.
 */
#include "support/replay_fixture.h"

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A few bytes set, a stretch taken out, or the tail cut off. */
static void
mutate(struct bytes *o, uint32_t *seed)
{
	static const uint8_t favourites[] = {0,    1,    0x20, 0x7D,
					     0x7E, 0x7F, 0x80, 0xFF};
	size_t at = next_random(seed) % o->size, n;

	switch (next_random(seed) % 4) {
	case 0:
		n = next_random(seed) % (o->size - at) % 16;
		memmove(o->data + at, o->data + at + n, o->size - at - n);
		o->size -= n;
		break;
	case 1:
		o->size -= next_random(seed) % 32 % o->size;
		break;
	default:
		for (n = 1 + next_random(seed) % 4; n > 0; n--)
			o->data[next_random(seed) % o->size] =
				favourites[next_random(seed) % 8];
	}
}

/* The containers are in the bytes, in this order. */
static void
assert_in_order(const struct given *given, const struct bytes *bytes)
{
	const uint8_t *at = bytes->data, *end = at + bytes->size;
	size_t begin = 0;

	for (size_t i = 0; i < given->count; i++) {
		size_t size = given->ends[i] - begin;

		at = memmem(at, (size_t)(end - at), given->bytes.data + begin,
			    size);
		assert_non_null(at);
		at += size;
		begin = given->ends[i];
	}
}

/*
 * Whatever the bytes, all of them are given, as they are or in messages, or are
 * counted as skipped.
 */
static void
check_mutant(const char *name, const struct bytes *mutant)
{
	struct given given =
		replay(write_file(name, mutant->data, mutant->size), 0, NULL);
	size_t framed = given.unwrapped.size, plain = given.bytes.size;

	if (given.count == 0) {
		assert_true(given.why[0] != '\0');
	} else if (plain + given.skipped == mutant->size) {
		assert_in_order(&given, mutant);
	} else {
		assert_int_equal(framed + given.skipped, mutant->size);
		if (given.skipped == 0)
			assert_bytes(&given.unwrapped, mutant);
	}
	assert_int_equal(given.skipped > 0, given.resyncs > 0);
	assert_true(given.skipped == 0 || given.told[0] != '\0' ||
		    given.why[0] != '\0');
	given_free(&given);
}

static void
fuzz(const struct bytes *good, const char *name, uint32_t seed)
{
	for (int i = 0; i < 1500; i++) {
		struct bytes mutant = bytes_copy(good);

		for (uint32_t n = 1 + next_random(&seed) % 3; n > 0; n--)
			mutate(&mutant, &seed);
		check_mutant(name, &mutant);
		bytes_free(&mutant);
	}
}

static void
of_mutated_streams_no_byte_is_lost(void **state)
{
	const size_t *ends;
	size_t count;
	struct bytes stream = make_stream(&ends, &count);

	(void)state;
	fuzz(&stream, "stream", 1);
	bytes_free(&stream);
}

static void
of_mutated_frames_no_byte_is_lost(void **state)
{
	struct bytes frames = make_frames(30, 3000);

	(void)state;
	fuzz(&frames, "frames", 2);
	bytes_free(&frames);
}

/* Bytes that deflate cannot make smaller, in frames. */
static struct bytes
make_noise(size_t frames)
{
	struct bytes o = {.size = 0};
	uint32_t seed = 3;

	for (size_t i = 0; i < frames; i++) {
		bytes_add_log(&o, 1700000000000000 + (int64_t)i * 20000, 9);
		for (size_t n = 0; n < 60; n++) {
			uint8_t byte = (uint8_t)next_random(&seed);

			bytes_add(&o, &byte, byte != 0x7E);
		}
		bytes_add(&o, "\x7E", 1);
	}
	return o;
}

static struct given
replay_gzip(const struct bytes *gzip)
{
	return replay(write_file("g.gz", gzip->data, gzip->size), 0, NULL);
}

/* How much of the frames can be had when the damage is at an offset. */
static void
gzip_cut_at_any_byte_gives_what_is_before(void **state)
{
	struct bytes frames = make_noise(12);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	size_t last = 0;

	(void)state;
	for (size_t n = 1; n < gzip.size; n++) {
		struct bytes part = {.data = gzip.data, .size = n};
		struct given given = replay_gzip(&part);
		char why[80];

		snprintf(why, sizeof why, "gzip is damaged at offset %zu, ", n);
		assert_prefix(&given.unwrapped, &frames);
		assert_true(given.unwrapped.size >= last);
		if (n >= 3) {
			assert_non_null(strstr(given.why, why));
			assert_non_null(strstr(given.why, "end of file"));
		}
		last = given.unwrapped.size;
		given_free(&given);
	}
	/* All but the trailer was there. */
	assert_int_equal(last, frames.size);
	bytes_free(&gzip);
	bytes_free(&frames);
}

static void
a_wrong_checksum_of_gzip_is_reported(void **state)
{
	struct bytes frames = make_noise(12);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	struct given given;
	char why[80];

	(void)state;
	gzip.data[gzip.size - 8] ^= 1;
	given = replay_gzip(&gzip);
	snprintf(why, sizeof why,
		 "after %zu decompressed bytes: ", frames.size);
	assert_non_null(strstr(given.why, why));
	assert_non_null(strstr(given.why, "incorrect data check"));
	assert_bytes(&given.unwrapped, &frames);
	given_free(&given);
	bytes_free(&gzip);
	bytes_free(&frames);
}

/* An unknown block type in the middle; gzread would withhold up to 16 KiB. */
static void
bytes_before_damage_within_gzip_are_given(void **state)
{
	struct bytes frames = make_noise(300);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	struct given given;

	(void)state;
	memset(gzip.data + gzip.size / 2, 0xFF, gzip.size / 2);
	given = replay_gzip(&gzip);
	assert_non_null(strstr(given.why, "gzip is damaged at offset "));
	assert_true(given.unwrapped.size > frames.size / 2 - 2000);
	given_free(&given);
	bytes_free(&gzip);
	bytes_free(&frames);
}

static void
empty_members_of_gzip_are_no_end(void **state)
{
	struct bytes frames = make_noise(3);
	struct bytes full =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	struct bytes gzip = load_file(write_gzip("g.gz", "", 0));
	struct given given;

	(void)state;
	bytes_repeat(&gzip);
	bytes_add(&gzip, full.data, full.size);
	given = replay_gzip(&gzip);
	assert_string_equal(given.why, "");
	assert_bytes(&given.unwrapped, &frames);
	given_free(&given);
	bytes_free(&gzip);
	bytes_free(&full);
	bytes_free(&frames);
}

/* As a tape, or a disk that was full of zeros, leaves it. */
static void
zeros_behind_gzip_are_padding(void **state)
{
	static const uint8_t zeros[100000];
	struct bytes frames = make_noise(3);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	struct given given;

	(void)state;
	bytes_add(&gzip, zeros, sizeof zeros);
	given = replay_gzip(&gzip);
	assert_string_equal(given.why, "");
	assert_bytes(&given.unwrapped, &frames);
	given_free(&given);
	bytes_repeat(&frames);
	bytes_repeat(&gzip);
	given = replay_gzip(&gzip);
	assert_string_equal(given.why, "");
	assert_bytes(&given.unwrapped, &frames);
	given_free(&given);
	bytes_add(&gzip, "rubbish", 7);
	given = replay_gzip(&gzip);
	assert_non_null(strstr(given.why, "incorrect header check"));
	given_free(&given);
	bytes_free(&gzip);
	bytes_free(&frames);
}

static void
bytes_behind_gzip_are_reported(void **state)
{
	struct bytes frames = make_noise(3);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	struct given given;

	(void)state;
	bytes_add(&gzip, "rubbish", 7);
	given = replay_gzip(&gzip);
	assert_bytes(&given.unwrapped, &frames);
	assert_non_null(strstr(given.why, "incorrect header check"));
	given_free(&given);
	bytes_free(&gzip);
	bytes_free(&frames);
}

static void
mutated_gzip_ends(void **state)
{
	struct bytes frames = make_noise(8);
	struct bytes gzip =
		load_file(write_gzip("g.gz", frames.data, frames.size));
	uint32_t seed = 4;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct bytes mutant = bytes_copy(&gzip);
		struct given given;

		mutate(&mutant, &seed);
		given = replay_gzip(&mutant);
		given_free(&given);
		bytes_free(&mutant);
	}
	bytes_free(&gzip);
	bytes_free(&frames);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_mutated_streams_no_byte_is_lost),
		cmocka_unit_test(of_mutated_frames_no_byte_is_lost),
		cmocka_unit_test(gzip_cut_at_any_byte_gives_what_is_before),
		cmocka_unit_test(a_wrong_checksum_of_gzip_is_reported),
		cmocka_unit_test(bytes_before_damage_within_gzip_are_given),
		cmocka_unit_test(empty_members_of_gzip_are_no_end),
		cmocka_unit_test(zeros_behind_gzip_are_padding),
		cmocka_unit_test(bytes_behind_gzip_are_reported),
		cmocka_unit_test(mutated_gzip_ends),
	};

	return RUN(tests);
}
