/* SPDX-License-Identifier: MIT */
#include "archive/recorder.h"

#include <sys/stat.h>

#include "base/clock.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

static int
make(void **state)
{
	struct desk *desk = malloc(sizeof *desk);

	desk_make(desk);
	*state = desk;
	return 0;
}

static int
clear(void **state)
{
	desk_clear(*state);
	free(*state);
	return 0;
}

static uint64_t
file_bytes(const struct desk *desk)
{
	struct dtap_archive_status status;

	desk_status(desk, &status);
	return status.file_bytes;
}

static void
all_that_is_published_is_recorded(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;

	desk_begin(desk);
	for (int i = 0; i < 50; i++) {
		desk_publish(desk, 7, 1000);
		desk_pass(desk, 50);
	}
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing), 350);
	assert_int_equal(missing.told + missing.untold, 0);
	assert_int_equal(desk_count(desk, ".part", NULL), 0);
}

static void
a_file_is_named_after_its_first_record(void **state)
{
	struct desk *desk = *state;
	char name[DTAP_CAPTURE_NAME_ROOM];

	desk->options.name = "lab";
	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_pass(desk, 90000);
	assert_int_equal(desk_count(desk, "", name), 1);
	assert_string_equal(name, "diag-lab-20260101T000000Z-000001.pcap.part");
	desk_end(desk);
	assert_int_equal(desk_count(desk, "", name), 2);
	assert_string_equal(name, "diag-lab-20260101T000000Z-000001.json");
}

static void
rotation_by_time_is_on_time_and_leaves_no_empty_file(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;

	desk->options.rotate_seconds = 10;
	desk_begin(desk);
	desk_publish(desk, 3, 100);
	desk_pass(desk, 10099); /* it was begun after flush_ms, 100 */
	assert_int_equal(desk_count(desk, ".pcap", NULL), 0);
	desk_pass(desk, 1);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 1);
	desk_pass(desk, 3600000);
	assert_int_equal(desk_count(desk, "", NULL), 2);
	desk_publish(desk, 1, 100);
	desk_pass(desk, 20000);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 2);
	desk_end(desk);
	assert_int_equal(desk_count(desk, "", NULL), 4);
	assert_int_equal(desk_read(desk, &missing), 4);
}

static void
no_file_is_larger_than_it_may_be(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM], path[256];
	struct stat stat;

	desk->options.rotate_bytes = 65536;
	desk_begin(desk);
	for (int i = 0; i < 100; i++) {
		desk_publish(desk, 5, 1500);
		desk_pass(desk, 20);
		assert_true(file_bytes(desk) <= 65536);
	}
	desk_end(desk);
	assert_in_range(desk_count(desk, ".pcap", name), 12, 13);
	desk_path(desk, name, path);
	assert_int_equal(lstat(path, &stat), 0);
	assert_in_range(stat.st_size, 60000, 65536);
	assert_int_equal(desk_read(desk, &missing), 500);
}

static void
a_block_that_is_larger_has_a_file_to_itself(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;

	desk->options.rotate_bytes = 65536;
	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_publish(desk, 1, 65536);
	desk_publish(desk, 1, 100);
	desk_end(desk);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 3);
	assert_int_equal(desk_read(desk, &missing), 3);
}

static void
blocks_are_gathered_for_flush_ms_and_written_at_once(void **state)
{
	struct desk *desk = *state;
	struct dtap_archive_status status;

	desk->options.flush_ms = 1000;
	desk_begin(desk);
	for (int i = 0; i < 10; i++) {
		desk_publish(desk, 1, 100);
		desk_pass(desk, 99);
		desk_status(desk, &status);
		assert_int_equal(status.writes, 0);
	}
	desk_pass(desk, 10);
	desk_status(desk, &status);
	assert_int_equal(status.writes, 1);
	assert_int_equal(status.recorded.containers, 10);
}

static void
large_blocks_are_written_as_they_come(void **state)
{
	struct desk *desk = *state;
	struct dtap_archive_status status;

	desk->options.flush_ms = 60000;
	desk_begin(desk);
	desk_publish(desk, 5, 65000);
	desk_run(desk);
	desk_status(desk, &status);
	assert_int_equal(status.writes, 5);
}

