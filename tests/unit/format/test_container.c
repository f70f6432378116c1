/* SPDX-License-Identifier: MIT */
#include <dtap/container.h>

#include "support/testing.h"

/* Two local messages, and one of a remote modem with its token of -1. */
static const uint8_t image[] = {
	0x20, 0,    0,    0,    3,   0,   0,   0,      /* type, count */
	2,    0,    0,    0,    'a', 'b',              /* length, bytes */
	0xff, 0xff, 0xff, 0xff, 1,   0,   0,   0, 'c', /* token first */
	3,    0,    0,    0,    'd', 'e', 'f',
};

static void
messages_are_walked_with_and_without_token(void **state)
{
	static const struct {
		const char *text;
		int32_t token;
	} expected[] = {{"ab", 1}, {"c", -1}, {"def", 1}};
	struct dtap_messages walk = dtap_messages_of(image, sizeof image);
	struct dtap_message message;

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(dtap_messages_next(&walk, &message));
		assert_int_equal(message.size, strlen(expected[i].text));
		assert_memory_equal(message.data, expected[i].text,
				    message.size);
		assert_int_equal(message.token, expected[i].token);
	}
	assert_false(dtap_messages_next(&walk, &message));
	assert_int_equal(walk.left, 0);
	assert_int_equal(walk.at, sizeof image);
}

static void
every_cut_container_ends_the_walk_in_time(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof image; n++) {
		uint8_t *copy = malloc(n + 1);
		struct dtap_messages walk;
		struct dtap_message message;

		memcpy(copy, image, n);
		walk = dtap_messages_of(copy, n);
		while (dtap_messages_next(&walk, &message))
			assert_true(message.data + message.size <= copy + n);
		assert_true(n < DTAP_CONTAINER_HEADER || walk.left > 0);
		assert_int_equal(dtap_container_span(copy, n), 0);
		free(copy);
	}
}

static void
span_tells_containers_apart(void **state)
{
	uint8_t two[2 * sizeof image];

	(void)state;
	memcpy(two, image, sizeof image);
	memcpy(two + sizeof image, image, sizeof image);
	assert_int_equal(dtap_container_span(two, sizeof two), sizeof image);
}

static void
a_container_of_no_message_is_eight_bytes(void **state)
{
	static const uint8_t empty[] = {0x20, 0, 0, 0, 0, 0, 0, 0, 0xff};

	(void)state;
	assert_int_equal(dtap_container_span(empty, sizeof empty), 8);
}

static void
hostile_counts_and_lengths_read_nothing(void **state)
{
	static const uint8_t hostile[][16] = {
		{0x20, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x80},
		{0x20, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f},
		{0x20, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		 0xff, 0xff},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct dtap_messages walk =
			dtap_messages_of(hostile[i], sizeof hostile[i]);
		struct dtap_message message;

		while (dtap_messages_next(&walk, &message))
			assert_true(message.data + message.size <=
				    hostile[i] + sizeof hostile[i]);
		assert_int_equal(
			dtap_container_span(hostile[i], sizeof hostile[i]), 0);
	}
}

static void
types_are_known_or_not(void **state)
{
	static const uint8_t notice[] = {0x00, 0x10, 0, 0, 1};

	(void)state;
	assert_int_equal(dtap_container_type(notice, sizeof notice),
			 DTAP_HDLC_SUPPORT);
	assert_int_equal(dtap_container_type(notice, 3), 0);
	assert_true(dtap_container_type_known(DTAP_LOG_MASKS));
	assert_false(dtap_container_type_known(0));
	assert_false(dtap_container_type_known(0x21));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_walked_with_and_without_token),
		cmocka_unit_test(every_cut_container_ends_the_walk_in_time),
		cmocka_unit_test(span_tells_containers_apart),
		cmocka_unit_test(a_container_of_no_message_is_eight_bytes),
		cmocka_unit_test(hostile_counts_and_lengths_read_nothing),
		cmocka_unit_test(types_are_known_or_not),
	};

	return RUN(tests);
}
