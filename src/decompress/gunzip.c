/* SPDX-License-Identifier: MIT */
#include "decompress/decompress.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

#define GZIP_ONLY (15 + 16) /* for zlib: the largest window, a gzip header */

struct gunzip {
	struct dtap_decompress base;
	z_stream z;
	bool between; /* a member has ended, none has begun */
};

static struct gunzip *
gunzip_of(struct dtap_decompress *decompress)
{
	return (struct gunzip *)decompress;
}

static struct dtap_decompress *
gunzip_begin(void)
{
	struct gunzip *gunzip = calloc(1, sizeof *gunzip);

	if (gunzip == NULL)
		return NULL;
	gunzip->base.format = &dtap_compression_format_gzip;
	if (inflateInit2(&gunzip->z, GZIP_ONLY) == Z_OK)
		return &gunzip->base;
	free(gunzip);
	errno = ENOMEM;
	return NULL;
}

static void
gunzip_free(struct dtap_decompress *decompress)
{
	inflateEnd(&gunzip_of(decompress)->z);
	free(decompress);
}

static unsigned
clamp(size_t size)
{
	return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

static void
check(struct gunzip *gunzip, int result)
{
	if (result == Z_STREAM_END) {
		gunzip->between = true;
		result = inflateReset(&gunzip->z);
	}
	if (result != Z_OK && result != Z_BUF_ERROR)
		gunzip->base.trouble =
			gunzip->z.msg ? gunzip->z.msg : zError(result);
}

/* One call of inflate, also without data: it may hold bytes back. */
static size_t
inflate_some(struct gunzip *gunzip, const uint8_t **data, size_t *data_size,
	     uint8_t *out, size_t size)
{
	unsigned in = clamp(*data_size), room = clamp(size), used;
	z_stream *z = &gunzip->z;
	int result;

	z->next_in = *data;
	z->avail_in = in;
	z->next_out = out;
	z->avail_out = room;
	result = inflate(z, Z_NO_FLUSH);
	used = in - z->avail_in;
	*data += used;
	*data_size -= used;
	gunzip->base.taken += used;
	gunzip->between = gunzip->between && used == 0;
	check(gunzip, result);
	return room - z->avail_out;
}

/* Zeros between members, or after the last one. */
static void
skip_padding(struct gunzip *gunzip, const uint8_t **data, size_t *data_size)
{
	while (gunzip->between && *data_size > 0 && **data == 0) {
		++*data;
		--*data_size;
		gunzip->base.taken++;
	}
}

static size_t
gunzip_run(struct dtap_decompress *decompress, const uint8_t **data,
	   size_t *data_size, uint8_t *out, size_t size)
{
	size_t written = 0;

	if (decompress->trouble)
		return 0;
	do {
		skip_padding(gunzip_of(decompress), data, data_size);
		written = inflate_some(gunzip_of(decompress), data, data_size,
				       out, size);
	} while (written == 0 && *data_size > 0 && !decompress->trouble);
	decompress->given += written;
	return written;
}

static bool
gunzip_end(struct dtap_decompress *decompress)
{
	if (!gunzip_of(decompress)->between && !decompress->trouble)
		decompress->trouble = "unexpected end of file";
	return !decompress->trouble;
}

/* gzip with deflate; there is no other. */
static bool
is_gzip(const uint8_t *data, size_t size)
{
	return memcmp(data, "\x1f\x8b\x08", size < 3 ? size : 3) == 0;
}

const struct dtap_compression_format dtap_compression_format_gzip = {
	.name = "gzip",
	.command = "gzip -dc",
	.magic = 3,
	.is_magic = is_gzip,
	.begin = gunzip_begin,
	.free = gunzip_free,
	.run = gunzip_run,
	.end = gunzip_end,
};
