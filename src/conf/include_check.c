/* SPDX-License-Identifier: MIT */
#include "conf/include_check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conf/file_text.h"
#include "conf/numbers.h"

struct walk {
	const char *checked; /* the last file */
	char *why;
	size_t room;
};

static bool
reads_large_numbers(void)
{
	config_t config;
	long long value = 0;
	bool good;

	config_init(&config);
	good = config_read_string(&config, "a = 5000000000;") == CONFIG_TRUE &&
	       config_lookup_int64(&config, "a", &value) == CONFIG_TRUE &&
	       value == 5000000000;
	config_destroy(&config);
	return good;
}

/* libconfig has read it: of a pipe there is no second time.  NULL: errno. */
static char *
read_again(const char *path, size_t *size)
{
	struct stat status;
	FILE *file = NULL;
	char *text = NULL;

	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		errno = ESPIPE;
	else
		file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	text = dtap_file_text(file, size);
	fclose(file);
	return text;
}

static unsigned
line_of(const char *text, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

static bool
check_file(const struct walk *walk, const char *path)
{
	size_t size, at, digits;
	char *text = read_again(path, &size);
	bool good;

	if (text == NULL) {
		snprintf(walk->why, walk->room,
			 "%.300s: included, and cannot be checked: %s", path,
			 strerror(errno));
		return false;
	}
	good = !dtap_numbers_find(text, size, &at, &digits);
	if (!good)
		snprintf(
			walk->why, walk->room,
			"%.300s:%u: %.*s: in an included file a number of this "
			"size needs an L: %.*sL",
			path, line_of(text, at), (int)digits, text + at,
			(int)digits, text + at);
	free(text);
	return good;
}

static bool
check_group(struct walk *walk, const config_setting_t *group)
{
	int count = config_setting_length(group);

	for (int i = 0; i < count; i++) {
		const config_setting_t *setting =
			config_setting_get_elem(group, (unsigned)i);
		const char *file = config_setting_source_file(setting);

		if (file != NULL && file != walk->checked &&
		    !check_file(walk, file))
			return false;
		walk->checked = file != NULL ? file : walk->checked;
		if (config_setting_is_group(setting) &&
		    !check_group(walk, setting))
			return false;
	}
	return true;
}

bool
dtap_include_check(const config_setting_t *group, char *why, size_t room)
{
	struct walk walk = {NULL, why, room};

	return reads_large_numbers() || check_group(&walk, group);
}
