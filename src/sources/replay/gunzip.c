/* SPDX-License-Identifier: MIT */
#include "sources/replay/gunzip.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#define GZIP_ONLY (15 + 16) /* zlib's: the largest window, a gzip header */

int
dtap_gunzip_init(struct dtap_gunzip *gunzip)
{
	memset(gunzip, 0, sizeof *gunzip);
	if (inflateInit2(&gunzip->z, GZIP_ONLY) == Z_OK)
		return 0;
	errno = ENOMEM;
	return -1;
}

void
dtap_gunzip_free(struct dtap_gunzip *gunzip)
{
	inflateEnd(&gunzip->z);
}

static unsigned
clamp(size_t size)
{
	return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

static void
judge(struct dtap_gunzip *gunzip, int result)
{
	if (result == Z_STREAM_END) {
		gunzip->between = true;
		result = inflateReset(&gunzip->z);
	}
	if (result != Z_OK && result != Z_BUF_ERROR)
		gunzip->trouble =
			gunzip->z.msg ? gunzip->z.msg : zError(result);
}

/* One call of inflate, also without data: it may hold octets back. */
static size_t
inflate_some(struct dtap_gunzip *gunzip, const uint8_t **data,
	     size_t *data_size, uint8_t *out, size_t size)
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
	gunzip->taken += used;
	gunzip->between = gunzip->between && used == 0;
	judge(gunzip, result);
	return room - z->avail_out;
}

size_t
dtap_gunzip_run(struct dtap_gunzip *gunzip, const uint8_t **data,
		size_t *data_size, uint8_t *out, size_t size)
{
	size_t made = 0;

	if (gunzip->trouble)
		return 0;
	do
		made = inflate_some(gunzip, data, data_size, out, size);
	while (made == 0 && *data_size > 0 && !gunzip->trouble);
	gunzip->given += made;
	return made;
}

bool
dtap_gunzip_end(struct dtap_gunzip *gunzip)
{
	if (!gunzip->between && !gunzip->trouble)
		gunzip->trouble = "unexpected end of file";
	return !gunzip->trouble;
}
