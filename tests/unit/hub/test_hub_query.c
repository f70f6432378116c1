/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/clock.h"
#include "hub/hub_query.h"

static struct dtap_hub_query query;

static bool
reads(const char *text)
{
	char why[256] = "";
	bool good = dtap_hub_query_read(&query, text, why, sizeof why);

	assert_true(good == (why[0] == '\0'));
	return good;
}

static void
reads_times(void **state)
{
	(void)state;
	assert_true(reads(""));
	assert_int_equal(query.start, DTAP_PULL_NEW);
	assert_true(reads("since=live"));
	assert_int_equal(query.start, DTAP_PULL_NEW);
	assert_true(reads("since=oldest"));
	assert_int_equal(query.start, DTAP_PULL_ALL);
	assert_true(reads("since=1764446400"));
	assert_int_equal(query.start, DTAP_PULL_TIME);
	assert_int_equal(query.since, 1764446400 * DTAP_NS_PER_S);
	assert_true(reads("since=1764446400.25"));
	assert_int_equal(query.since, 1764446400 * DTAP_NS_PER_S + 250000000);
	assert_true(reads("since=2025-11-29T20:00:00Z"));
	assert_int_equal(query.since, 1764446400 * DTAP_NS_PER_S);
	assert_true(reads("since=2025-11-29T20:00:00.000000001Z"));
	assert_int_equal(query.since, 1764446400 * DTAP_NS_PER_S + 1);
}

static void
refuses_other_times(void **state)
{
	static const char *const wrong[] = {"since=",
					    "since=now",
					    "since=-1",
					    "since=1.",
					    "since=1x",
					    "since=2025-11-29",
					    "since=2025-11-29T20:00:00",
					    "since=2025-11-29T20:00:00.Z",
					    "since=99999999999999999999",
					    "since=9999-01-01T00:00:00Z",
					    "since= 5"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(reads(wrong[i]));
}

static void
reads_devices_and_groups(void **state)
{
	(void)state;
	assert_true(reads("group=lab&device=a,rig-2&codes=B0C0&split=message"));
	assert_string_equal(query.group, "lab");
	assert_int_equal(query.device_count, 2);
	assert_string_equal(query.devices[1], "rig-2");
	assert_string_equal(query.rest, "codes=B0C0&split=message");
	assert_false(reads("group=*"));
	assert_false(reads("group="));
	assert_false(reads("device=a,>"));
	assert_false(reads("device="));
	assert_false(reads("device=\",\"x"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_times),
		cmocka_unit_test(refuses_other_times),
		cmocka_unit_test(reads_devices_and_groups),
	};

	return RUN(tests);
}
