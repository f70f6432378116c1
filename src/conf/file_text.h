/* SPDX-License-Identifier: MIT */
/* file_text.h - the whole text of a configuration file. */
#ifndef DTAP_CONF_FILE_TEXT_H
#define DTAP_CONF_FILE_TEXT_H

#include <stddef.h>
#include <stdio.h>

/*
 * The text of a file, or of a pipe, up to its end; the caller frees it.  NULL
 * with errno; EFBIG: it has more than 1 MiB.
 */
char *dtap_file_text(FILE *file, size_t *size);

#endif
