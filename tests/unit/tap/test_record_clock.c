/* SPDX-License-Identifier: MIT */
#include <dtap/record_clock.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>
#include <dtap/ring.h>

#include "support/testing.h"
#include "tap/accumulator.h"

#define S INT64_C(1000000000)

static void
an_offset_carries_into_seconds(void **state)
{
	static const struct {
		int64_t offset;
		struct timespec host, time;
	} cases[] = {
		{0, {100, 5}, {100, 5}},
		{-17 * S - S / 4, {100, 500000000}, {83, 250000000}},
		{-S / 2, {100, 0}, {99, 500000000}},
		{S / 2, {100, 500000000}, {101, 0}},
		{S / 2, {100, 999999999}, {101, 499999999}},
		{-100 * S, {100, 7}, {0, 7}},
		/* What no record can say. */
		{-100 * S - 1, {100, 0}, {0, 0}},
		{-4000000000 * S, {1700000000, 9}, {0, 0}},
		{4000000000 * S, {1700000000, 9}, {4294967295, 9}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_record_clock *record_clock =
			dtap_record_clock_new(cases[i].offset);
		struct timespec time =
			dtap_record_clock_at(record_clock, cases[i].host);

		assert_int_equal(dtap_record_clock_offset(record_clock),
				 cases[i].offset);
		assert_int_equal(time.tv_sec, cases[i].time.tv_sec);
		assert_int_equal(time.tv_nsec, cases[i].time.tv_nsec);
		dtap_record_clock_free(record_clock);
	}
}

/* Puts a container, and returns the seconds that its record bears. */
static int64_t
put(struct dtap_accumulator *accumulator, struct dtap_ring *ring,
    struct dtap_subscriber *subscriber)
{
	static const uint8_t data[] = {0x20, 0, 0, 0, 0, 0, 0, 0};
	const struct dtap_container container = {.data = data,
						 .size = sizeof data};
	struct dtap_block *block;
	struct dtap_amount loss;
	struct dtap_view view;
	int64_t seconds;

	dtap_accumulator_put(accumulator, &container);
	assert_int_equal(dtap_ring_next(ring, subscriber, &block, &loss),
			 DTAP_NEXT_BLOCK);
	view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	seconds = dtap_get32(view.iov[0].iov_base);
	dtap_block_unref(block);
	return seconds;
}

static void
a_step_back_is_counted_and_the_time_stays_as_it_is(void **state)
{
	static const struct {
		int64_t offset;   /* s */
		uint64_t steps;   /* from then on */
		int64_t at_least; /* s of the last */
	} cases[] = {
		{0, 0, 0},          {1000, 0, 0},    {1000, 0, 0},
		{-500, 1, 1499},    {-500, 1, 1499}, {-100000, 2, 99499},
		{100000, 2, 99499}, {99000, 3, 999},
	};
	struct dtap_record_clock *record_clock = dtap_record_clock_new(0);
	struct dtap_ring *ring = dtap_ring_new(1 << 20);
	struct dtap_accumulator *accumulator =
		dtap_accumulator_new(ring, record_clock, 0, DTAP_SNAPLEN_MAX);
	struct dtap_subscriber subscriber;
	int64_t before = time(NULL);

	(void)state;
	dtap_ring_subscribe(ring, &subscriber);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_accumulator_status status;
		int64_t host;

		dtap_record_clock_set(record_clock, cases[i].offset * S);
		host = put(accumulator, ring, &subscriber) - cases[i].offset;
		assert_in_range(host, before, time(NULL));
		dtap_accumulator_status(accumulator, &status);
		assert_int_equal(status.steps.count, cases[i].steps);
		assert_in_range(status.steps.last, cases[i].at_least * S,
				(cases[i].at_least + 1) * S);
	}
	dtap_ring_unsubscribe(ring, &subscriber);
	dtap_accumulator_free(accumulator);
	dtap_ring_free(ring);
	dtap_record_clock_free(record_clock);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offset_carries_into_seconds),
		cmocka_unit_test(
			a_step_back_is_counted_and_the_time_stays_as_it_is),
	};

	return RUN(tests);
}
