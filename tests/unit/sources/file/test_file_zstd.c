/* SPDX-License-Identifier: MIT */
/* The file source and zstd: taken off as gzip is, and damage told. */
#include "support/replay_fixture.h"

#include <zstd.h>

#define NOON INT64_C(1700000000000000)

/* Frames as one zstd frame, with a check of the whole. */
static struct bytes
pack(const struct bytes *frames)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	struct bytes out = {.size = 0};
	size_t room = ZSTD_compressBound(frames->size), size;
	uint8_t *packed = malloc(room);

	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	size = ZSTD_compress2(context, packed, room, frames->data,
			      frames->size);
	assert_false(ZSTD_isError(size));
	bytes_add(&out, packed, size);
	ZSTD_freeCCtx(context);
	free(packed);
	return out;
}

/* Frames that do not become much smaller. */
static struct bytes
make_noise(size_t frames)
{
	struct bytes o = {.size = 0};
	uint32_t random = 7;

	for (size_t i = 0; i < frames; i++) {
		bytes_add_log(&o, NOON + (int64_t)i * 20000, 9);
		for (size_t n = 0; n < 60; n++) {
			uint8_t byte;

			random = random * 1664525 + 1013904223;
			byte = (uint8_t)(random >> 24);
			bytes_add(&o, &byte, byte != 0x7E);
		}
		bytes_add(&o, "\x7E", 1);
	}
	return o;
}

static struct given
replay_zstd(const struct bytes *packed)
{
	return replay(write_file("c.zst", packed->data, packed->size), 0, NULL);
}

static void
zstd_is_recognised_by_its_content(void **state)
{
	struct bytes frames = make_frames(500, 3000);
	struct bytes packed = pack(&frames);
	struct given plain, given;

	(void)state;
	plain = replay(write_file("plain", frames.data, frames.size), 0, NULL);
	given = replay_zstd(&packed);
	assert_same_given(&given, &plain);
	assert_string_equal(given.why, "");
	given_free(&given);
	given_free(&plain);
	bytes_free(&packed);
	bytes_free(&frames);
}

static void
zstd_of_several_frames_is_one_capture(void **state)
{
	struct bytes frames = make_noise(20), both = bytes_copy(&frames);
	struct bytes packed = pack(&frames);
	struct given given;

	(void)state;
	bytes_repeat(&both);
	bytes_repeat(&packed);
	given = replay_zstd(&packed);
	assert_string_equal(given.why, "");
	assert_bytes(&given.unwrapped, &both);
	given_free(&given);
	bytes_free(&packed);
	bytes_free(&both);
	bytes_free(&frames);
}

static void
zstd_cut_at_any_byte_gives_what_is_before(void **state)
{
	struct bytes frames = make_noise(12), packed = pack(&frames);

	(void)state;
	for (size_t n = 4; n < packed.size; n++) {
		struct bytes part = {.data = packed.data, .size = n};
		struct given given = replay_zstd(&part);
		char why[80];

		snprintf(why, sizeof why, "zstd is damaged at offset %zu, ", n);
		assert_prefix(&given.unwrapped, &frames);
		assert_non_null(strstr(given.why, why));
		assert_non_null(strstr(given.why, "end of file"));
		given_free(&given);
	}
	bytes_free(&packed);
	bytes_free(&frames);
}

/* pzstd and seekable zstd begin with one; a tape or a disk leaves zeros. */
static void
skippable_frames_and_padding_are_no_damage(void **state)
{
	static const uint8_t zeros[70000];
	struct bytes frames = make_noise(12), packed = pack(&frames);

	(void)state;
	for (uint8_t magic = 0x50; magic < 0x60; magic++) {
		const uint8_t head[] = {magic, 0x2a, 0x4d, 0x18, 4,   0,
					0,     0,    'a',  'b',  'c', 'd'};
		struct bytes o = {.size = 0};
		struct given given;

		bytes_add(&o, head, sizeof head);
		bytes_add(&o, packed.data, packed.size);
		bytes_add(&o, head, sizeof head);
		bytes_add(&o, packed.data, packed.size);
		bytes_add(&o, zeros, sizeof zeros);
		given = replay_zstd(&o);
		assert_string_equal(given.why, "");
		assert_int_equal(given.unwrapped.size, 2 * frames.size);
		assert_prefix(&frames, &given.unwrapped);
		given_free(&given);
		bytes_free(&o);
	}
	bytes_free(&packed);
	bytes_free(&frames);
}

static void
damage_within_zstd_is_reported(void **state)
{
	struct bytes frames = make_noise(12), packed = pack(&frames);

	(void)state;
	/* Of the header's flags, some change nothing; of the rest, all do. */
	for (size_t n = 6; n < packed.size; n++) {
		struct bytes mutant = bytes_copy(&packed);
		struct given given;

		mutant.data[n] ^= 0xFF;
		given = replay_zstd(&mutant);
		assert_non_null(
			strstr(given.why, "zstd is damaged at offset "));
		given_free(&given);
		bytes_free(&mutant);
	}
	bytes_free(&packed);
	bytes_free(&frames);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zstd_is_recognised_by_its_content),
		cmocka_unit_test(zstd_of_several_frames_is_one_capture),
		cmocka_unit_test(zstd_cut_at_any_byte_gives_what_is_before),
		cmocka_unit_test(skippable_frames_and_padding_are_no_damage),
		cmocka_unit_test(damage_within_zstd_is_reported),
	};

	return RUN(tests);
}
