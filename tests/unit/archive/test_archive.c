/* SPDX-License-Identifier: MIT */
/* The archive's threads, and who looks at what they record. */
#include "archive/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/catalogue.h"
#include "support/recorder_fixture.h"
#include "support/scripted_source.h"
#include "support/testing.h"

/* A tap that gives 200 containers and is quiet then. */
static const struct scripted_step steps[] = {
	{.what = SCRIPTED_OPEN},
	{.what = SCRIPTED_NUMBERED, .size = 1000, .mark = 'x', .times = 200},
};

struct test {
	struct recorder_fixture fixture; /* for its directory */
	struct dtap_tap *tap;
	struct dtap_archive *archive;
};

static void
observe(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
	const char *why)
{
	(void)arg;
	(void)tap;
	(void)state;
	(void)why;
}

static void
start(struct test *test)
{
	const struct dtap_tap_options options = {
		.name = "diag",
		.ring_bytes = 1 << 20,
		.flush_ms = 1,
		.snaplen = DTAP_SNAPLEN_MAX,
	};

	recorder_fixture_make(&test->fixture);
	test->fixture.options.flush_ms = 1;
	test->fixture.options.compression = DTAP_COMPRESSION_GZIP;
	test->tap = dtap_tap_new(&options, scripted_new(steps, COUNT(steps)));
	test->archive = dtap_archive_new(&test->fixture.options, test->tap,
					 NULL, &test->fixture.log);
	assert_non_null(test->archive);
	assert_int_equal(dtap_archive_start(test->archive), 0);
	assert_int_equal(dtap_tap_start(test->tap, observe, NULL), 0);
}

static void
stop(struct test *test)
{
	dtap_tap_stop(test->tap);
	dtap_archive_stop(test->archive);
	dtap_archive_free(test->archive);
	dtap_tap_free(test->tap);
}

static struct dtap_archive_status
status_of(struct test *test)
{
	struct dtap_archive_status status;

	dtap_archive_status(test->archive, &status);
	return status;
}

static void
await_recorded(struct test *test, uint64_t containers)
{
	while (status_of(test).recorded.containers < containers)
		sched_yield();
}

struct listing {
	unsigned count, growing;
	char name[DTAP_CAPTURE_NAME_ROOM];
	uint64_t bytes;
};

static void
note(void *arg, const struct dtap_catalogue_entry *entry)
{
	struct listing *listing = arg;

	listing->count++;
	listing->growing += entry->growing;
	assert_int_equal(entry->facts == NULL, entry->growing);
	snprintf(listing->name, sizeof listing->name, "%s", entry->name);
	listing->bytes = entry->bytes;
}

static struct listing
list(struct test *test)
{
	struct listing listing = {0};
	struct dtap_catalogue_walk walk;
	uint64_t left_out;

	assert_int_equal(
		dtap_catalogue_begin(&walk, test->archive, 1000, &left_out), 0);
	assert_int_equal(left_out, 0);
	while (!walk.over)
		assert_int_equal(dtap_catalogue_step(&walk, test->archive, 2,
						     note, &listing),
				 0);
	return listing;
}

/* So many bytes can be read of it. */
static void
can_read(struct test *test, const char *name, uint64_t bytes, bool growing)
{
	bool grows;
	uint64_t size;
	int fd = dtap_catalogue_open(test->archive, name, &size, &grows);

	assert_true(fd >= 0);
	assert_int_equal(size, bytes);
	assert_int_equal(grows, growing);
	assert_true(lseek(fd, 0, SEEK_END) >= (off_t)bytes);
	close(fd);
}

