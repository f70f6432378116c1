/* SPDX-License-Identifier: MIT */
#include "sources/file/decompress.h"

#include <errno.h>
#include <stdlib.h>

#ifdef DTAP_ZSTD
#include <zstd.h>

/* As the command zstd has it: a larger window wants too much memory of us. */
#define WINDOW_LOG_MAX 27

struct unzstd {
	struct dtap_decompress unpack;
	ZSTD_DCtx *context;
	bool within; /* a frame has begun, and not ended */
};

static struct unzstd *
unzstd_of(struct dtap_decompress *unpack)
{
	return (struct unzstd *)unpack;
}

static struct dtap_decompress *
unzstd_begin(void)
{
	struct unzstd *unzstd = calloc(1, sizeof *unzstd);

	if (unzstd == NULL)
		return NULL;
	unzstd->unpack.packing = &dtap_compression_format_zstd;
	unzstd->context = ZSTD_createDCtx();
	if (unzstd->context != NULL) {
		ZSTD_DCtx_setParameter(unzstd->context, ZSTD_d_windowLogMax,
				       WINDOW_LOG_MAX);
		return &unzstd->unpack;
	}
	free(unzstd);
	errno = ENOMEM;
	return NULL;
}

static void
unzstd_free(struct dtap_decompress *unpack)
{
	ZSTD_freeDCtx(unzstd_of(unpack)->context);
	free(unpack);
}

/* One call, also without data: it may hold bytes back. */
static size_t
decompress_some(struct unzstd *unzstd, const uint8_t **data, size_t *data_size,
		uint8_t *out, size_t size)
{
	ZSTD_inBuffer in = {*data, *data_size, 0};
	ZSTD_outBuffer room = {out, size, 0};
	size_t left = ZSTD_decompressStream(unzstd->context, &room, &in);

	*data += in.pos;
	*data_size -= in.pos;
	unzstd->unpack.taken += in.pos;
	if (ZSTD_isError(left))
		unzstd->unpack.trouble = ZSTD_getErrorName(left);
	else if (in.pos > 0 || room.pos > 0)
		unzstd->within = left > 0;
	return room.pos;
}

static size_t
unzstd_run(struct dtap_decompress *unpack, const uint8_t **data,
	   size_t *data_size, uint8_t *out, size_t size)
{
	struct unzstd *unzstd = unzstd_of(unpack);
	size_t made = 0;

	if (unpack->trouble || (*data_size == 0 && !unzstd->within))
		return 0;
	do
		made = decompress_some(unzstd, data, data_size, out, size);
	while (made == 0 && *data_size > 0 && !unpack->trouble);
	unpack->given += made;
	return made;
}

static bool
unzstd_end(struct dtap_decompress *unpack)
{
	if (unzstd_of(unpack)->within && !unpack->trouble)
		unpack->trouble = "unexpected end of file";
	return !unpack->trouble;
}
#else
static struct dtap_decompress *
unzstd_begin(void)
{
	errno = ENOTSUP;
	return NULL;
}
#endif

const struct dtap_compression_format dtap_compression_format_zstd = {
	.name = "zstd",
	.magic = "\x28\xb5\x2f\xfd",
	.begin = unzstd_begin,
#ifdef DTAP_ZSTD
	.free = unzstd_free,
	.run = unzstd_run,
	.end = unzstd_end,
#endif
};
