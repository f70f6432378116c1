/* SPDX-License-Identifier: MIT */
#include "devices/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_BYTES 65536
#define MOST_NAMES 4096

struct dtap_tree_path
dtap_tree_path(const char *root, const char *format, ...)
{
	struct dtap_tree_path path = {0};
	size_t used = strlen(root);
	va_list list;
	int size;

	if (used >= sizeof path.text)
		return path;
	strcpy(path.text, root);
	va_start(list, format);
	size = vsnprintf(path.text + used, sizeof path.text - used, format,
			 list);
	va_end(list);
	if (size < 0 || (size_t)size >= sizeof path.text - used)
		path.text[0] = '\0';
	return path;
}

/* Nothing here waits: a FIFO or a device would be a trap. */
ssize_t
dtap_tree_bytes(const struct dtap_tree_path *path, uint8_t *out, size_t size)
{
	int fd = open(path->text, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	size_t at = 0;
	ssize_t got = -1;

	if (fd < 0)
		return -1;
	while (at < size && (got = read(fd, out + at, size - at)) > 0)
		at += (size_t)got;
	close(fd);
	return got < 0 && at == 0 && size > 0 ? -1 : (ssize_t)at;
}

static void
make_printable(char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

bool
dtap_tree_line(const struct dtap_tree_path *path, char *out, size_t room)
{
	ssize_t size = dtap_tree_bytes(path, (uint8_t *)out, room - 1);

	out[size > 0 ? size : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	make_printable(out);
	return size >= 0;
}

unsigned
dtap_tree_number(const struct dtap_tree_path *path)
{
	char line[32];

	return dtap_tree_line(path, line, sizeof line)
		       ? (unsigned)strtoul(line, NULL, 10)
		       : 0;
}

void
dtap_tree_link(const struct dtap_tree_path *path, char *out, size_t room)
{
	char target[512];
	ssize_t size = readlink(path->text, target, sizeof target - 1);
	const char *last;

	target[size > 0 ? size : 0] = '\0';
	last = strrchr(target, '/');
	snprintf(out, room, "%.*s", (int)room - 1,
		 last != NULL ? last + 1 : target);
	make_printable(out);
}

bool
dtap_tree_has(const struct dtap_tree_path *path, const char *text)
{
	uint8_t *bytes = malloc(MOST_BYTES);
	ssize_t size =
		bytes == NULL ? -1 : dtap_tree_bytes(path, bytes, MOST_BYTES);
	bool has = size > 0 &&
		   memmem(bytes, (size_t)size, text, strlen(text)) != NULL;

	free(bytes);
	return has;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
add_name(struct dtap_tree_names *out, const char *name)
{
	char **more = realloc(out->names, (out->count + 1) * sizeof *more);

	if (more == NULL)
		return false;
	out->names = more;
	more[out->count] = strdup(name);
	return more[out->count] != NULL && ++out->count > 0;
}

bool
dtap_tree_names(struct dtap_tree_names *out, const struct dtap_tree_path *path,
		const char *prefix)
{
	DIR *folder = opendir(path->text);
	const struct dirent *entry;
	bool enough = true;

	*out = (struct dtap_tree_names){0};
	if (folder == NULL)
		return true;
	while (enough && out->count < MOST_NAMES &&
	       (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' &&
		    strncmp(entry->d_name, prefix, strlen(prefix)) == 0)
			enough = add_name(out, entry->d_name);
	closedir(folder);
	if (!enough)
		dtap_tree_names_free(out);
	else if (out->count > 0)
		qsort(out->names, out->count, sizeof *out->names, compare);
	return enough;
}

void
dtap_tree_names_free(struct dtap_tree_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct dtap_tree_names){0};
}
