/* SPDX-License-Identifier: MIT */
#include "decompress/unzip.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

struct unzip {
	struct dtap_decompress base;
	struct dtap_zip_member member;
	z_stream z; /* of what is deflated */
	bool done;  /* ... and has ended */
	uLong crc;
};

static struct unzip *
unzip_of(struct dtap_decompress *decompress)
{
	return (struct unzip *)decompress;
}

struct dtap_decompress *
dtap_unzip_begin(const struct dtap_zip_member *member)
{
	struct unzip *unzip = calloc(1, sizeof *unzip);

	if (unzip == NULL)
		return NULL;
	unzip->base.format = &dtap_compression_format_zip;
	unzip->member = *member;
	unzip->crc = crc32(0, NULL, 0);
	/* Negative: deflate without a head. */
	if (inflateInit2(&unzip->z, -15) == Z_OK)
		return &unzip->base;
	free(unzip);
	errno = ENOMEM;
	return NULL;
}

static void
unzip_free(struct dtap_decompress *decompress)
{
	inflateEnd(&unzip_of(decompress)->z);
	free(decompress);
}

static unsigned
clamp(size_t size)
{
	return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

/* Both: *in is the bytes there are, and then those that were used. */

static unsigned
copy(const uint8_t *data, unsigned *in, uint8_t *out, unsigned room)
{
	if (*in > room)
		*in = room;
	memcpy(out, data, *in);
	return *in;
}

static unsigned
inflate_some(struct unzip *unzip, const uint8_t *data, unsigned *in,
	     uint8_t *out, unsigned room)
{
	z_stream *z = &unzip->z;
	int result;

	z->next_in = data;
	z->avail_in = *in;
	z->next_out = out;
	z->avail_out = room;
	result = inflate(z, Z_NO_FLUSH);
	*in -= z->avail_in;
	unzip->done = result == Z_STREAM_END;
	if (!unzip->done && result != Z_OK && result != Z_BUF_ERROR)
		unzip->base.trouble = z->msg != NULL ? z->msg : zError(result);
	return room - z->avail_out;
}

static size_t
unzip_run(struct dtap_decompress *decompress, const uint8_t **data,
	  size_t *data_size, uint8_t *out, size_t size)
{
	struct unzip *unzip = unzip_of(decompress);
	unsigned in = clamp(*data_size), room = clamp(size), written;

	if (decompress->trouble != NULL)
		return 0;
	if (unzip->member.method == DTAP_ZIP_STORED)
		written = copy(*data, &in, out, room);
	else if (unzip->done)
		written = 0; /* what is behind it is left out */
	else
		written = inflate_some(unzip, *data, &in, out, room);
	unzip->crc = crc32(unzip->crc, out, written);
	*data += in;
	*data_size -= in;
	decompress->taken += in;
	decompress->given += written;
	return written;
}

static bool
unzip_end(struct dtap_decompress *decompress)
{
	const struct unzip *unzip = unzip_of(decompress);

	if (decompress->trouble != NULL)
		return false;
	if (decompress->given != unzip->member.size)
		decompress->trouble = "another size than its directory says";
	else if (unzip->crc != unzip->member.crc)
		decompress->trouble = "incorrect data check";
	return decompress->trouble == NULL;
}

/* A file, or an archive without one. */
static bool
is_zip(const uint8_t *data, size_t size)
{
	return memcmp(data, "PK\3\4", size < 4 ? size : 4) == 0 ||
	       memcmp(data, "PK\5\6", size < 4 ? size : 4) == 0;
}

const struct dtap_compression_format dtap_compression_format_zip = {
	.name = "zip",
	.command = "unzip -p",
	.magic = 4,
	.is_magic = is_zip,
	.free = unzip_free,
	.run = unzip_run,
	.end = unzip_end,
};
