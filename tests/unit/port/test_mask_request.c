/* SPDX-License-Identifier: MIT */
/* What sets and gets masks is in test_arbiter.c and test_virtual_modem.c. */
#include "port/mask_request.h"

#include <dtap/bytes.h>

#include "support/testing.h"

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

static struct dtap_masks masks;
static struct dtap_ranges ranges;
static uint8_t out[DTAP_MASK_REPLY_MAX];

static void
kinds(void **state)
{
	static const struct {
		const uint8_t *packet;
		size_t size;
		enum dtap_mask_kind kind;
	} cases[] = {
		{BYTES("\x73\0\0\0\0\0\0\0"), DTAP_MASK_LOGS},
		{BYTES("\x73\0\0\0\1\0\0\0"), DTAP_MASK_OTHER},
		{BYTES("\x73\0\0\0\2\0\0\0"), DTAP_MASK_OTHER},
		{BYTES("\x73\0\0\0\3\0\0\0"), DTAP_MASK_LOGS},
		{BYTES("\x73\0\0\0\4\0\0\0"), DTAP_MASK_GET},
		{BYTES("\x73\0\0\0\3\1\0\0"), DTAP_MASK_OTHER},
		{BYTES("\x73\0\0\0\3\0\0"), DTAP_MASK_OTHER},
		{BYTES("\x60"), DTAP_MASK_EVENTS},
		{BYTES("\x82"), DTAP_MASK_EVENTS},
		{BYTES("\x81"), DTAP_MASK_GET},
		{BYTES("\x7d\1"), DTAP_MASK_OTHER},
		{BYTES("\x7d\2"), DTAP_MASK_OTHER},
		{BYTES("\x7d\3"), DTAP_MASK_GET},
		{BYTES("\x7d\4"), DTAP_MASK_MESSAGES},
		{BYTES("\x7d\5"), DTAP_MASK_MESSAGES},
		{BYTES("\x7d"), DTAP_MASK_OTHER},
		{BYTES("\x1c"), DTAP_MASK_OTHER},
		{NULL, 0, DTAP_MASK_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			dtap_mask_request_kind(cases[i].packet, cases[i].size),
			cases[i].kind);
}

/* Every request, cut everywhere, in a copy without a byte behind it. */
static void
requests_that_are_cut_change_nothing(void **state)
{
	static const struct {
		const uint8_t *packet;
		size_t size;
	} cases[] = {
		{BYTES("\x73\0\0\0\3\0\0\0\x0b\0\0\0\x09\0\0\0\1\1")},
		{BYTES("\x73\0\0\0\4\0\0\0\x0b\0\0\0")},
		{BYTES("\x60\1")},
		{BYTES("\x82\0\0\0\x09\0\1\1")},
		{BYTES("\x7d\3\0\0\1\0")},
		{BYTES("\x7d\4\0\0\1\0\0\0\1\0\0\0\1\0\0\0")},
		{BYTES("\x7d\5\0\0\1\0\0\0")},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t size = 1; size <= cases[i].size; size++) {
			uint8_t *copy = malloc(size);

			assert_non_null(copy);
			memcpy(copy, cases[i].packet, size);
			if (dtap_mask_request_kind(copy, size) !=
			    DTAP_MASK_OTHER) {
				size_t got = dtap_mask_request_run(
					&masks, &ranges, copy, size, out);
				bool whole = size == cases[i].size;

				assert_int_equal(out[0],
						 whole ? copy[0] : 0x15);
				assert_true(whole || got == size + 1);
				assert_int_equal(
					dtap_mask_reply_status(out, got),
					whole ? 0 : 0x15);
			}
			free(copy);
			if (size < cases[i].size)
				assert_false(
					dtap_masks_has_any_log(&masks) ||
					dtap_masks_has_any_event(&masks) ||
					dtap_masks_has_any_message(&masks));
			dtap_masks_clear(&masks);
		}
}

static void
the_status_of_a_reply(void **state)
{
	static const struct {
		const uint8_t *packet;
		size_t size;
		int64_t status;
	} cases[] = {
		{BYTES("\x60\0\0"), 0},
		{BYTES("\x73\0\0\0\3\0\0\0\0\0\0\0"), 0},
		{BYTES("\x73\0\0\0\3\0\0\0\2\0\0\0"), 2},
		{BYTES("\x73\0\0\0\3\0\0\0\2\0\0"), -1},
		{BYTES("\x82\0\0\0"), 0},
		{BYTES("\x82\1\0\0"), 1},
		{BYTES("\x81\0\0"), -1},
		{BYTES("\x7d\1\1\0"), 0},
		{BYTES("\x7d\5\0\0"), 1},
		{BYTES("\x7d\5\1"), -1},
		{BYTES("\x7d\4\0\0\0\0\1\0"), 0},
		{BYTES("\x7d\4\0\0\0\0\0\0"), 1},
		{BYTES("\x7d\3\1\0\1\0\1"), -1},
		{BYTES("\x7d"), -1},
		{BYTES("\x18\x60"), 0x18},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			dtap_mask_reply_status(cases[i].packet, cases[i].size),
			cases[i].status);
}

static void
assert_refusal(const uint8_t *packet, size_t size, const uint8_t *reply,
	       size_t reply_size)
{
	assert_int_equal(dtap_mask_request_refuse(9, packet, size, out),
			 reply_size);
	assert_memory_equal(out, reply, reply_size);
}

static void
refusals(void **state)
{
	(void)state;
	assert_refusal(BYTES("\x73\0\0\0\0\0\0\0"),
		       BYTES("\x73\0\0\0\0\0\0\0\x09\0\0\0"));
	assert_refusal(
		BYTES("\x73\0\0\0\3\0\0\0\x0b\0\0\0\x08\0\0\0\1"),
		BYTES("\x73\0\0\0\3\0\0\0\x09\0\0\0\x0b\0\0\0\x08\0\0\0"));
	assert_refusal(BYTES("\x82\0\0\0\x08\0\1"),
		       BYTES("\x82\x09\0\0\x08\0"));
	assert_refusal(BYTES("\x7d\4\5\0\5\0\0\0\1\0\0\0"),
		       BYTES("\x7d\4\5\0\5\0\0\0"));
	assert_refusal(BYTES("\x7d\5\0\0\1\0\0\0"),
		       BYTES("\x7d\5\0\0\1\0\0\0"));
	assert_refusal(BYTES("\x60\1"), BYTES("\x13\x60\1"));
}

/* The reply says what was set: not more than a range, or a page. */
static void
message_masks_end_with_their_range(void **state)
{
	static uint8_t set[8 + 4 * 600] = {0x7d, 4};

	(void)state;
	dtap_put16(set + 4, 599);
	assert_int_equal(
		dtap_mask_request_run(&masks, &ranges, set, sizeof set, out),
		8 + 4 * DTAP_PAGE_SSIDS);
	assert_int_equal(dtap_get16(out + 4), DTAP_PAGE_SSIDS - 1);
	ranges.has_ssids = true;
	ranges.ssid_ranges = 1;
	ranges.ssids[0].last = 10;
	memset(set + 8, 0xff, sizeof set - 8);
	assert_int_equal(
		dtap_mask_request_run(&masks, &ranges, set, sizeof set, out),
		8 + 4 * 11);
	assert_int_equal(dtap_get16(out + 4), 10);
	assert_int_equal(dtap_masks_messages(&masks, 10), UINT32_MAX);
	assert_int_equal(dtap_masks_messages(&masks, 11), 0);
	dtap_masks_clear(&masks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(requests_that_are_cut_change_nothing),
		cmocka_unit_test(the_status_of_a_reply),
		cmocka_unit_test(refusals),
		cmocka_unit_test(message_masks_end_with_their_range),
	};

	return RUN(tests);
}
