/* SPDX-License-Identifier: MIT */
#include "conf/conf.h"

#include <unistd.h>

#include "conf/keys.h"
#include "support/testing.h"

static char path[] = "/tmp/test_conf_XXXXXX";

static void
write_file(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static bool
read_text(struct dtap_conf *conf, const char *text,
	  struct dtap_conf_error *error)
{
	assert_true(dtap_conf_init(conf, &dtap_diagtapd_keys, error));
	write_file(text);
	return dtap_conf_read(conf, path, error);
}

static void
defaults_are_off_and_local(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(read_text(&conf, "", &error));
	assert_false(conf.diag_stream_enabled);
	assert_string_equal(conf.listen.address, "127.0.0.1");
	assert_int_equal(conf.listen.port, 9840);
	assert_int_equal(conf.pcap.snaplen, 262144);
	dtap_conf_free(&conf);
}

static void
a_byte_order_mark_is_passed_over(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(read_text(&conf,
			      "\xef\xbb\xbf"
			      "debug_mode = true;\n",
			      &error));
	assert_true(conf.debug_mode);
	dtap_conf_free(&conf);
	assert_true(read_text(&conf, "\xef\xbb\xbf", &error));
	dtap_conf_free(&conf);
	assert_false(read_text(&conf, "\xef\xbb\xbf\nprot = 1;\n", &error));
	assert_non_null(strstr(error.text, ":2: prot: unknown key"));
	dtap_conf_free(&conf);
	assert_false(read_text(&conf, "\xef\xbb", &error));
	dtap_conf_free(&conf);
}

static void
a_pipe_is_read_as_a_file_is(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;
	char name[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "debug_mode = true;\n", 19), 19);
	close(ends[1]);
	snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
	assert_true(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
	assert_true(dtap_conf_read(&conf, name, &error));
	assert_true(conf.debug_mode);
	dtap_conf_free(&conf);
	close(ends[0]);
}

static void
an_error_names_the_file_that_has_it(void **state)
{
	static char inner[] = "/tmp/test_conf_inner_XXXXXX";
	struct dtap_conf conf;
	struct dtap_conf_error error;
	char outer[100], expected[100];
	int fd = mkstemp(inner);

	(void)state;
	assert_int_equal(write(fd, "\nbad bad\n", 9), 9);
	close(fd);
	snprintf(outer, sizeof outer, "@include \"%s\"\n", inner);
	assert_false(read_text(&conf, outer, &error));
	snprintf(expected, sizeof expected, "%s:2: syntax error", inner);
	assert_string_equal(error.text, expected);
	dtap_conf_free(&conf);
	unlink(inner);
}

static void
a_file_sets_keys_of_every_type(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(
		read_text(&conf,
			  "diag_stream_enabled = true;\n"
			  "listen: { address = \"::1\"; port = 0; };\n"
			  "ring: { bytes = 0x100000; };\n"
			  "diag: { speed = 2.5; rate = 7; seed = 9000000000L;"
			  " at_end = \"loop\"; };\n",
			  &error));
	assert_true(conf.diag_stream_enabled);
	assert_string_equal(conf.listen.address, "::1");
	assert_int_equal(conf.listen.port, 0);
	assert_int_equal(conf.ring.bytes, 0x100000);
	assert_true(conf.diag.speed == 2.5);
	assert_true(conf.diag.rate == 7.0);
	assert_int_equal(conf.diag.seed, 9000000000);
	assert_string_equal(conf.diag.at_end, "loop");
	dtap_conf_free(&conf);
}

static void
errors_name_file_line_and_value(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{"\n\nnope = 1;", ":3: nope: unknown key"},
		{"listen: {\n prot = 1; };", ":2: listen.prot: unknown key"},
		{"lisen: { port = 1; };", ":1: lisen.port: unknown key"},
		{"listen: { port = 70000; };",
		 ":1: listen.port = 70000: must be a whole number from 0 to "
		 "65535"},
		{"listen: { port = -1; };", "listen.port = -1: must be"},
		{"listen: { port = \"x\"; };",
		 "listen.port = \"x\": must be a"},
		{"listen: { port = 1.5; };", "listen.port = 1.5: must be a"},
		{"listen: { address = 1; };",
		 "listen.address = 1: must be a string"},
		{"listen = 5;", ":1: listen: unknown key"},
		{"diag_stream_enabled = 1;",
		 "diag_stream_enabled = 1: must be true or false"},
		{"diag_stream_enabled = { a = 1; };",
		 "diag_stream_enabled.a: unknown key"},
		{"diag: { at_end = \"stop\"; };",
		 "diag.at_end = \"stop\": must be one of: end exit hold loop"},
		{"diag: { at_end = \"end exit\"; };", "must be one of"},
		{"diag: { speed = -0.5; };",
		 "diag.speed = -0.5: must be a number from 0 to 1e+06"},
		{"diag: { file = [1]; };", "diag.file = a list: must be"},
		{"listen: { port = [1]; };", "listen.port = a list: must be"},
		{"a = = 1;", ":1: syntax error"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_conf conf;
		struct dtap_conf_error error;

		assert_false(read_text(&conf, cases[i].text, &error));
		assert_non_null(strstr(error.text, path));
		if (strstr(error.text, cases[i].said) == NULL)
			fail_msg("%s\n  lacks %s", error.text, cases[i].said);
		dtap_conf_free(&conf);
	}
}

/* The settings of the group archive. */
static bool
read_archive(struct dtap_conf *conf, const char *settings,
	     struct dtap_conf_error *error)
{
	char text[256];

	snprintf(text, sizeof text, "archive: { %s };", settings);
	return read_text(conf, text, error);
}

/* libconfig 1.5 alone would take the low 32 bits. */
static void
large_numbers_need_no_suffix(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
		{"keep_bytes = 5000000000;", 5000000000},
		{"keep_bytes=4294967296;", 4294967296},
		{"keep_bytes = 0x12A05F200;", 5000000000},
		{"keep_bytes = 5000000000L;", 5000000000},
		{"keep_bytes = +3000000000;", 3000000000},
		{"keep_bytes = 2147483647;", 2147483647},
		{"name = \"x1234567890\"; keep_bytes = 1234567890;",
		 1234567890},
		{"# 9999999999 \"\n// 9999999999 \"\n/* 9999999999 \" */"
		 "keep_bytes = 5000000000;",
		 5000000000},
	};
	static const char *const bad[] = {
		"keep_bytes = -5000000000;",
		"keep_bytes = 99999999999999999999999;",
		"keep_bytes = 0xFFFFFFFFFFFFFFFFFFFF;",
	};
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(read_archive(&conf, good[i].text, &error));
		assert_int_equal(conf.archive.keep_bytes, good[i].value);
		dtap_conf_free(&conf);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(read_archive(&conf, bad[i], &error));
		dtap_conf_free(&conf);
	}
	assert_true(read_text(&conf,
			      "diag: { file = \"1234567890\\\"1234567890\"; };",
			      &error));
	assert_string_equal(conf.diag.file, "1234567890\"1234567890");
	dtap_conf_free(&conf);
}

