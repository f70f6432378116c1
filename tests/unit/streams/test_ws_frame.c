/* SPDX-License-Identifier: MIT */
#include "streams/ws_frame.h"

#include "support/testing.h"

struct bytes {
	const char *data;
	size_t size;
};
#define BYTES(text)                      \
	{                                \
		(text), sizeof(text) - 1 \
	}

/* Frames, and what is found in them: one letter each; W ends the list. */
static const struct {
	struct bytes frames;
	const char *found;
} cases[] = {
	/* RFC 6455, 5.7: a masked text message "Hello", and a ping. */
	{BYTES("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), "d"},
	{BYTES("\x89\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), "i"},
	{BYTES("\x8a\x80\1\2\3\4\x89\x80\1\2\3\4\x88\x80\1\2\3\4"), "oic"},
	/* A fragmented message with a ping inside. */
	{BYTES("\x01\x81\0\0\0\0a\x89\x80\1\2\3\4\x80\x81\0\0\0\0b"), "did"},
	{BYTES("\x01\x80\0\0\0\0\x00\x80\0\0\0\0\x80\x80\0\0\0\0\x82\x80\0\0\0"
	       "\0"),
	 "dddd"},
	/* Not masked. */
	{BYTES("\x81\x05Hello"), "W"},
	{BYTES("\x89\x00"), "W"},
	/* Each reserved bit. */
	{BYTES("\xc1\x80\0\0\0\0"), "W"},
	{BYTES("\xa1\x80\0\0\0\0"), "W"},
	{BYTES("\x91\x80\0\0\0\0"), "W"},
	/* Unknown opcodes. */
	{BYTES("\x83\x80\0\0\0\0"), "W"},
	{BYTES("\x87\x80\0\0\0\0"), "W"},
	{BYTES("\x8b\x80\0\0\0\0"), "W"},
	{BYTES("\x8f\x80\0\0\0\0"), "W"},
	/* A control frame that is fragmented, or too long. */
	{BYTES("\x09\x80\0\0\0\0"), "W"},
	{BYTES("\x08\x80\0\0\0\0"), "W"},
	{BYTES("\x8a\xfe\0\x7e\0\0\0\0"), "W"},
	{BYTES("\x89\xff\0\0\0\0\0\1\0\0"), "W"},
	/* A continuation without a message; a message inside a message. */
	{BYTES("\x80\x80\0\0\0\0"), "W"},
	{BYTES("\x02\x80\0\0\0\0\x82\x80\0\0\0\0"), "dW"},
	{BYTES("\x82\x80\0\0\0\0\x80\x80\0\0\0\0"), "dW"},
	/* Lengths that are not in the shortest form, and one of 2^63. */
	{BYTES("\x82\xfe\0\x7d\0\0\0\0"), "W"},
	{BYTES("\x82\xfe\0\x7e\0\0\0\0"), "d"},
	{BYTES("\x82\xff\0\0\0\0\0\0\xff\xff\0\0\0\0"), "W"},
	{BYTES("\x82\xff\0\0\0\0\0\1\0\0\0\0\0\0"), "d"},
	{BYTES("\x82\xff\x80\0\0\0\0\1\0\0\0\0\0\0"), "W"},
	{BYTES("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"), "d"},
};

static const char letters[] = {
	[DTAP_WS_FOUND_DATA] = 'd',  [DTAP_WS_FOUND_PING] = 'i',
	[DTAP_WS_FOUND_PONG] = 'o',  [DTAP_WS_FOUND_CLOSE] = 'c',
	[DTAP_WS_FOUND_WRONG] = 'W',
};

/* Takes the frames in pieces of `step` bytes. */
static void
take(const struct bytes *frames, size_t step, char *out)
{
	const uint8_t *at = (const uint8_t *)frames->data;
	const uint8_t *end = at + frames->size;
	struct dtap_ws_frame frame = {0};

	while (at < end) {
		size_t left = (size_t)(end - at);
		const uint8_t *until = at + (left < step ? left : step);
		enum dtap_ws_found found;

		while ((found = dtap_ws_frame_take(&frame, &at, until)) !=
		       DTAP_WS_FOUND_NOTHING) {
			*out++ = letters[found];
			*out = '\0';
			if (found == DTAP_WS_FOUND_WRONG)
				return;
		}
		assert_ptr_equal(at, until);
	}
}

static void
frames_are_what_rfc_6455_says_however_they_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t step = 1; step <= cases[i].frames.size; step++) {
			char found[16] = "";

			take(&cases[i].frames, step, found);
			if (strcmp(found, cases[i].found) != 0)
				fail_msg("case %zu in pieces of %zu: %s", i,
					 step, found);
		}
}

static void
a_control_frame_s_payload_is_unmasked(void **state)
{
	static const uint8_t ping[] = {0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d,
				       0x7f, 0x9f, 0x4d, 0x51, 0x58};

	(void)state;
	for (size_t cut = 0; cut < sizeof ping; cut++) {
		struct dtap_ws_frame frame = {0};
		const uint8_t *at = ping;

		assert_int_equal(dtap_ws_frame_take(&frame, &at, ping + cut),
				 DTAP_WS_FOUND_NOTHING);
		assert_int_equal(
			dtap_ws_frame_take(&frame, &at, ping + sizeof ping),
			DTAP_WS_FOUND_PING);
		assert_int_equal(frame.size, 5);
		assert_memory_equal(frame.payload, "Hello", 5);
	}
}

/* Data is found when the head is complete, before its bytes arrive. */
static void
the_length_of_data_is_known_from_its_head(void **state)
{
	static const uint8_t head[] = {0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0};
	static const uint8_t rest[] = {1, 2, 3, 4, 'x', 'y', 'z'};
	struct dtap_ws_frame frame = {0};
	const uint8_t *at = head;

	(void)state;
	assert_int_equal(dtap_ws_frame_take(&frame, &at, head + sizeof head),
			 DTAP_WS_FOUND_NOTHING);
	at = rest;
	assert_int_equal(dtap_ws_frame_take(&frame, &at, rest + sizeof rest),
			 DTAP_WS_FOUND_DATA);
	assert_ptr_equal(at, rest + 4);
	assert_int_equal(frame.size, INT64_C(1) << 32);
	assert_int_equal(dtap_ws_frame_take(&frame, &at, rest + sizeof rest),
			 DTAP_WS_FOUND_NOTHING);
	assert_ptr_equal(at, rest + sizeof rest);
}

static void
our_heads_have_the_shortest_length(void **state)
{
	static const struct {
		size_t size;
		struct bytes head;
	} heads[] = {
		{0, BYTES("\x82\0")},
		{125, BYTES("\x82\x7d")},
		{126, BYTES("\x82\x7e\0\x7e")},
		{65535, BYTES("\x82\x7e\xff\xff")},
		{65536, BYTES("\x82\x7f\0\0\0\0\0\1\0\0")},
		{0x12345678, BYTES("\x82\x7f\0\0\0\0\x12\x34\x56\x78")},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		uint8_t out[DTAP_WS_HEAD_MAX];

		assert_int_equal(
			dtap_ws_frame_head(out, DTAP_WS_BINARY, heads[i].size),
			heads[i].head.size);
		assert_memory_equal(out, heads[i].head.data,
				    heads[i].head.size);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			frames_are_what_rfc_6455_says_however_they_are_cut),
		cmocka_unit_test(a_control_frame_s_payload_is_unmasked),
		cmocka_unit_test(the_length_of_data_is_known_from_its_head),
		cmocka_unit_test(our_heads_have_the_shortest_length),
	};

	return RUN(tests);
}
