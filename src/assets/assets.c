/* SPDX-License-Identifier: MIT */
#include "assets/assets.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* zlib's word for a gzip header */

unsigned char *
dtap_asset_inflate(const struct dtap_asset *asset)
{
	unsigned char *out = malloc(asset->size);
	z_stream zip = {
		.next_in = asset->gzip,
		.avail_in = (uInt)asset->gzip_size,
		.next_out = out,
		.avail_out = (uInt)asset->size,
	};

	if (out == NULL || inflateInit2(&zip, GZIP_WINDOW) != Z_OK) {
		free(out);
		return NULL;
	}
	if (inflate(&zip, Z_FINISH) != Z_STREAM_END) {
		free(out);
		out = NULL;
	}
	inflateEnd(&zip);
	return out;
}

int
dtap_asset_write(const struct dtap_asset *asset, int fd)
{
	unsigned char *data = dtap_asset_inflate(asset);
	size_t at = 0;
	ssize_t put = 0;

	if (data == NULL) {
		errno = ENOMEM;
		return -1;
	}
	while (at < asset->size &&
	       (put = write(fd, data + at, asset->size - at)) > 0)
		at += (size_t)put;
	free(data);
	return at == asset->size ? 0 : -1;
}
