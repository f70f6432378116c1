/* SPDX-License-Identifier: MIT */
/*
 * tree.h - reads small files below a folder: that of the system is "", and a
 * test, or a copy from another machine, has its own.
 *
 * What such a file holds may come from a device.  So texts are made printable.
 * Any thread.
 */
#ifndef DTAP_TREE_H
#define DTAP_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The path of a file: the root, and what the format says. */
struct dtap_tree_path {
	char text[512]; /* "": it was too long */
};

struct dtap_tree_path dtap_tree_path(const char *root, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Up to `size` bytes; -1 with errno. */
ssize_t dtap_tree_bytes(const struct dtap_tree_path *path, uint8_t *out,
			size_t size);

/*
 * The first line, without its end, with "?" for each byte that is not printable
 * ASCII; cut to `room` - 1 bytes.  False, and "": it cannot be read.
 */
bool dtap_tree_line(const struct dtap_tree_path *path, char *out, size_t room);

/* The number in its first line, from the begin on; 0: there is none. */
unsigned dtap_tree_number(const struct dtap_tree_path *path);

/* The last name in the target of a symbolic link; "": there is none. */
void dtap_tree_link(const struct dtap_tree_path *path, char *out, size_t room);

/* Whether a line of the file has this text; only its first 64 KiB count. */
bool dtap_tree_has(const struct dtap_tree_path *path, const char *text);

/* The names in a folder, sorted.  The caller frees both. */
struct dtap_tree_names {
	char **names;
	size_t count;
};

/* Those with this prefix.  An absent folder has none.  False: no memory. */
bool dtap_tree_names(struct dtap_tree_names *out,
		     const struct dtap_tree_path *path, const char *prefix);
void dtap_tree_names_free(struct dtap_tree_names *names);

#endif
