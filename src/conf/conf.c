/* SPDX-License-Identifier: MIT */
#include "conf/conf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <libconfig.h>

#include "conf/file_text.h"
#include "conf/include_check.h"
#include "conf/keys.h"
#include "conf/numbers.h"
#include "conf/print.h"

#define PATH_ROOM 128

static bool __attribute__((format(printf, 2, 3)))
fail(struct dtap_conf_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->text, sizeof error->text, format, args);
	va_end(args);
	return false;
}

bool
dtap_conf_init(struct dtap_conf *conf, const struct dtap_key_table *keys,
	       struct dtap_conf_error *error)
{
	struct dtap_allowed allowed;

	memset(conf, 0, sizeof *conf);
	conf->keys = keys;
	for (size_t i = 0; i < keys->count; i++) {
		const struct dtap_key *key = &keys->keys[i];

		if (!dtap_key_set_text(conf, key, key->initial, &allowed))
			return fail(error, "the default of %s: must be %s",
				    key->path, allowed.text);
	}
	return true;
}

void
dtap_conf_free(struct dtap_conf *conf)
{
	for (size_t i = 0; conf->keys != NULL && i < conf->keys->count; i++)
		if (dtap_key_is_text(&conf->keys->keys[i]))
			free(*(char **)((char *)conf +
					conf->keys->keys[i].offset));
	memset(conf, 0, sizeof *conf);
}

/* The wrong value, for the message. */
static const char *
describe(const config_setting_t *setting, char *out, size_t room)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_BOOL:
		return config_setting_get_bool(setting) ? "true" : "false";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		snprintf(out, room, "%lld",
			 (long long)config_setting_get_int64(setting));
		return out;
	case CONFIG_TYPE_FLOAT:
		snprintf(out, room, "%g", config_setting_get_float(setting));
		return out;
	case CONFIG_TYPE_STRING:
		snprintf(out, room, "\"%s\"",
			 config_setting_get_string(setting));
		return out;
	default:
		return "a list";
	}
}

/* An element of a list as text.  NULL: it has the wrong type. */
static const char *
element(const struct dtap_key *key, const config_setting_t *list, int at,
	char out[24])
{
	const config_setting_t *setting =
		config_setting_get_elem(list, (unsigned)at);

	if (key->type != DTAP_CODES)
		return config_setting_get_string(setting);
	if (config_setting_type(setting) != CONFIG_TYPE_INT &&
	    config_setting_type(setting) != CONFIG_TYPE_INT64)
		return NULL;
	snprintf(out, 24, "0x%04llX",
		 (unsigned long long)config_setting_get_int64(setting));
	return out;
}

/* A list of strings or codes, joined. */
static bool
set_list(struct dtap_conf *conf, const struct dtap_key *key,
	 const config_setting_t *setting, struct dtap_allowed *allowed)
{
	int count = config_setting_length(setting);
	char words[1024] = "", number[24];
	size_t used = 0;

	for (int i = 0; i < count; i++) {
		const char *word = element(key, setting, i, number);

		if (word == NULL || strpbrk(word, " ,\"") != NULL ||
		    used + strlen(word) + 2 > sizeof words)
			return dtap_key_refuse(key, allowed);
		used += (size_t)snprintf(words + used, sizeof words - used,
					 "%s ", word);
	}
	return dtap_key_set_words(conf, key, words, allowed);
}

static bool
set_key(struct dtap_conf *conf, const struct dtap_key *key,
	const config_setting_t *setting, struct dtap_allowed *allowed)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_BOOL:
		return dtap_key_set_bool(
			conf, key, config_setting_get_bool(setting), allowed);
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return dtap_key_set_int(
			conf, key, config_setting_get_int64(setting), allowed);
	case CONFIG_TYPE_FLOAT:
		return dtap_key_set_float(
			conf, key, config_setting_get_float(setting), allowed);
	case CONFIG_TYPE_STRING:
		return dtap_key_set_string(
			conf, key, config_setting_get_string(setting), allowed);
	default:
		return set_list(conf, key, setting, allowed);
	}
}

/* A file that is being read. */
struct reading {
	struct dtap_conf *conf;
	const char *file;
	struct dtap_conf_error *error;
};

/* libconfig names the files that the file includes, and not the file itself. */
static const char *
file_of(const struct reading *reading, const char *included)
{
	return included != NULL ? included : reading->file;
}

static bool
read_setting(const struct reading *reading, const config_setting_t *setting,
	     const char *path)
{
	const struct dtap_key *key = dtap_key_find(reading->conf->keys, path);
	const char *file =
		file_of(reading, config_setting_source_file(setting));
	unsigned line = config_setting_source_line(setting);
	struct dtap_allowed allowed = {"a string"};
	char value[160];

	if (key == NULL)
		return fail(reading->error, "%s:%u: %s: unknown key", file,
			    line, path);
	if (!set_key(reading->conf, key, setting, &allowed))
		return fail(reading->error, "%s:%u: %s = %s: must be %s", file,
			    line, path, describe(setting, value, sizeof value),
			    allowed.text);
	return true;
}