static void
what_is_written_is_synced_in_time(void **state)
{
	struct desk *desk = *state;
	struct dtap_archive_status status;

	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_pass(desk, 10099);
	desk_status(desk, &status);
	assert_int_equal(status.syncs, 0);
	desk_pass(desk, 1);
	desk_status(desk, &status);
	assert_int_equal(status.syncs, 1);
	desk_pass(desk, 60000); /* nothing new: no wear */
	desk_status(desk, &status);
	assert_int_equal(status.syncs, 1);
	assert_int_equal(desk->again, DTAP_NEVER);
}

/* The line of a capture's sidecar file that begins so. */
static uint64_t
fact(const struct desk *desk, const char *what)
{
	char name[DTAP_CAPTURE_NAME_ROOM], path[256], text[8192] = {0};
	FILE *file;

	assert_int_equal(desk_count(desk, ".json", name), 1);
	desk_path(desk, name, path);
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
	struct desk *desk = *state;

	desk->options.rotate_bytes = 1 << 30;
	desk_begin(desk);
	for (int i = 0; i < 400; i++) { /* within a second */
		desk_publish(desk, 1, 60000);
		desk_run(desk);
	}
	desk_pass(desk, 2000);
	desk_publish(desk, 1, 60000);
	desk_end(desk);
	assert_in_range(fact(desk, "\"coded_containers\": "), 260, 282);
	assert_int_equal(fact(desk, "\"records\": "), 401);
}

static void
a_lag_is_told_in_its_place(void **state)
{
	struct desk *desk = *state;
	struct dtap_archive_status status;
	struct desk_missing missing;

	desk_begin(desk);
	desk_publish(desk, 3, 1000);
	desk_run(desk);
	desk_publish(desk, 2000, 1000); /* more than the ring holds */
	desk_status(desk, &status);
	assert_true(status.lost.containers > 500);
	desk_run(desk);
	desk_status(desk, &status);
	assert_int_equal(status.lags, 1);
	desk_end(desk);
	assert_int_equal(desk_read(desk, &missing),
			 2003 - status.lost.containers);
	assert_int_equal(missing.told, status.lost.containers);
	assert_int_equal(missing.untold, 0);
}

static void
orders_are_obeyed(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;
	struct dtap_archive_status status;

	desk->options.stopped = true;
	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_run(desk);
	dtap_recorder_order(desk->recorder, DTAP_ARCHIVE_BEGIN, &desk->moment);
	desk_publish(desk, 2, 100);
	desk_run(desk);
	dtap_recorder_order(desk->recorder, DTAP_ARCHIVE_ROTATE, &desk->moment);
	desk_run(desk);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 1);
	desk_publish(desk, 1, 100);
	desk_run(desk);
	dtap_recorder_order(desk->recorder, DTAP_ARCHIVE_END, &desk->moment);
	assert_int_equal(desk_count(desk, ".pcap", NULL), 2);
	desk_publish(desk, 1, 100);
	desk_run(desk);
	desk_status(desk, &status);
	assert_int_equal(status.state, DTAP_ARCHIVE_STOPPED);
	assert_int_equal(status.lost.containers, 0);
	assert_int_equal(desk_read(desk, &missing), 3);
}

static void
a_clock_that_jumps_back_changes_no_order(void **state)
{
	struct desk *desk = *state;
	struct desk_missing missing;
	char name[DTAP_CAPTURE_NAME_ROOM];

	desk->options.rotate_seconds = 1;
	desk_begin(desk);
	desk_publish(desk, 1, 100);
	desk_pass(desk, 5000);
	desk->moment.wall = 30; /* 1970 */
	desk_publish(desk, 1, 100);
	desk_pass(desk, 5000);
	desk_end(desk);
	assert_int_equal(desk_count(desk, "000002.pcap", name), 1);
	assert_string_equal(name, "diag-19700101T000030Z-000002.pcap");
	assert_int_equal(desk_read(desk, &missing), 2);
}

int
main(void)
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
		TEST(a_lag_is_told_in_its_place),
		TEST(orders_are_obeyed),
		TEST(a_clock_that_jumps_back_changes_no_order),
	};

	return RUN(tests);
}
