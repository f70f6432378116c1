/* SPDX-License-Identifier: MIT */
/* The one place that knows the captures: what it counts, and what it leaves. */
#include "archive/capture_index.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/sidecar.h"
#include "support/faulty_vfs.h"
#include "support/recorder_fixture.h"
#include "support/testing.h"

#define MANY 40000 /* captures, of two files each */

struct test {
	struct recorder_fixture fixture;
	struct faulty_vfs faulty;
	struct dtap_directory_handle handle;
};

static int
make(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	recorder_fixture_make(&test->fixture);
	faulty_vfs_init(&test->faulty);
	test->fixture.vfs = &test->faulty.vfs;
	test->handle.fd = -1;
	*state = test;
	return 0;
}

static int
clear(void **state)
{
	struct test *test = *state;

	if (test->fixture.index != NULL)
		dtap_capture_index_leave(test->fixture.index, &test->handle);
	recorder_fixture_clear(&test->fixture);
	free(test);
	return 0;
}

static struct dtap_capture_index *
enter(struct test *test)
{
	struct dtap_capture_index *index =
		recorder_fixture_index(&test->fixture);

	dtap_capture_index_leave(index, &test->handle);
	assert_int_equal(dtap_capture_index_enter(index, false, &test->handle),
			 0);
	return index;
}

static struct dtap_capture_name
name_of(unsigned number)
{
	return (struct dtap_capture_name){.tap = "diag",
					  .time = 1767225600 + number,
					  .sequence = number,
					  .kind = DTAP_FILE_PCAP};
}

/* A finished capture, as the archive leaves it; made by somebody else. */
static void
put_capture(const struct test *test, int directory, unsigned number)
{
	static const char side[] = "{\n  \"written_by\": \"diagtapd\"\n}\n";
	struct dtap_capture_name name = name_of(number);
	char text[DTAP_CAPTURE_NAME_ROOM];
	int fd;

	(void)test;
	dtap_capture_name_write_as(&name, DTAP_FILE_SIDECAR, false, text);
	fd = openat(directory, text, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_int_equal(write(fd, side, sizeof side - 1), sizeof side - 1);
	close(fd);
	dtap_capture_name_write_as(&name, DTAP_FILE_PCAP, false, text);
	fd = openat(directory, text, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_int_equal(write(fd, "12345", 5), 5);
	close(fd);
}

static void
put_captures(const struct test *test, unsigned first, unsigned count)
{
	int directory = open(test->fixture.directory, O_RDONLY | O_DIRECTORY);

	while (count-- > 0)
		put_capture(test, directory, first++);
	close(directory);
	recorder_fixture_touch(&test->fixture);
}

static uint64_t
count(struct test *test)
{
	struct dtap_capture_sums sums;

	dtap_capture_index_sums(test->fixture.index, &test->handle, &sums);
	return sums.captures;
}

static void
the_directory_is_read_again_only_after_changes_of_others(void **state)
{
	struct test *test = *state;
	struct dtap_capture_name name = name_of(2);
	char text[DTAP_CAPTURE_NAME_ROOM], path[256];

	put_captures(test, 1, 3);
	enter(test);
	assert_int_equal(count(test), 3);
	assert_int_equal(dtap_capture_index_remove(test->fixture.index,
						   &test->handle, &name),
			 0);
	assert_int_equal(count(test), 2);
	put_captures(test, 4, 2);
	enter(test);
	assert_int_equal(count(test), 4);
	name = name_of(4);
	dtap_capture_name_write(&name, text);
	recorder_fixture_path(&test->fixture, text, path);
	assert_int_equal(unlink(path), 0);
	recorder_fixture_touch(&test->fixture);
	enter(test);
	assert_int_equal(count(test), 3);
}

/* A change of others before one of ours is not taken for ours. */
static void
a_change_of_others_is_noticed_though_we_change_something_too(void **state)
{
	struct test *test = *state;
	struct dtap_capture_name name = name_of(1);

	put_captures(test, 1, 2);
	enter(test);
	put_captures(test, 3, 2);
	assert_int_equal(dtap_capture_index_remove(test->fixture.index,
						   &test->handle, &name),
			 0);
	enter(test);
	assert_int_equal(count(test), 3);
}

static void
more_than_65536_files_are_all_known_and_keep_their_sidecar_files(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_archive_status status;

	put_captures(test, 1, MANY);
	enter(test);
	assert_int_equal(count(test), MANY);
	fixture->options.keep_files = MANY;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_pass(fixture, 1000);
	recorder_fixture_status(fixture, &status);
	recorder_fixture_end(fixture);
	assert_int_equal(status.deleted, 1);
	assert_int_equal(recorder_fixture_count(fixture, ".pcap", NULL), MANY);
	assert_int_equal(recorder_fixture_count(fixture, ".json", NULL), MANY);
	assert_int_equal(recorder_fixture_count(fixture, "-040001.pcap", NULL),
			 1);
	/* It has not opened each of them, and none for the end. */
	assert_in_range(test->faulty.calls[FAULTY_OPEN], 1, 100);
}

static void
a_daemon_that_stops_does_not_delete_thousands_first(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	atomic_bool stopping = true;

	put_captures(test, 1, 2000);
	fixture->options.keep_files = 10;
	fixture->stopping = &stopping;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_end(fixture);
	assert_in_range(recorder_fixture_count(fixture, ".pcap", NULL), 1900,
			2000);
	fixture->stopping = NULL;
	recorder_fixture_begin(fixture);
	recorder_fixture_kill(fixture);
}

/* What is no capture of the archive: none is confirmed, none is removed. */
static void
a_file_that_the_archive_did_not_make_is_no_capture(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_capture capture;
	struct dtap_capture_name name;
	char path[256], other[256], text[DTAP_CAPTURE_NAME_ROOM];
	unsigned before;

	put_captures(test, 1, 5);
	recorder_fixture_path(fixture, "other", other);
	/* 1: another link to it.  2: to its sidecar file.  3: a FIFO. */
	name = name_of(1);
	dtap_capture_name_write(&name, text);
	recorder_fixture_path(fixture, text, path);
	assert_int_equal(link(path, other), 0);
	name = name_of(2);
	dtap_capture_name_write_as(&name, DTAP_FILE_SIDECAR, false, text);
	recorder_fixture_path(fixture, text, path);
	strcat(other, "2");
	assert_int_equal(link(path, other), 0);
	name = name_of(3);
	dtap_capture_name_write(&name, text);
	recorder_fixture_path(fixture, text, path);
	assert_int_equal(unlink(path) | mkfifo(path, 0600), 0);
	/* 4: a sidecar file of somebody else.  5: a symbolic link. */
	name = name_of(4);
	dtap_capture_name_write_as(&name, DTAP_FILE_SIDECAR, false, text);
	recorder_fixture_write(fixture, text, "{}", 2);
	name = name_of(5);
	dtap_capture_name_write(&name, text);
	recorder_fixture_path(fixture, text, path);
	assert_int_equal(unlink(path) | symlink("other", path), 0);
	/* 6: no sidecar file. */
	name = name_of(6);
	dtap_capture_name_write(&name, text);
	recorder_fixture_write(fixture, text, "x", 1);
	before = recorder_fixture_count(fixture, "", NULL);
	enter(test);
	for (unsigned i = 1; i <= 6; i++) {
		name = name_of(i);
		assert_false(dtap_capture_index_confirm(
			fixture->index, &test->handle, &name, &capture));
		assert_int_equal(errno, ENOENT);
		assert_int_equal(dtap_capture_index_remove(
					 fixture->index, &test->handle, &name),
				 -1);
	}
	assert_int_equal(count(test), 0);
	/* Nor is anything of it taken for what a deletion has left. */
	fixture->options.keep_files = 1;
	recorder_fixture_begin(fixture);
	recorder_fixture_publish(fixture, 1, 100);
	recorder_fixture_end(fixture);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), before + 2);
}

