/* SPDX-License-Identifier: MIT */
/*
 * secret.h - a file with one line that is secret: a token or a password.
 *
 * No state; any thread.
 */
#ifndef DTAP_SECRET_H
#define DTAP_SECRET_H

#include <stddef.h>

/*
 * Reads the line, without its end.  -1 with errno, nothing in `out`, and one
 * line for people in `why`, which has nothing of the secret: the file cannot be
 * read (errno says why), other users may read or write it (EPERM), or it is not
 * one line of printable ASCII characters and spaces that fits with its end
 * (EINVAL).
 */
int dtap_secret_read(const char *path, char *out, size_t room, char *why,
		     size_t why_room);

#endif
