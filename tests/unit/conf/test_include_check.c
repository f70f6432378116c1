/* SPDX-License-Identifier: MIT */
#include "conf/conf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/testing.h"

static bool
read_file(struct dtap_conf *conf, const char *path,
	  struct dtap_conf_error *error)
{
	assert_true(dtap_conf_init(conf, &dtap_diagtapd_keys, error));
	return dtap_conf_read(conf, path, error);
}

/* A new file with this text; `path` has the form of mkstemp(3). */
static void
write_file(char *path, const char *text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* Reads a file that includes one with this text, which is removed again. */
static bool
read_included(struct dtap_conf *conf, const char *text, char inner[40],
	      struct dtap_conf_error *error)
{
	char outer[] = "/tmp/test_include_outer_XXXXXX", line[100];
	bool good;

	strcpy(inner, "/tmp/test_include_inner_XXXXXX");
	write_file(inner, text);
	snprintf(line, sizeof line, "@include \"%s\"\n", inner);
	write_file(outer, line);
	good = read_file(conf, outer, error);
	unlink(outer);
	unlink(inner);
	return good;
}

/* libconfig 1.5 reads such a number wrong, later ones read it right. */
static void
a_large_number_is_right_or_refused(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;
	char inner[40], expected[200];

	(void)state;
	if (read_included(&conf,
			  "debug_mode = true;\n"
			  "archive: {\n  keep_bytes = 5000000000;\n};\n",
			  inner, &error)) {
		assert_int_equal(conf.archive.keep_bytes, 5000000000);
	} else {
		snprintf(expected, sizeof expected,
			 "%s:3: 5000000000: in an included file a number of "
			 "this size needs an L: 5000000000L",
			 inner);
		assert_string_equal(error.text, expected);
	}
	dtap_conf_free(&conf);
}

static void
numbers_that_libconfig_reads_right_are_taken(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;
	char inner[40];

	(void)state;
	assert_true(
		read_included(&conf,
			      "// not 6000000000\n"
			      "archive: { keep_bytes = 5000000000L;\n"
			      "  name = \"6000000000\"; keep_files = 9; };\n",
			      inner, &error));
	assert_int_equal(conf.archive.keep_bytes, 5000000000);
	assert_int_equal(conf.archive.keep_files, 9);
	assert_string_equal(conf.archive.name, "6000000000");
	dtap_conf_free(&conf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_number_is_right_or_refused),
		cmocka_unit_test(numbers_that_libconfig_reads_right_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
