/* SPDX-License-Identifier: MIT */
#include "decompress/decompress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef DTAP_ZSTD
#include <zstd.h>

/* The limit of the command zstd: a larger window needs too much memory. */
#define WINDOW_LOG_MAX 27

struct unzstd {
	struct dtap_decompress base;
	ZSTD_DCtx *context;
	bool within;   /* a frame has begun, and not ended */
	size_t wanted; /* bytes up to the end of a block, or of a frame's part
			*/
};

static struct unzstd *
unzstd_of(struct dtap_decompress *decompress)
{
	return (struct unzstd *)decompress;
}

static struct dtap_decompress *
unzstd_begin(void)
{
	struct unzstd *unzstd = calloc(1, sizeof *unzstd);

	if (unzstd == NULL)
		return NULL;
	unzstd->base.format = &dtap_compression_format_zstd;
	unzstd->context = ZSTD_createDCtx();
	if (unzstd->context != NULL) {
		ZSTD_DCtx_setParameter(unzstd->context, ZSTD_d_windowLogMax,
				       WINDOW_LOG_MAX);
		return &unzstd->base;
	}
	free(unzstd);
	errno = ENOMEM;
	return NULL;
}

static void
unzstd_limit_window(struct dtap_decompress *decompress, unsigned log)
{
	ZSTD_DCtx_setParameter(unzstd_of(decompress)->context,
			       ZSTD_d_windowLogMax, (int)log);
}

static void
unzstd_free(struct dtap_decompress *decompress)
{
	ZSTD_freeDCtx(unzstd_of(decompress)->context);
	free(decompress);
}

/*
 * One call, also without data: zstd may hold bytes back.  It gets no more than
 * it asks for: if one call has a block and what is damaged after it, the block
 * is lost too.
 */
static size_t
decompress_some(struct unzstd *unzstd, const uint8_t **data, size_t *data_size,
		uint8_t *out, size_t size)
{
	size_t most = unzstd->within ? unzstd->wanted : 1;
	ZSTD_inBuffer in = {*data, *data_size < most ? *data_size : most, 0};
	ZSTD_outBuffer room = {out, size, 0};
	size_t left = ZSTD_decompressStream(unzstd->context, &room, &in);

	*data += in.pos;
	*data_size -= in.pos;
	unzstd->base.taken += in.pos;
	if (ZSTD_isError(left)) {
		unzstd->base.trouble = ZSTD_getErrorName(left);
		return room.pos;
	}
	unzstd->wanted = left;
	if (in.pos > 0 || room.pos > 0)
		unzstd->within = left > 0;
	return room.pos;
}

/* Zeros after a frame: the padding of a tape or a disk. */
static void
skip_padding(struct unzstd *unzstd, const uint8_t **data, size_t *data_size)
{
	while (!unzstd->within && *data_size > 0 && **data == 0) {
		++*data;
		--*data_size;
		unzstd->base.taken++;
	}
}

static size_t
unzstd_run(struct dtap_decompress *decompress, const uint8_t **data,
	   size_t *data_size, uint8_t *out, size_t size)
{
	struct unzstd *unzstd = unzstd_of(decompress);
	size_t written = 0;

	do {
		skip_padding(unzstd, data, data_size);
		if (decompress->trouble || (*data_size == 0 && !unzstd->within))
			return 0;
		written = decompress_some(unzstd, data, data_size, out, size);
	} while (written == 0 && *data_size > 0 && !decompress->trouble);
	decompress->given += written;
	return written;
}

static bool
unzstd_end(struct dtap_decompress *decompress)
{
	if (unzstd_of(decompress)->within && !decompress->trouble)
		decompress->trouble = "unexpected end of file";
	return !decompress->trouble;
}
#else
static struct dtap_decompress *
unzstd_begin(void)
{
	errno = ENOTSUP;
	return NULL;
}
#endif

/* A frame, or a skippable frame: pzstd and seekable zstd begin with one. */
static bool
is_zstd(const uint8_t *data, size_t size)
{
	static const uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd};
	static const uint8_t skippable[] = {0x50, 0x2a, 0x4d, 0x18};

	if (size > sizeof frame)
		size = sizeof frame;
	if (size > 0 && data[0] >> 4 == 5)
		return memcmp(data + 1, skippable + 1, size - 1) == 0;
	return memcmp(data, frame, size) == 0;
}

const struct dtap_compression_format dtap_compression_format_zstd = {
	.name = "zstd",
	.command = "zstd -dc",
	.magic = 4,
	.is_magic = is_zstd,
	.begin = unzstd_begin,
#ifdef DTAP_ZSTD
	.limit_window = unzstd_limit_window,
	.free = unzstd_free,
	.run = unzstd_run,
	.end = unzstd_end,
#endif
};
