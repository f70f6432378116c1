/* SPDX-License-Identifier: MIT */
#include "conf/file_text.h"

#include <errno.h>
#include <stdlib.h>

#define PIECE    65536
#define FILE_MAX (16 * PIECE)

char *
dtap_file_text(FILE *file, size_t *size)
{
	char *text = NULL, *more;

	for (*size = 0; *size < FILE_MAX;
	     *size += fread(text + *size, 1, PIECE, file)) {
		if (feof(file) || ferror(file))
			break;
		more = realloc(text, *size + PIECE);
		if (more == NULL)
			break;
		text = more;
	}
	if (feof(file) && !ferror(file))
		return text;
	errno = *size >= FILE_MAX ? EFBIG : errno;
	free(text);
	return NULL;
}
