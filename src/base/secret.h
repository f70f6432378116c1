/* SPDX-License-Identifier: MIT */
/*
 * secret.h - reads a token or a password from the one line of a file.
 *
 * No state; any thread.
 */
#ifndef DTAP_SECRET_H
#define DTAP_SECRET_H

#include <stddef.h>

/*
 * Reads the line, without its end.  A path that begins with
 * "$CREDENTIALS_DIRECTORY/" is that of a credential of systemd.  -1 with errno,
 * nothing in `out`, and one line for the user in `why`, which never has a part
 * of the secret: the file cannot be read (errno of open(2) or read(2); ENOENT
 * also if there are no credentials), others than its owner may read or write it
 * (EPERM; not checked of a credential, which systemd guards), or it is not one
 * line of printable ASCII characters and spaces that has room with its end
 * (EINVAL).
 */
int dtap_secret_read(const char *path, char *out, size_t room, char *why,
		     size_t why_room);

#endif
