/* SPDX-License-Identifier: MIT */
#include <dtap/source.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/testing.h"

static void
a_file_is_read_to_its_end(void **state)
{
	char path[] = "/tmp/path_source.XXXXXX";
	int fd = mkstemp(path);
	struct dtap_source *source;
	uint8_t buffer[4];

	(void)state;
	assert_int_equal(write(fd, "abcdef", 6), 6);
	close(fd);
	source = dtap_path_source_new(path, sizeof buffer);
	assert_non_null(source);
	assert_int_equal(source->buffer_size, sizeof buffer);
	assert_string_equal(source->where, path);
	/* A source is opened again after a failure: from the beginning. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(source->ops->open(source), 0);
		assert_true(source->lossless);
		assert_int_equal(source->ops->read(source, buffer, 4), 4);
		assert_memory_equal(buffer, "abcd", 4);
		assert_int_equal(source->ops->read(source, buffer, 4), 2);
		assert_int_equal(source->ops->read(source, buffer, 4), -1);
		assert_int_equal(errno, ENODATA);
		assert_string_equal(source->why, "");
		source->ops->close(source);
	}
	/* It is gone when it is opened again. */
	unlink(path);
	assert_int_equal(source->ops->open(source), -1);
	assert_int_equal(errno, ENOENT);
	assert_non_null(strstr(source->why, path));
	source->ops->free(source);
}

static void
a_fifo_ends_when_its_writer_has_left(void **state)
{
	char folder[] = "/tmp/path_source.XXXXXX", path[64];
	struct dtap_source *source;
	uint8_t buffer[8];
	int writer;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/fifo", folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	writer = open(path, O_RDWR); /* open does not wait for the other */
	source = dtap_path_source_new(path, sizeof buffer);
	assert_non_null(source);
	assert_int_equal(source->ops->open(source), 0);
	assert_true(source->lossless);
	assert_int_equal(write(writer, "one", 3), 3);
	assert_int_equal(source->ops->read(source, buffer, 8), 3);
	close(writer);
	assert_int_equal(source->ops->read(source, buffer, 8), -1);
	assert_int_equal(errno, ENODATA);
	source->ops->close(source);
	source->ops->free(source);
	unlink(path);
	rmdir(folder);
}

static void
a_device_that_gives_nothing_has_not_ended(void **state)
{
	struct dtap_source *source = dtap_path_source_new("/dev/null", 8);
	uint8_t buffer[8];

	(void)state;
	assert_non_null(source);
	assert_int_equal(source->ops->open(source), 0);
	assert_false(source->lossless);
	assert_int_equal(source->ops->read(source, buffer, 8), 0);
	source->ops->close(source);
	source->ops->free(source);
}

static void
what_cannot_be_read_says_why(void **state)
{
	struct dtap_source *source;
	uint8_t buffer[8];

	(void)state;
	assert_null(dtap_path_source_new("/tmp/there/is/no/such/file", 8));
	assert_int_equal(errno, ENOENT);
	source = dtap_path_source_new("/tmp", 8);
	assert_non_null(source);
	assert_int_equal(source->ops->open(source), 0);
	assert_int_equal(source->ops->read(source, buffer, 8), -1);
	assert_int_equal(errno, EISDIR);
	assert_string_equal(source->why, "cannot read /tmp: Is a directory");
	source->ops->close(source);
	source->ops->free(source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_to_its_end),
		cmocka_unit_test(a_fifo_ends_when_its_writer_has_left),
		cmocka_unit_test(a_device_that_gives_nothing_has_not_ended),
		cmocka_unit_test(what_cannot_be_read_says_why),
	};

	return RUN(tests);
}
