/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/clock.h"
#include "fleet/sequence.h"
#include "support/device_messages.h"

#define WINDOW (2 * DTAP_NS_PER_S)

static struct dtap_sequence *
make(size_t held_most)
{
	const struct dtap_sequence_options options = {.window = WINDOW,
						      .held_most = held_most};
	struct dtap_sequence *sequence = dtap_sequence_new(&options);

	assert_non_null(sequence);
	return sequence;
}

/* A message of ten containers. */
static void
put(struct dtap_sequence *sequence, const char *device, uint64_t boot,
    uint64_t seq, int64_t arrived)
{
	const struct made_message message = {
		.device = device,
		.boot = boot,
		.seq = seq,
		.first = 10 * seq,
		.count = 10,
		.arrived = arrived,
	};

	assert_true(dtap_sequence_put(sequence, made_message_read(&message)));
}

/* The next message has this number, after so many missing ones. */
static void
expect(struct dtap_sequence *sequence, uint64_t seq, uint64_t missing)
{
	struct dtap_sequence_item item;

	assert_true(dtap_sequence_next(sequence, &item));
	assert_int_equal(item.message->head.seq, seq);
	assert_int_equal(item.gap.messages, missing);
	assert_int_equal(item.gap.containers, 10 * missing);
	dtap_device_message_free(item.message);
}

static void
expect_none(struct dtap_sequence *sequence)
{
	struct dtap_sequence_item item;

	assert_false(dtap_sequence_next(sequence, &item));
}

static void
puts_in_order_and_drops_doubles(void **state)
{
	struct dtap_sequence *sequence = make(1 << 20);

	(void)state;
	put(sequence, "a", 1, 5, 0); /* where this reader begins */
	put(sequence, "a", 1, 7, 0);
	put(sequence, "a", 1, 7, 0);
	put(sequence, "a", 1, 5, 0);
	expect(sequence, 5, 0);
	expect_none(sequence);
	put(sequence, "a", 1, 6, 1);
	expect(sequence, 6, 0);
	expect(sequence, 7, 0);
	expect_none(sequence);
	assert_int_equal(dtap_sequence_counts(sequence).duplicates, 2);
	assert_int_equal(dtap_sequence_counts(sequence).held, 0);
	dtap_sequence_free(sequence);
}

static void
waits_for_the_window_only(void **state)
{
	struct dtap_sequence *sequence = make(1 << 20);

	(void)state;
	put(sequence, "a", 1, 0, 0);
	put(sequence, "a", 1, 3, 10);
	expect(sequence, 0, 0);
	dtap_sequence_expire(sequence, 12 * DTAP_NS_PER_S - 1);
	expect_none(sequence);
	dtap_sequence_expire(sequence, 12 * DTAP_NS_PER_S);
	expect(sequence, 3, 2);
	put(sequence, "a", 1, 1, 13); /* too late */
	expect_none(sequence);
	assert_int_equal(dtap_sequence_counts(sequence).gaps, 1);
	assert_int_equal(dtap_sequence_counts(sequence).missing, 2);
	dtap_sequence_free(sequence);
}

static void
holds_no_more_than_it_may(void **state)
{
	struct dtap_sequence *sequence = make(1000);

	(void)state;
	put(sequence, "a", 1, 0, 0);
	put(sequence, "b", 1, 0, 0);
	put(sequence, "b", 1, 9, 2);
	put(sequence, "a", 1, 2, 1);
	put(sequence, "b", 1, 10, 2);
	assert_int_equal(dtap_sequence_counts(sequence).gaps, 0);
	put(sequence, "b", 1, 11, 2);
	assert_int_equal(dtap_sequence_counts(sequence).gaps, 1);
	assert_true(dtap_sequence_counts(sequence).held <= 1000);
	expect(sequence, 0, 0);
	expect(sequence, 0, 0);
	expect(sequence, 2, 1); /* the one that waited longest */
	dtap_sequence_free(sequence);
}

static void
keeps_devices_and_boots_apart(void **state)
{
	struct dtap_sequence *sequence = make(1 << 20);

	(void)state;
	put(sequence, "a", 1, 4, 0);
	put(sequence, "b", 1, 8, 0);
	put(sequence, "a", 2, 0, 0);
	put(sequence, "a", 1, 5, 0); /* late, of the boot before */
	expect(sequence, 4, 0);
	expect(sequence, 8, 0);
	expect(sequence, 0, 0);
	expect(sequence, 5, 0);
	/* A boot that follows another begins with 0. */
	put(sequence, "a", 3, 1, 0);
	expect_none(sequence);
	dtap_sequence_expire(sequence, INT64_MAX);
	expect(sequence, 1, 1);
	assert_int_equal(dtap_sequence_counts(sequence).devices, 2);
	dtap_sequence_free(sequence);
}

static void
leaves_out_what_the_edge_has_said(void **state)
{
	const struct made_message first = {
		.device = "a", .boot = 1, .count = 10};
	const struct made_message later = {.device = "a",
					   .boot = 1,
					   .seq = 2,
					   .first = 100,
					   .count = 10,
					   .lost = 70};
	struct dtap_sequence *sequence = make(1 << 20);
	struct dtap_sequence_item item;

	(void)state;
	assert_true(dtap_sequence_put(sequence, made_message_read(&first)));
	assert_true(dtap_sequence_put(sequence, made_message_read(&later)));
	expect(sequence, 0, 0);
	dtap_sequence_expire(sequence, INT64_MAX);
	assert_true(dtap_sequence_next(sequence, &item));
	/* 90 are missing, and 70 of them have a record of the edge. */
	assert_int_equal(item.gap.containers, 20);
	dtap_device_message_free(item.message);
	dtap_sequence_free(sequence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_in_order_and_drops_doubles),
		cmocka_unit_test(waits_for_the_window_only),
		cmocka_unit_test(holds_no_more_than_it_may),
		cmocka_unit_test(keeps_devices_and_boots_apart),
		cmocka_unit_test(leaves_out_what_the_edge_has_said),
	};

	return RUN(tests);
}