static void
a_missing_file_and_a_directory_are_named(void **state)
{
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
	assert_false(dtap_conf_read(&conf, "/nonexistent/x", &error));
	assert_string_equal(error.text,
			    "/nonexistent/x: No such file or directory");
	assert_false(dtap_conf_read(&conf, "/", &error));
	assert_non_null(strstr(error.text, "/: Is a directory"));
	dtap_conf_free(&conf);
}

static void
options_override_any_key(void **state)
{
	static const char *const good[] = {
		"diag_stream_enabled=true", "listen.port=0",
		"diag.file=\"a b\"",        "diag.source=file",
		"diag.speed=0.0",           "diag.rate=100",
		"diag.at_end=exit",
	};
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(dtap_conf_set(&conf, good[i], &error));
	assert_true(conf.diag_stream_enabled);
	assert_string_equal(conf.diag.file, "a b");
	assert_string_equal(conf.diag.source, "file");
	assert_true(conf.diag.rate == 100.0);
	dtap_conf_free(&conf);
}

static void
bad_options_are_refused_with_what_is_allowed(void **state)
{
	static const struct {
		const char *option, *said;
	} cases[] = {
		{"listen.port", "-o listen.port: must be KEY=VALUE"},
		{"port=1", "-o port=1: port: unknown key"},
		{"listen.port=", "must be a whole number"},
		{"listen.port=1x", "must be a whole number"},
		{"listen.port=99999999999999999999", "must be a whole number"},
		{"debug_mode=yes", "must be true or false"},
		{"diag.at_end=x", "must be one of"},
		{"diag.speed=nan", "must be a number"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_conf conf;
		struct dtap_conf_error error;

		assert_true(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
		assert_false(dtap_conf_set(&conf, cases[i].option, &error));
		if (strstr(error.text, cases[i].said) == NULL)
			fail_msg("%s\n  lacks %s", error.text, cases[i].said);
		dtap_conf_free(&conf);
	}
}

static void
what_is_printed_reads_back_the_same(void **state)
{
	static const char *const odd[] = {
		"diag.file=a\"b\\c\td",
		"diag.speed=0.1",
		"diag.rate=123456.789",
		"diag.seed=9000000000000000",
	};
	struct dtap_conf conf, back;
	struct dtap_conf_error error;
	char *first, *second;
	size_t size;
	FILE *out;

	(void)state;
	assert_true(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
	for (size_t i = 0; i < COUNT(odd); i++)
		assert_true(dtap_conf_set(&conf, odd[i], &error));
	out = open_memstream(&first, &size);
	dtap_conf_print(&conf, out);
	fclose(out);
	assert_true(read_text(&back, first, &error));
	out = open_memstream(&second, &size);
	dtap_conf_print(&back, out);
	fclose(out);
	assert_string_equal(first, second);
	assert_string_equal(back.diag.file, "a\"b\\c\td");
	free(first);
	free(second);
	dtap_conf_free(&conf);
	dtap_conf_free(&back);
}

static void
codes_are_numbers_of_sixteen_bits(void **state)
{
	static const char *const bad[] = {
		"masks: { logs = [\"x\"]; };", "masks: { logs = [-1]; };",
		"masks: { logs = [0x10000]; };", "masks: { logs = [1.5]; };",
		"masks: { logs = 1; };"};
	struct dtap_conf conf;
	struct dtap_conf_error error;

	(void)state;
	assert_true(
		read_text(&conf, "masks: { logs = [0xB0C0, 17]; };", &error));
	assert_string_equal(conf.masks.logs, "0xB0C0 0x0011");
	assert_true(dtap_conf_set(&conf, "masks.logs=[0xB821, 3]", &error));
	assert_string_equal(conf.masks.logs, "0xB821 3");
	assert_false(dtap_conf_set(&conf, "masks.logs=[0xB0C0x]", &error));
	assert_string_equal(
		error.text,
		"-o masks.logs=[0xB0C0x]: must be a list of "
		"numbers from 0 to 0xFFFF, for example [0xB0C0, 0xB821]");
	dtap_conf_free(&conf);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(read_text(&conf, bad[i], &error));
		dtap_conf_free(&conf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_off_and_local),
		cmocka_unit_test(a_byte_order_mark_is_passed_over),
		cmocka_unit_test(a_pipe_is_read_as_a_file_is),
		cmocka_unit_test(an_error_names_the_file_that_has_it),
		cmocka_unit_test(a_file_sets_keys_of_every_type),
		cmocka_unit_test(errors_name_file_line_and_value),
		cmocka_unit_test(large_numbers_need_no_suffix),
		cmocka_unit_test(a_missing_file_and_a_directory_are_named),
		cmocka_unit_test(options_override_any_key),
		cmocka_unit_test(bad_options_are_refused_with_what_is_allowed),
		cmocka_unit_test(codes_are_numbers_of_sixteen_bits),
		cmocka_unit_test(what_is_printed_reads_back_the_same),
	};
	int failed;

	close(mkstemp(path));
	failed = RUN(tests);
	unlink(path);
	return failed;
}
