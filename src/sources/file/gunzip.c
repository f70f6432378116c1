/* SPDX-License-Identifier: MIT */
#include "sources/file/decompress.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

#define GZIP_ONLY (15 + 16) /* zlib's: the largest window, a gzip header */

struct gunzip {
	struct dtap_decompress unpack;
	z_stream z;
	bool between; /* a member has ended, none has begun */
};

static struct gunzip *
gunzip_of(struct dtap_decompress *unpack)
{
	return (struct gunzip *)unpack;
}

static struct dtap_decompress *
gunzip_begin(void)
{
	struct gunzip *gunzip = calloc(1, sizeof *gunzip);

	if (gunzip == NULL)
		return NULL;
	gunzip->unpack.packing = &dtap_compression_format_gzip;
	if (inflateInit2(&gunzip->z, GZIP_ONLY) == Z_OK)
		return &gunzip->unpack;
	free(gunzip);
	errno = ENOMEM;
	return NULL;
}

static void
gunzip_free(struct dtap_decompress *unpack)
{
	inflateEnd(&gunzip_of(unpack)->z);
	free(unpack);
}

static unsigned
clamp(size_t size)
{
	return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

static void
judge(struct gunzip *gunzip, int result)
{
	if (result == Z_STREAM_END) {
		gunzip->between = true;
		result = inflateReset(&gunzip->z);
	}
	if (result != Z_OK && result != Z_BUF_ERROR)
		gunzip->unpack.trouble =
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
	gunzip->unpack.taken += used;
	gunzip->between = gunzip->between && used == 0;
	judge(gunzip, result);
	return room - z->avail_out;
}

static size_t
gunzip_run(struct dtap_decompress *unpack, const uint8_t **data,
	   size_t *data_size, uint8_t *out, size_t size)
{
	size_t made = 0;

	if (unpack->trouble)
		return 0;
	do
		made = inflate_some(gunzip_of(unpack), data, data_size, out,
				    size);
	while (made == 0 && *data_size > 0 && !unpack->trouble);
	unpack->given += made;
	return made;
}

static bool
gunzip_end(struct dtap_decompress *unpack)
{
	if (!gunzip_of(unpack)->between && !unpack->trouble)
		unpack->trouble = "unexpected end of file";
	return !unpack->trouble;
}

const struct dtap_compression_format dtap_compression_format_gzip = {
	.name = "gzip",
	.magic = "\x1f\x8b\x08", /* of the deflate kind */
	.begin = gunzip_begin,
	.free = gunzip_free,
	.run = gunzip_run,
	.end = gunzip_end,
};
