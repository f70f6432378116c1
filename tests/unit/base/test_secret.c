/* SPDX-License-Identifier: MIT */
#include "base/secret.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/testing.h"

static void
a_secret_is_one_line_that_only_its_owner_may_read(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		int error;
		const char *line;
	} cases[] = {
		{"me:open sesame\n", 0600, 0, "me:open sesame"},
		{"x\r\n", 0400, 0, "x"},
		{"12345678901234", 0600, 0, "12345678901234"},
		{"123456789012345", 0600, 0, "123456789012345"},
		{"1234567890123456", 0600, EINVAL, NULL},
		{"me:sesame", 0640, EPERM, NULL},
		{"me:sesame", 0602, EPERM, NULL},
		{"", 0600, EINVAL, NULL},
		{"\n", 0600, EINVAL, NULL},
		{"me\nyou", 0600, EINVAL, NULL},
		{"me\tyou", 0600, EINVAL, NULL},
	};
	char path[] = "/tmp/test_secret_XXXXXX", out[16], why[200];

	(void)state;
	close(mkstemp(path));
	for (size_t i = 0; i < COUNT(cases); i++) {
		FILE *file = fopen(path, "w");

		fputs(cases[i].text, file);
		fclose(file);
		chmod(path, cases[i].mode);
		errno = 0;
		assert_int_equal(dtap_secret_read(path, out, sizeof out, why,
						  sizeof why),
				 cases[i].error == 0 ? 0 : -1);
		if (cases[i].error == 0) {
			assert_string_equal(out, cases[i].line);
			continue;
		}
		assert_int_equal(errno, cases[i].error);
		assert_non_null(strstr(why, path));
		assert_null(strstr(why, "sesame"));
		assert_int_equal(out[0], '\0');
	}
	unlink(path);
	assert_int_equal(
		dtap_secret_read(path, out, sizeof out, why, sizeof why), -1);
	assert_int_equal(errno, ENOENT);
}

/* systemd gives its group the right to read it, by an access control list. */
static void
a_credential_of_systemd_is_read(void **state)
{
	char folder[] = "/tmp/test_secret_XXXXXX", path[64], out[16], why[200];
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/token", folder);
	file = fopen(path, "w");
	fputs("open sesame\n", file);
	fclose(file);
	chmod(path, 0440);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(dtap_secret_read("$CREDENTIALS_DIRECTORY/token", out,
					  sizeof out, why, sizeof why),
			 -1);
	assert_int_equal(errno, ENOENT);
	assert_non_null(strstr(why, "$CREDENTIALS_DIRECTORY/token: "));
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_int_equal(dtap_secret_read("$CREDENTIALS_DIRECTORY/token", out,
					  sizeof out, why, sizeof why),
			 0);
	assert_string_equal(out, "open sesame");
	/* Any other file is looked at, there too. */
	assert_int_equal(
		dtap_secret_read(path, out, sizeof out, why, sizeof why), -1);
	assert_int_equal(errno, EPERM);
	unsetenv("CREDENTIALS_DIRECTORY");
	unlink(path);
	rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_secret_is_one_line_that_only_its_owner_may_read),
		cmocka_unit_test(a_credential_of_systemd_is_read),
	};

	return RUN(tests);
}
