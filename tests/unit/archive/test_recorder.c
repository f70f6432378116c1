/* SPDX-License-Identifier: MIT */
#include "archive/recorder.h"

#include <sys/stat.h>

#include "base/clock.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

static bool split; /* with archive.split = "message" */

static int
make(void **state)
{
	struct recorder_fixture *fixture = malloc(sizeof *fixture);

	recorder_fixture_make(fixture);
	fixture->options.split = split;
	*state = fixture;
	return 0;
}

static int
clear(void **state)
{
	recorder_fixture_clear(*state);
	free(*state);
	return 0;
}

static uint64_t
file_bytes(const struct recorder_fixture *fixture)
{
	struct dtap_archive_status status;

	recorder_fixture_status(fixture, &status);
	return status.file_bytes;
}

static void
all_that_is_published_is_recorded(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;

	recorder_fixture_begin(fixture);
	for (int i = 0; i < 50; i++) {
		recorder_fixture_publish(fixture, 7, 1000);
		recorder_fixture_pass(fixture, 50);
	}
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 350);
	assert_int_equal(missing.reported + missing.unreported, 0);
	assert_int_equal(recorder_fixture_count(fixture, ".part", NULL), 0);
}

static void
a_file_is_named_after_its_first_record(void **state)
{
	struct recorder_fixture *fixture = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	fixture->options.name = "lab";
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 90000);
	assert_int_equal(recorder_fixture_count(fixture, "", name), 1);
	assert_string_equal(name, "diag-lab-20260101T000000Z-000001.pcap.part");
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, "", name), 2);
	assert_string_equal(name, "diag-lab-20260101T000000Z-000001.json");
}

static void
rotation_by_time_is_on_time_and_leaves_no_empty_file(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;

	fixture->options.rotate_seconds = 10;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 3, 100);
	recorder_fixture_pass(fixture,
			      10099); /* it was begun after flush_ms, 100 */
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 0);
	recorder_fixture_pass(fixture, 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 1);
	recorder_fixture_pass(fixture, 3600000);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 2);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 20000);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 2);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 4);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 4);
}

static void
no_file_is_larger_than_it_may_be(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];
	struct stat stat;

	fixture->options.rotate_bytes = 65536;
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 100; i++) {
		recorder_fixture_publish(fixture, 5, 1500);
		recorder_fixture_pass(fixture, 20);
		assert_true(file_bytes(fixture) <= 65536);
	}
	recorder_fixture_end(fixture);
	assert_in_range(recorder_fixture_count(fixture, ".pcap", name), 12, 13);
	recorder_fixture_path(fixture, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_in_range(stat.st_size, 60000, 65536);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 500);
}

static void
a_block_that_is_larger_has_a_file_to_itself(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;

	fixture->options.rotate_bytes = 65536;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_publish(fixture, 1, 65536);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 3);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 3);
}

static void
blocks_are_gathered_for_flush_ms_and_written_at_once(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status status;

	fixture->options.flush_ms = 1000;
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 10; i++) {
		recorder_fixture_publish(fixture, 1, 100);
		recorder_fixture_pass(fixture, 99);
		recorder_fixture_status(fixture, &status);
		assert_int_equal(status.writes, 0);
	}
	recorder_fixture_pass(fixture, 10);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.writes, 1);
	assert_int_equal(status.recorded.containers, 10);
}

static void
large_blocks_are_written_as_they_come(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status status;

	fixture->options.flush_ms = 60000;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 5, 65000);
	recorder_fixture_run(fixture);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.writes, 5);
}

static void
what_is_written_is_synced_in_time(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status status;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 10099);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.syncs, 0);
	recorder_fixture_pass(fixture, 1);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.syncs, 1);
	recorder_fixture_pass(fixture, 60000); /* nothing new: no wear */
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.syncs, 1);
	assert_int_equal(fixture->again, DTAP_NEVER);
}

/* The line of a capture's sidecar file that begins so. */
static uint64_t
fact(const struct recorder_fixture *fixture, const char *what)
{
	char name[DTAP_CAPTURE_NAME_ROOM], path[256], text[8192] = {0};
	FILE *file;

	assert_int_equal(recorder_fixture_count(fixture, ".json", name), 1);
	recorder_fixture_path(fixture, name, path);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, sizeof text - 1, file) > 0);
	fclose(file);
	assert_non_null(strstr(text, what));
	return strtoull(strstr(text, what) + strlen(what), NULL, 10);
}

