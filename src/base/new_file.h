/* SPDX-License-Identifier: MIT */
/*
 * new_file.h - an output file that appears only when it is whole.
 *
 * It is written without a name, or under another name, and replaces an existing
 * file when it is finished.  So there is never half a file, and an old file is
 * never taken for the result.  Standard output, FIFOs and devices are written
 * directly.
 *
 * One owner, one thread.
 */
#ifndef DTAP_NEW_FILE_H
#define DTAP_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct dtap_new_file;

/* "-" is standard output.  NULL with the errno of open(2) or ENOMEM. */
struct dtap_new_file *dtap_new_file_open(const char *path);

/* The same, but where there is a file it is EEXIST; also when it is finished.
 */
struct dtap_new_file *dtap_new_file_create(const char *path);

/* Where its bytes go. */
FILE *dtap_new_file_stream(const struct dtap_new_file *file);

/* Gives it its name, and frees it.  False with errno: it is removed. */
bool dtap_new_file_finish(struct dtap_new_file *file);

/* Removes it, and frees it; an existing file stays as it was.  NULL is allowed.
 */
void dtap_new_file_discard(struct dtap_new_file *file);

#endif
