/* SPDX-License-Identifier: MIT */
/*
 * make_images [--token] CAPTURE...
 *
 * Writes what reads of a DIAG device would have returned for captures, in any
 * form of the file source, to standard output: for each read a u32 length and
 * the bytes.
 * --token: as from a second modem.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>

#include "sources/sources.h"

static void
write_image(const uint8_t *data, size_t size)
{
	uint8_t length[4];

	dtap_put32(length, (uint32_t)size);
	fwrite(length, 1, sizeof length, stdout);
	fwrite(data, 1, size, stdout);
}

/* The same container, with a token before the length of each message. */
static void
write_of_second_modem(const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	uint8_t *image = malloc(2 * size + DTAP_CONTAINER_HEADER);
	size_t at = DTAP_CONTAINER_HEADER;
	struct dtap_message message;

	if (image == NULL)
		abort();
	memcpy(image, data, DTAP_CONTAINER_HEADER);
	while (dtap_messages_next(&walk, &message)) {
		dtap_put32(image + at, UINT32_MAX);
		dtap_put32(image + at + 4, (uint32_t)message.size);
		memcpy(image + at + 8, message.data, message.size);
		at += 8 + message.size;
	}
	write_image(image, at);
	free(image);
}

typedef void writer(const uint8_t *data, size_t size);

static int
write_capture(struct dtap_source *source, writer *write_one)
{
	uint8_t *buffer = malloc(source->buffer_size);
	ssize_t size = -1;

	if (buffer != NULL && source->ops->open(source) == 0) {
		while ((size = source->ops->read(source, buffer,
						 source->buffer_size)) >= 0)
			write_one(buffer, (size_t)size);
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
	bool token = argc > 1 && strcmp(argv[1], "--token") == 0;
	int status = argc < 2 + token ? 2 : 0;

	for (int i = 1 + token; status == 0 && i < argc; i++) {
		const struct dtap_file_options options = {.path = argv[i]};
		struct dtap_source *source = dtap_file_new(&options);

		if (source == NULL)
			return 1;
		status = write_capture(source, token ? write_of_second_modem
						     : write_image);
		source->ops->free(source);
	}
	return fflush(stdout) == 0 ? status : 1;
}