/* Reads the settings of a group; `prefix` is its path with a '.' behind. */
static bool
read_group(const struct reading *reading, const config_setting_t *group,
	   const char *prefix)
{
	int count = config_setting_length(group);

	for (int i = 0; i < count; i++) {
		const config_setting_t *setting =
			config_setting_get_elem(group, (unsigned)i);
		char path[PATH_ROOM];
		bool good;

		snprintf(path, sizeof path, "%s%s", prefix,
			 config_setting_name(setting));
		if (config_setting_is_group(setting) &&
		    strlen(path) + 1 < sizeof path) {
			strcat(path, ".");
			good = read_group(reading, setting, path);
		} else {
			good = read_setting(reading, setting, path);
		}
		if (!good)
			return false;
	}
	return true;
}

static bool
read_open(const struct reading *reading, FILE *file)
{
	config_t config;
	bool good;

	config_init(&config);
	if (config_read(&config, file) == CONFIG_TRUE)
		good = dtap_include_check(config_root_setting(&config),
					  reading->error->text,
					  sizeof reading->error->text) &&
		       read_group(reading, config_root_setting(&config), "");
	else
		good = fail(reading->error, "%s:%d: %s",
			    file_of(reading, config_error_file(&config)),
			    config_error_line(&config),
			    config_error_text(&config));
	config_destroy(&config);
	return good;
}

/* Reads the text of the file. */
static bool
read_memory(const struct reading *reading, char *text, size_t size)
{
	FILE *file = fmemopen(text, size, "r");
	bool good;

	if (file == NULL)
		return fail(reading->error, "%s: %s", reading->file,
			    strerror(errno));
	good = read_open(reading, file);
	fclose(file);
	return good;
}

/* Without the byte order mark that some editors write. */
static bool
read_text(const struct reading *reading, const char *text, size_t size)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t begin = size >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
	char *wide;
	size_t wide_size;
	bool good;

	if (begin == size)
		return true;
	wide = dtap_numbers_widen(text + begin, size - begin, &wide_size);
	good = wide != NULL ? read_memory(reading, wide, wide_size)
			    : fail(reading->error, "%s: %s", reading->file,
				   strerror(errno));
	free(wide);
	return good;
}

bool
dtap_conf_read(struct dtap_conf *conf, const char *path,
	       struct dtap_conf_error *error)
{
	const struct reading reading = {conf, path, error};
	/* libconfig reports all these errors as "file I/O error". */
	FILE *file = fopen(path, "re");
	char *text;
	size_t size;
	bool good;

	if (file == NULL)
		return fail(error, "%s: %s", path, strerror(errno));
	text = dtap_file_text(file, &size);
	good = text != NULL ? read_text(&reading, text, size)
			    : fail(error, "%s: %s", path, strerror(errno));
	free(text);
	fclose(file);
	return good;
}

bool
dtap_conf_set(struct dtap_conf *conf, const char *assignment,
	      struct dtap_conf_error *error)
{
	const char *equals = strchr(assignment, '=');
	const struct dtap_key *key;
	struct dtap_allowed allowed;
	char path[PATH_ROOM];

	if (equals == NULL || (size_t)(equals - assignment) >= sizeof path)
		return fail(error, "-o %s: must be KEY=VALUE", assignment);
	snprintf(path, sizeof path, "%.*s", (int)(equals - assignment),
		 assignment);
	key = dtap_key_find(conf->keys, path);
	if (key == NULL)
		return fail(error, "-o %s: %s: unknown key", assignment, path);
	if (!dtap_key_set_text(conf, key, equals + 1, &allowed))
		return fail(error, "-o %s: must be %s", assignment,
			    allowed.text);
	return true;
}

void
dtap_conf_print(const struct dtap_conf *conf, FILE *out)
{
	const char *group = "";
	size_t group_size = 0;

	for (size_t i = 0; i < conf->keys->count; i++) {
		const struct dtap_key *key = &conf->keys->keys[i];
		const char *dot = strchr(key->path, '.');
		size_t size = dot == NULL ? 0 : (size_t)(dot - key->path);

		if (size != group_size ||
		    strncmp(group, key->path, size) != 0) {
			if (group_size > 0)
				fputs("};\n", out);
			fprintf(out, "%.*s: {\n", (int)size, key->path);
			group = key->path;
			group_size = size;
		}
		fprintf(out, "%s%s = ", size > 0 ? "  " : "",
			dot == NULL ? key->path : dot + 1);
		dtap_key_print(conf, key, out);
		fputs(";\n", out);
	}
	fputs("};\n", out);
}
