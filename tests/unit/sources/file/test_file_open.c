/* SPDX-License-Identifier: MIT */
/* The file source before its first byte: what opens, and opens again. */
#include "support/replay_fixture.h"

#include <errno.h>
#include <unistd.h>

#include "sources/sources.h"

static void
open_says_what_is_wrong(void **state)
{
	static const struct {
		const char *path;
		int error;
	} wrong[] = {
		{"/no/such/file", ENOENT}, {"/", EISDIR}, {"/dev", EISDIR}};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct dtap_file_options options = {.path = wrong[i].path};
		struct dtap_source *source = dtap_file_new(&options);
		char why[128];

		snprintf(why, sizeof why, "%s: %s", wrong[i].path,
			 strerror(wrong[i].error));
		assert_int_equal(source->ops->open(source), -1);
		assert_int_equal(errno, wrong[i].error);
		assert_string_equal(source->why, why);
		source->ops->free(source);
	}
}

/* The end of a path tells more than its beginning, and why is short. */
static void
a_long_path_leaves_room_for_the_reason(void **state)
{
	char path[400];
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source;

	(void)state;
	memset(path, 'x', sizeof path);
	strcpy(path, "/no/such/file/");
	path[strlen(path)] = 'x';
	strcpy(path + sizeof path - 5, ".bin");
	source = dtap_file_new(&options);
	assert_int_equal(source->ops->open(source), -1);
	assert_memory_equal(source->why, "...x", 4);
	assert_non_null(strstr(source->why, "x.bin: "));
	assert_string_equal(source->where, path);
	source->ops->free(source);
}

static void
a_good_open_leaves_no_reason(void **state)
{
	char *path = strdup(write_file("late", "\x10\0\0\0", 4));
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);

	(void)state;
	unlink(path);
	assert_int_equal(source->ops->open(source), -1);
	assert_string_not_equal(source->why, "");
	write_file("late", "\x10\0\0\0", 4);
	assert_int_equal(source->ops->open(source), 0);
	assert_string_equal(source->why, "");
	source->ops->close(source);
	source->ops->free(source);
	free(path);
}

static void
opened_again_it_begins_anew(void **state)
{
	struct bytes frames = make_frames(3, 0);
	char *path = strdup(write_file("twice", frames.data, frames.size));
	struct dtap_file_options options = {.path = path, .speed = -1};
	struct dtap_source *source = dtap_file_new(&options);
	uint8_t *buffer = malloc(source->buffer_size);
	ssize_t first = 0;

	(void)state;
	memset(path, 'x', strlen(path));
	free(path);
	assert_string_equal(source->type, "file");
	for (int i = 0; i < 3; i++) {
		ssize_t n;

		assert_int_equal(source->ops->open(source), 0);
		assert_true(source->lossless);
		n = source->ops->read(source, buffer, source->buffer_size);
		assert_true(n > 0 && (i == 0 || n == first));
		first = n;
		source->ops->close(source);
	}
	source->ops->free(source);
	free(buffer);
	bytes_free(&frames);
}

/* Containers the first time, frames the second. */
static void
opened_again_it_looks_anew(void **state)
{
	struct bytes frames = make_frames(3, 0);
	char *path = strdup(write_file("both", "\x10\0\0\0", 4));
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);
	uint8_t *buffer = malloc(source->buffer_size);
	size_t size = source->buffer_size;

	(void)state;
	assert_int_equal(source->ops->open(source), 0);
	assert_int_equal(source->ops->read(source, buffer, size), 4);
	source->ops->close(source);
	write_file("both", frames.data, frames.size);
	assert_int_equal(source->ops->open(source), 0);
	assert_true(source->ops->read(source, buffer, size) > 0);
	assert_int_equal(source->ops->read(source, buffer, size), -1);
	assert_int_equal(errno, ENODATA);
	assert_string_equal(source->why, "");
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
	free(path);
	bytes_free(&frames);
}

static void
a_buffer_too_small_is_an_error(void **state)
{
	const char *path = write_file("small", "\x10\0\0\0", 4);
	struct dtap_file_options options = {.path = path};
	struct dtap_source *source = dtap_file_new(&options);
	uint8_t buffer[4];

	(void)state;
	assert_int_equal(source->ops->open(source), 0);
	assert_int_equal(source->ops->read(source, buffer, 3), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_string_not_equal(source->why, "");
	source->ops->close(source);
	source->ops->free(source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_says_what_is_wrong),
		cmocka_unit_test(a_long_path_leaves_room_for_the_reason),
		cmocka_unit_test(a_good_open_leaves_no_reason),
		cmocka_unit_test(opened_again_it_begins_anew),
		cmocka_unit_test(opened_again_it_looks_anew),
		cmocka_unit_test(a_buffer_too_small_is_an_error),
	};

	return RUN(tests);
}
