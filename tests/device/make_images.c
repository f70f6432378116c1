/* SPDX-License-Identifier: MIT */
/*
 * make_images CAPTURE...
 *
 * Writes what reads of a DIAG device would have returned for captures, any that
 * the file source takes, to standard output: for each read a u32 with its
 * length, and its octets.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <dtap/octets.h>

#include "sources/sources.h"

static void
write_image(const uint8_t *data, size_t size)
{
	uint8_t length[4];

	dtap_put32(length, (uint32_t)size);
	fwrite(length, 1, sizeof length, stdout);
	fwrite(data, 1, size, stdout);
}

static int
write_capture(struct dtap_source *source)
{
	uint8_t *buffer = malloc(source->buffer_size);
	ssize_t size = -1;

	if (buffer != NULL && source->ops->open(source) == 0) {
		while ((size = source->ops->read(source, buffer,
						 source->buffer_size)) >= 0)
			write_image(buffer, (size_t)size);
		source->ops->close(source);
	}
	free(buffer);
	if (source->why[0] != '\0')
		fprintf(stderr, "%s\n", source->why);
	return size < 0 && errno == ENODATA ? 0 : 1;
}

int
main(int argc, char **argv)
{
	int status = argc < 2 ? 2 : 0;

	for (int i = 1; status == 0 && i < argc; i++) {
		const struct dtap_file_options options = {.path = argv[i]};
		struct dtap_source *source = dtap_file_new(&options);

		if (source == NULL)
			return 1;
		status = write_capture(source);
		source->ops->free(source);
	}
	return fflush(stdout) == 0 ? status : 1;
}
