/* SPDX-License-Identifier: MIT */
#include "format/chunk.h"

#include "support/testing.h"

static void
a_head_is_the_size_in_hexadecimal_and_ends_where_told(void **state)
{
	static const size_t sizes[] = {0,     1,        9,       10,      15,
				       16,    255,      256,     65535,   65536,
				       73728, 0xabcdef, 1 << 30, SIZE_MAX};
	uint8_t memory[DTAP_CHUNK_HEAD + 2];

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		uint8_t *end = memory + sizeof memory - 1, *begin;
		char expected[DTAP_CHUNK_HEAD + 1];
		int length = snprintf(expected, sizeof expected, "%zx\r\n",
				      sizes[i]);

		memset(memory, '#', sizeof memory);
		begin = dtap_chunk_head(end, sizes[i]);
		assert_int_equal(end - begin, length);
		assert_memory_equal(begin, expected, (size_t)length);
		assert_int_equal(begin[-1], '#');
		assert_int_equal(*end, '#');
	}
}

static void
a_tail_is_cr_lf(void **state)
{
	uint8_t out[DTAP_CHUNK_TAIL + 1] = "###";

	(void)state;
	dtap_chunk_tail(out);
	assert_memory_equal(out, "\r\n#", sizeof out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_head_is_the_size_in_hexadecimal_and_ends_where_told),
		cmocka_unit_test(a_tail_is_cr_lf),
	};

	return RUN(tests);
}
