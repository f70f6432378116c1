/* SPDX-License-Identifier: MIT */
#include "http/archive/decompressed.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decompress/decompress.h"
#include "http/archive/http_chunk.h"

#define PIECE          (128 * 1024)
#define WINDOW_LOG_MAX 23 /* that of zstd's level 19 */

struct decompressed {
	struct dtap_text_source source; /* first */
	const struct dtap_log *log;
	char name[DTAP_CAPTURE_NAME_ROOM];
	struct dtap_decompress *decompress;
	int file;
	uint64_t at, bytes; /* of the file */
	bool chunked, over;
	const uint8_t *data; /* what is not decompressed yet, in raw */
	size_t size;
	uint8_t raw[65536];
};

/* Of the compressed kinds: what they contain. */
static const struct {
	const struct dtap_compression_format *format;
	enum dtap_file_kind kind;
} contents[DTAP_FILE_KINDS] = {
	[DTAP_FILE_PCAP_GZ] = {&dtap_compression_format_gzip, DTAP_FILE_PCAP},
	[DTAP_FILE_PCAP_ZST] = {&dtap_compression_format_zstd, DTAP_FILE_PCAP},
	[DTAP_FILE_RAW_GZ] = {&dtap_compression_format_gzip, DTAP_FILE_RAW},
	[DTAP_FILE_RAW_ZST] = {&dtap_compression_format_zstd, DTAP_FILE_RAW},
};

enum dtap_file_kind
dtap_decompressed_kind(enum dtap_file_kind kind)
{
	return contents[kind].format != NULL ? contents[kind].kind : kind;
}

/* Reads on.  False: the file cannot be read, or has become shorter. */
static bool
fill(struct decompressed *body)
{
	uint64_t left = body->bytes - body->at;
	size_t most = left < sizeof body->raw ? (size_t)left : sizeof body->raw;
	ssize_t size;

	do
		size = pread(body->file, body->raw, most, (off_t)body->at);
	while (size < 0 && errno == EINTR);
	if (size <= 0)
		return false;
	body->data = body->raw;
	body->size = (size_t)size;
	body->at += (uint64_t)size;
	return true;
}

/* At most PIECE bytes; *size 0: the file is over.  False: it is damaged. */
static bool
decompress(struct decompressed *body, char *out, size_t *size)
{
	struct dtap_decompress *one = body->decompress;

	for (*size = 0; *size == 0;) {
		*size = one->format->run(one, &body->data, &body->size,
					 (uint8_t *)out, PIECE);
		if (*size > 0)
			break;
		if (one->trouble != NULL)
			return false;
		if (body->at == body->bytes)
			return one->format->end(one);
		if (!fill(body))
			return false;
	}
	return true;
}

static bool
say_damage(const struct decompressed *body)
{
	const char *trouble = body->decompress->trouble;

	dtap_log(body->log, DTAP_WARNING,
		 "archive: %s: cannot be decompressed from byte %" PRIu64
		 " on: %s",
		 body->name, body->decompress->taken,
		 trouble != NULL ? trouble : "the file cannot be read");
	return false;
}

static bool
next(struct dtap_text_source *source, char **text, size_t *size)
{
	struct decompressed *body = (struct decompressed *)source;
	char *out;

	*text = NULL;
	if (body->over)
		return true;
	out = malloc(PIECE);
	if (out == NULL)
		return false;
	if (!decompress(body, out, size)) {
		free(out);
		return say_damage(body);
	}
	body->over = *size == 0;
	if (body->chunked && !dtap_http_chunk(&out, size, body->over)) {
		free(out);
		return false;
	}
	*text = out;
	return true;
}

static void
free_decompressed(struct dtap_text_source *source)
{
	struct decompressed *body = (struct decompressed *)source;

	if (body->decompress != NULL)
		body->decompress->format->free(body->decompress);
	close(body->file);
	free(body);
}

struct dtap_text_source *
dtap_decompressed_new(int file, const struct dtap_decompressed_options *options)
{
	const struct dtap_compression_format *format =
		contents[options->kind].format;
	struct decompressed *body = calloc(1, sizeof *body);
	int error = ENOMEM;

	if (body == NULL) {
		close(file);
		errno = error;
		return NULL;
	}
	body->source = (struct dtap_text_source){next, free_decompressed};
	body->log = options->log;
	snprintf(body->name, sizeof body->name, "%s", options->name);
	body->file = file;
	body->bytes = options->bytes;
	body->chunked = options->chunked;
	body->decompress = format->begin();
	if (body->decompress != NULL) {
		if (format->limit_window != NULL)
			format->limit_window(body->decompress, WINDOW_LOG_MAX);
		return &body->source;
	}
	error = errno;
	free_decompressed(&body->source);
	errno = error;
	return NULL;
}