static void
a_sidecar_file_that_cannot_be_read_says_nothing_about_its_capture(void **state)
{
	struct test *test = *state;
	struct dtap_capture_name name = name_of(1);
	struct dtap_capture capture;

	put_captures(test, 1, 1);
	enter(test);
	test->faulty.errors[FAULTY_READ] = EIO;
	assert_false(dtap_capture_index_confirm(
		test->fixture.index, &test->handle, &name, &capture));
	assert_int_equal(errno, EIO);
	assert_int_equal(count(test), 1);
	test->faulty.errors[FAULTY_READ] = 0;
	assert_true(dtap_capture_index_confirm(test->fixture.index,
					       &test->handle, &name, &capture));
	assert_int_equal(capture.file_bytes, 5);
}

static void
another_directory_at_the_path_is_another_index(void **state)
{
	struct test *test = *state;
	struct recorder_fixture *fixture = &test->fixture;
	struct dtap_directory_handle old;
	struct dtap_capture_name name = name_of(1);
	char away[80];

	put_captures(test, 1, 2);
	enter(test);
	assert_int_equal(dtap_capture_index_enter(fixture->index, false, &old),
			 0);
	assert_false(dtap_capture_index_has_moved(fixture->index, &old));
	snprintf(away, sizeof away, "%s.away", fixture->directory);
	assert_int_equal(rename(fixture->directory, away), 0);
	assert_int_equal(mkdir(fixture->directory, 0700), 0);
	assert_true(dtap_capture_index_has_moved(fixture->index, &old));
	put_captures(test, 1, 1);
	enter(test);
	assert_int_equal(count(test), 1);
	assert_int_equal(dtap_capture_index_remove(fixture->index, &old, &name),
			 -1);
	assert_int_equal(errno, ESTALE);
	dtap_capture_index_leave(fixture->index, &old);
	assert_int_equal(recorder_fixture_count(fixture, "", NULL), 2);
	recorder_fixture_empty(fixture);
	assert_int_equal(rmdir(fixture->directory), 0);
	assert_int_equal(rename(away, fixture->directory), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
	const struct CMUnitTest tests[] = {
		TEST(the_directory_is_read_again_only_after_changes_of_others),
		TEST(a_change_of_others_is_noticed_though_we_change_something_too),
		TEST(more_than_65536_files_are_all_known_and_keep_their_sidecar_files),
		TEST(a_daemon_that_stops_does_not_delete_thousands_first),
		TEST(a_file_that_the_archive_did_not_make_is_no_capture),
		TEST(a_sidecar_file_that_cannot_be_read_says_nothing_about_its_capture),
		TEST(another_directory_at_the_path_is_another_index),
	};

	return RUN(tests);
}