static void
codes_are_counted_up_to_a_bound(void **state)
{
	struct recorder_fixture *fixture = *state;

	fixture->options.rotate_bytes = 1 << 30;
	recorder_fixture_begin(fixture);
	for (int i = 0; i < 400; i++) { /* within a second */
		recorder_fixture_publish(fixture, 1, 60000);
		recorder_fixture_run(fixture);
	}
	recorder_fixture_pass(fixture, 2000);
	recorder_fixture_publish(fixture, 1, 60000);
	recorder_fixture_end(fixture);
	assert_in_range(fact(fixture, "\"coded_containers\": "), 260, 282);
	assert_int_equal(fact(fixture, "\"records\": "), 401);
}

static void
a_lag_has_a_loss_record_in_its_place(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status status;
	struct recorder_fixture_missing missing;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 3, 1000);
	recorder_fixture_run(fixture);
	recorder_fixture_publish(fixture, 2000,
				 1000); /* more than the ring holds */
	recorder_fixture_status(fixture, &status);
	assert_true(status.lost.containers > 500);
	recorder_fixture_run(fixture);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.lags, 1);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_read(fixture, &missing),
			 2003 - status.lost.containers);
	assert_int_equal(missing.reported, status.lost.containers);
	assert_int_equal(missing.unreported, 0);
}

static void
a_sidecar_file_names_the_containers_of_its_capture(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status status;

	fixture->options.boot = "00000000000000ff";
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 2000,
				 1000); /* more than the ring holds */
	recorder_fixture_run(fixture);
	recorder_fixture_publish(fixture, 5, 1000);
	recorder_fixture_status(fixture, &status);
	recorder_fixture_end(fixture);
	assert_true(status.lost.containers > 0);
	assert_int_equal(fact(fixture, "\"first_container\": "),
			 status.lost.containers);
	assert_int_equal(fact(fixture, "\"next_container\": "), 2005);
	fact(fixture, "\"boot\": \"00000000000000ff\"");
}

static void
orders_begin_rotate_and_end_recording(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;
	struct dtap_archive_status status;

	fixture->options.stopped = true;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_run(fixture);
	dtap_recorder_order(fixture->recorder, DTAP_ARCHIVE_BEGIN,
			    &fixture->moment);
	recorder_fixture_publish(fixture, 2, 100);
	recorder_fixture_run(fixture);
	dtap_recorder_order(fixture->recorder, DTAP_ARCHIVE_ROTATE,
			    &fixture->moment);
	recorder_fixture_run(fixture);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 1);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_run(fixture);
	dtap_recorder_order(fixture->recorder, DTAP_ARCHIVE_END,
			    &fixture->moment);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), 2);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_run(fixture);
	recorder_fixture_status(fixture, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_STOPPED);
	assert_int_equal(status.lost.containers, 0);
	assert_int_equal(recorder_fixture_read(fixture, &missing), 3);
}

static void
what_was_missed_is_counted_when_recording_stops(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct dtap_archive_status before, after;

	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 2000, 1000); /* more than it holds */
	recorder_fixture_status(fixture, &before);
	assert_true(before.lost.containers > 500);
	dtap_recorder_order(fixture->recorder, DTAP_ARCHIVE_END,
			    &fixture->moment);
	recorder_fixture_status(fixture, &after);
	assert_int_equal(after.lost.containers, before.lost.containers);
	assert_int_equal(after.lost.bytes, before.lost.bytes);
	assert_int_equal(after.lags, 1);
}

static void
a_clock_that_jumps_back_changes_no_order(void **state)
{
	struct recorder_fixture *fixture = *state;
	struct recorder_fixture_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM];

	fixture->options.rotate_seconds = 1;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 5000);
	fixture->moment.wall = 30; /* 1970 */
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 5000);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, "000002.pcap", name),
			 1);
	assert_string_equal(name, "diag-19700101T000030Z-000002.pcap");
	assert_int_equal(recorder_fixture_read(fixture, &missing), 2);
}

/* "split": all of it with a record for each message; each has one already. */
int
main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(all_that_is_published_is_recorded),
		TEST(a_file_is_named_after_its_first_record),
		TEST(rotation_by_time_is_on_time_and_leaves_no_empty_file),
		TEST(no_file_is_larger_than_it_may_be),
		TEST(a_block_that_is_larger_has_a_file_to_itself),
		TEST(blocks_are_gathered_for_flush_ms_and_written_at_once),
		TEST(large_blocks_are_written_as_they_come),
		TEST(what_is_written_is_synced_in_time),
		TEST(codes_are_counted_up_to_a_bound),
		TEST(a_lag_has_a_loss_record_in_its_place),
		TEST(a_sidecar_file_names_the_containers_of_its_capture),
		TEST(orders_begin_rotate_and_end_recording),
		TEST(what_was_missed_is_counted_when_recording_stops),
		TEST(a_clock_that_jumps_back_changes_no_order),
	};

	split = argc > 1 && strcmp(argv[1], "split") == 0;
	return RUN(tests);
}
