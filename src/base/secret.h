/* SPDX-License-Identifier: MIT */
/*
 * secret.h - a file whose one line is nobody else's business.
 */
#ifndef DTAP_SECRET_H
#define DTAP_SECRET_H

#include <stddef.h>

/*
 * Reads the line, without its end.  -1 with errno, nothing in `out`, and one
 * line for people in `why`, in which nothing of the secret stands: the file
 * cannot be read (errno says), others than its owner may read or write it
 * (EPERM), or it is not one line of printing ASCII characters and spaces that
 * has room with its end (EINVAL).
 */
int dtap_secret_read(const char *path, char *out, size_t room, char *why,
		     size_t why_room);

#endif