static void
what_grows_and_what_is_finished_can_be_listed_and_read(void **state)
{
	struct test test;
	struct listing listing;
	uint64_t bytes = 24 + 200 * (16 + 4 + 1000);

	(void)state;
	start(&test);
	await_recorded(&test, 200);
	listing = list(&test);
	assert_int_equal(listing.count, 1);
	assert_int_equal(listing.growing, 1);
	assert_int_equal(listing.bytes, bytes);
	can_read(&test, listing.name, bytes, true);
	assert_int_equal(dtap_catalogue_remove(test.archive, listing.name), -1);
	assert_int_equal(errno, EBUSY);

	dtap_archive_order(test.archive, DTAP_ARCHIVE_ROTATE);
	while (status_of(&test).compressed < 1)
		sched_yield();
	listing = list(&test);
	assert_int_equal(listing.count, 1);
	assert_int_equal(listing.growing, 0);
	assert_non_null(strstr(listing.name, ".pcap.gz"));
	can_read(&test, listing.name, listing.bytes, false);
	assert_int_equal(dtap_catalogue_remove(test.archive, listing.name), 0);
	assert_int_equal(list(&test).count, 0);
	assert_int_equal(recorder_fixture_count(&test.fixture, "", NULL), 0);
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

static void
no_name_leads_out_of_the_archive(void **state)
{
	static const char *const names[] = {
		"",
		"..",
		"/etc/passwd",
		"../diag-20260101T000000Z-000001.pcap",
		"diag-20260101T000000Z-000001.pcap/../secret",
		"diag-20260101T000000Z-000001.pcap.part",
		"ipa-20260101T000000Z-000001.pcap",
		"diag-20260101T000000Z-000001.pcap", /* a symbolic link */
		"diag-20260101T000000Z-000002.pcap", /* a directory */
		"diag-20260101T000000Z-000003.pcap", /* not there */
	};
	struct test test;
	char path[256];
	uint64_t bytes;
	bool growing;

	(void)state;
	start(&test);
	recorder_fixture_write(&test.fixture, "secret", "x", 1);
	recorder_fixture_write(&test.fixture,
			       "ipa-20260101T000000Z-000001.pcap", "x", 1);
	recorder_fixture_path(&test.fixture, names[7], path);
	assert_int_equal(symlink("secret", path), 0);
	recorder_fixture_path(&test.fixture, names[8], path);
	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		int fd = dtap_catalogue_open(test.archive, names[i], &bytes,
					     &growing);

		if (fd >= 0)
			fail_msg("\"%s\" was opened", names[i]);
		assert_int_equal(dtap_catalogue_remove(test.archive, names[i]),
				 -1);
	}
	assert_int_equal(recorder_fixture_count(&test.fixture, "secret", NULL),
			 1);
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

/* A finished capture of the archive, whose name goes to `name`. */
static void
record_one(struct test *test, char name[DTAP_CAPTURE_NAME_ROOM])
{
	start(test);
	await_recorded(test, 200);
	dtap_archive_order(test->archive, DTAP_ARCHIVE_END);
	while (status_of(test).compressed < 1)
		sched_yield();
	assert_int_equal(
		recorder_fixture_count(&test->fixture, ".pcap.gz", name), 1);
}

static bool
is_served(struct test *test, const char *name)
{
	uint64_t bytes;
	bool growing;
	int fd = dtap_catalogue_open(test->archive, name, &bytes, &growing);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void
a_capture_with_another_hard_link_is_not_served(void **state)
{
	struct test test;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256], other[256];

	(void)state;
	record_one(&test, name);
	assert_true(is_served(&test, name));
	recorder_fixture_path(&test.fixture, name, path);
	recorder_fixture_path(&test.fixture, "kept", other);
	assert_int_equal(link(path, other), 0);
	assert_false(is_served(&test, name));
	assert_int_equal(list(&test).count, 0);
	assert_int_equal(dtap_catalogue_remove(test.archive, name), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(unlink(other), 0);
	recorder_fixture_touch(&test.fixture);
	assert_int_equal(list(&test).count, 1);
	assert_int_equal(dtap_catalogue_remove(test.archive, name), 0);
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

static void
a_capture_without_its_sidecar_file_is_not_served(void **state)
{
	struct test test;
	char name[DTAP_CAPTURE_NAME_ROOM], side[DTAP_CAPTURE_NAME_ROOM],
		path[256];

	(void)state;
	record_one(&test, name);
	assert_int_equal(recorder_fixture_count(&test.fixture, ".json", side),
			 1);
	recorder_fixture_path(&test.fixture, side, path);
	assert_int_equal(unlink(path), 0);
	assert_false(is_served(&test, name));
	assert_int_equal(list(&test).count, 0);
	assert_int_equal(dtap_catalogue_remove(test.archive, name), -1);
	assert_int_equal(recorder_fixture_count(&test.fixture, ".gz", NULL), 1);
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

static void
count_facts(void *arg, const struct dtap_catalogue_entry *entry)
{
	unsigned *counts = arg;

	counts[entry->facts != NULL]++;
}

static void
a_damaged_sidecar_file_has_no_facts(void **state)
{
	static const char damaged[] =
		"{\n  \"written_by\": \"diagtapd\",\n  \"first\": \"2026";
	struct dtap_catalogue_walk walk;
	struct test test;
	unsigned counts[2] = {0};
	char name[DTAP_CAPTURE_NAME_ROOM], side[DTAP_CAPTURE_NAME_ROOM];
	uint64_t left_out;

	(void)state;
	record_one(&test, name);
	recorder_fixture_count(&test.fixture, ".json", side);
	recorder_fixture_write(&test.fixture, side, damaged,
			       sizeof damaged - 1);
	assert_int_equal(
		dtap_catalogue_begin(&walk, test.archive, 10, &left_out), 0);
	assert_int_equal(dtap_catalogue_step(&walk, test.archive, 10,
					     count_facts, counts),
			 0);
	assert_int_equal(counts[false], 1);
	assert_int_equal(counts[true], 0);
	assert_true(is_served(&test, name));
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

static void
a_list_has_the_newest_and_says_how_many_it_leaves_out(void **state)
{
	struct dtap_catalogue_walk walk;
	struct test test;
	struct listing listing = {0};
	char name[DTAP_CAPTURE_NAME_ROOM], copy[DTAP_CAPTURE_NAME_ROOM];
	static const char side[] = "{\n  \"written_by\": \"diagtapd\"\n}\n";
	uint64_t left_out;

	(void)state;
	record_one(&test, name);
	for (unsigned i = 2; i <= 5; i++) {
		snprintf(copy, sizeof copy, "diag-20300101T000000Z-%06u.json",
			 i);
		recorder_fixture_write(&test.fixture, copy, side,
				       sizeof side - 1);
		snprintf(copy, sizeof copy, "diag-20300101T000000Z-%06u.pcap",
			 i);
		recorder_fixture_write(&test.fixture, copy, "x", 1);
	}
	assert_int_equal(
		dtap_catalogue_begin(&walk, test.archive, 2, &left_out), 0);
	assert_int_equal(left_out, 3);
	while (!walk.over)
		assert_int_equal(dtap_catalogue_step(&walk, test.archive, 1,
						     note, &listing),
				 0);
	assert_int_equal(listing.count, 2);
	assert_string_equal(listing.name, "diag-20300101T000000Z-000005.pcap");
	stop(&test);
	recorder_fixture_clear(&test.fixture);
}

static void
orders_of_another_thread_are_carried_out(void **state)
{
	struct test test;

	(void)state;
	start(&test);
	await_recorded(&test, 200);
	dtap_archive_order(test.archive, DTAP_ARCHIVE_END);
	while (status_of(&test).state != DTAP_ARCHIVE_STOPPED)
		sched_yield();
	assert_int_equal(status_of(&test).finished, 1);
	dtap_archive_order(test.archive, DTAP_ARCHIVE_END);
	dtap_archive_order(test.archive, DTAP_ARCHIVE_BEGIN); /* counts */
	while (status_of(&test).state == DTAP_ARCHIVE_STOPPED)
		sched_yield();
	stop(&test);
	assert_int_equal(recorder_fixture_count(&test.fixture, ".part", NULL),
			 0);
	recorder_fixture_clear(&test.fixture);
}

static void
an_archive_that_was_never_started_ends(void **state)
{
	struct test test;

	(void)state;
	start(&test);
	stop(&test);
	test.tap = dtap_tap_new(
		&(struct dtap_tap_options){.name = "diag", .ring_bytes = 65536},
		scripted_new(steps, COUNT(steps)));
	test.archive = dtap_archive_new(&test.fixture.options, test.tap, NULL,
					&test.fixture.log);
	dtap_archive_stop(test.archive);
	dtap_archive_free(test.archive);
	dtap_tap_free(test.tap);
	dtap_archive_free(NULL);
	recorder_fixture_clear(&test.fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_grows_and_what_is_finished_can_be_listed_and_read),
		cmocka_unit_test(no_name_leads_out_of_the_archive),
		cmocka_unit_test(
			a_capture_with_another_hard_link_is_not_served),
		cmocka_unit_test(
			a_capture_without_its_sidecar_file_is_not_served),
		cmocka_unit_test(a_damaged_sidecar_file_has_no_facts),
		cmocka_unit_test(
			a_list_has_the_newest_and_says_how_many_it_leaves_out),
		cmocka_unit_test(orders_of_another_thread_are_carried_out),
		cmocka_unit_test(an_archive_that_was_never_started_ends),
	};

	return RUN(tests);
}
