/* SPDX-License-Identifier: MIT */
/*
 * Power cuts, many of them, on a disk that forgets what was not synced: what is
 * found again is as it was published, and what is gone is of the last
 * sync_seconds.  "test_power N" tries N seeds.
 */
#include "base/clock.h"
#include "support/powercut_vfs.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

#define MOST  4000 /* containers */
#define CUTS  6
#define SEEDS 8

static unsigned seeds = SEEDS;

struct test {
	struct recorder_fixture fixture;
	struct powercut_vfs *powercut;
	uint64_t random;
	int64_t published[MOST]; /* when: monotonic */
	int64_t cuts[CUTS];
	unsigned cut_count;
	bool seen[MOST];
};

static unsigned
below(struct test *test, unsigned limit)
{
	test->random = test->random * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(test->random >> 33) % limit;
}

static void
publish(struct test *test)
{
	struct recorder_fixture *fixture = &test->fixture;
	unsigned count = 1 + below(test, 6);

	if (fixture->published + count > MOST)
		return;
	for (unsigned i = 0; i < count; i++)
		test->published[fixture->published + i] = fixture->moment.now;
	recorder_fixture_publish(fixture, count, 16 + below(test, 9000));
}

/* Some seconds or minutes of recording, and then the power goes. */
static void
record_and_cut(struct test *test)
{
	struct recorder_fixture *fixture = &test->fixture;
	unsigned steps = 1 + below(test, 120);

	recorder_fixture_begin(fixture);
	while (steps-- > 0) {
		publish(test);
		recorder_fixture_pass(
			fixture,
			10 + below(test, below(test, 5) == 0 ? 9000 : 700));
	}
	test->cuts[test->cut_count++] = fixture->moment.now;
	recorder_fixture_kill(fixture);
	powercut_vfs_cut(test->powercut);
}

/* The power went so soon after it was published that it may be gone. */
static bool
may_be_gone(const struct test *test, uint64_t number)
{
	const struct dtap_archive_options *options = &test->fixture.options;
	int64_t most = options->sync_seconds * DTAP_NS_PER_S +
		       options->flush_ms * DTAP_NS_PER_MS;

	for (unsigned i = 0; i < test->cut_count; i++)
		if (test->cuts[i] >= test->published[number] &&
		    test->cuts[i] - test->published[number] <= most)
			return true;
	return false;
}

static void
try_seed(unsigned seed)
{
	struct test *test = calloc(1, sizeof *test);
	struct recorder_fixture *fixture = &test->fixture;
	struct recorder_fixture_missing missing;

	recorder_fixture_make(fixture);
	test->random = seed;
	test->powercut = powercut_vfs_new(fixture->directory, seed);
	fixture->vfs = powercut_vfs_calls(test->powercut);
	fixture->seen = test->seen;
	fixture->options.rotate_bytes = UINT64_C(65536) << below(test, 4);
	fixture->options.rotate_seconds = below(test, 2) * 20;
	fixture->options.sync_seconds = 1 + below(test, 10);
	fixture->options.flush_ms = below(test, 1000);
	while (test->cut_count < CUTS)
		record_and_cut(test);
	recorder_fixture_begin(fixture);
	recorder_fixture_end(fixture);
	recorder_fixture_read(fixture, &missing);
	for (uint64_t number = 0; number < fixture->published; number++)
		if (!test->seen[number] && !may_be_gone(test, number))
			fail_msg("seed %u: %u is gone", seed, (unsigned)number);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
	recorder_fixture_clear(fixture);
	powercut_vfs_free(test->powercut);
	free(test);
}

static void
a_power_cut_costs_no_more_than_it_may(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= seeds; seed++)
		try_seed(seed);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_power_cut_costs_no_more_than_it_may),
	};

	if (argc > 1)
		seeds = (unsigned)strtoul(argv[1], NULL, 10);
	return RUN(tests);
}
