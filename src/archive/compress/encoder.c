/* SPDX-License-Identifier: MIT */
#include "archive/compress/encoder.h"

#include <errno.h>
#include <stdlib.h>

#include <zlib.h>
#ifdef DTAP_ZSTD
#include <zstd.h>
#endif

#define OUT       (64 * 1024)
#define GZIP_BITS (15 + 16) /* the largest window, with gzip's own header */

/*
 * Measured by "script/bench device", 300 KB/s of traffic: level 3 needs half
 * the instructions of zlib's default (23 of 46 millions a second, of all that
 * the daemon does), and the file has 30 % of the plain size instead of 28 %.
 */
#define GZIP_LEVEL  3
#define GZIP_MEMORY 8 /* zlib's default: 256 KiB */

/*
 * A window of 256 KiB, and tables of half zstd's size.  With 1 MiB and zstd's
 * own tables the daemon needed 12.4 MB at the peak, more than the budget of 12
 * MB of the same measurement; so it needs 11.3 MB, and the file is no larger.
 */
#define ZSTD_WINDOW_LOG 18
#define ZSTD_HASH_LOG   16
#define ZSTD_CHAIN_LOG  15

/* One way of compressing.  The verbs are those of encoder.h. */
struct method {
	bool (*begin)(struct dtap_encoder *encoder);
	void (*end)(struct dtap_encoder *encoder);
	int (*feed)(struct dtap_encoder *encoder, const uint8_t *bytes,
		    size_t size, bool last, dtap_encoder_out *out, void *arg);
};

struct dtap_encoder {
	const struct method *method;
	z_stream gzip;
#ifdef DTAP_ZSTD
	ZSTD_CCtx *zstd;
#endif
	uint8_t out[OUT];
};

static bool
begin_gzip(struct dtap_encoder *encoder)
{
	return deflateInit2(&encoder->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_BITS,
			    GZIP_MEMORY, Z_DEFAULT_STRATEGY) == Z_OK;
}

static void
end_gzip(struct dtap_encoder *encoder)
{
	deflateEnd(&encoder->gzip);
}

static int
feed_gzip(struct dtap_encoder *encoder, const uint8_t *bytes, size_t size,
	  bool last, dtap_encoder_out *out, void *arg)
{
	z_stream *gzip = &encoder->gzip;

	gzip->next_in = (Bytef *)bytes;
	gzip->avail_in = (uInt)size;
	do {
		gzip->next_out = encoder->out;
		gzip->avail_out = OUT;
		deflate(gzip, last ? Z_FINISH : Z_NO_FLUSH);
		if (out(arg, encoder->out, OUT - gzip->avail_out) < 0)
			return -1;
	} while (gzip->avail_out == 0);
	return 0;
}

#ifdef DTAP_ZSTD

static bool
begin_zstd(struct dtap_encoder *encoder)
{
	encoder->zstd = ZSTD_createCCtx();
	if (encoder->zstd == NULL)
		return false;
	ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_windowLog,
			       ZSTD_WINDOW_LOG);
	ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_hashLog, ZSTD_HASH_LOG);
	ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_chainLog, ZSTD_CHAIN_LOG);
	ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_checksumFlag, 1);
	return true;
}

static void
end_zstd(struct dtap_encoder *encoder)
{
	ZSTD_freeCCtx(encoder->zstd);
}

static int
feed_zstd(struct dtap_encoder *encoder, const uint8_t *bytes, size_t size,
	  bool last, dtap_encoder_out *out, void *arg)
{
	ZSTD_EndDirective directive = last ? ZSTD_e_end : ZSTD_e_continue;
	ZSTD_inBuffer input = {bytes, size, 0};
	size_t left;

	do {
		ZSTD_outBuffer output = {encoder->out, OUT, 0};

		left = ZSTD_compressStream2(encoder->zstd, &output, &input,
					    directive);
		if (ZSTD_isError(left)) {
			errno = ENOMEM;
			return -1;
		}
		if (out(arg, encoder->out, output.pos) < 0)
			return -1;
	} while (last ? left > 0 : input.pos < input.size);
	return 0;
}

#endif

static const struct method methods[] = {
	[DTAP_COMPRESSION_GZIP] = {begin_gzip, end_gzip, feed_gzip},
#ifdef DTAP_ZSTD
	[DTAP_COMPRESSION_ZSTD] = {begin_zstd, end_zstd, feed_zstd},
#endif
};

bool
dtap_encoder_is_known(enum dtap_compression compression)
{
	return compression < sizeof methods / sizeof *methods &&
	       methods[compression].feed != NULL;
}

struct dtap_encoder *
dtap_encoder_new(enum dtap_compression compression)
{
	struct dtap_encoder *encoder = calloc(1, sizeof *encoder);

	if (encoder == NULL)
		return NULL;
	encoder->method = &methods[compression];
	if (encoder->method->begin(encoder))
		return encoder;
	free(encoder);
	errno = ENOMEM;
	return NULL;
}

void
dtap_encoder_free(struct dtap_encoder *encoder)
{
	if (encoder == NULL)
		return;
	encoder->method->end(encoder);
	free(encoder);
}

int
dtap_encoder_feed(struct dtap_encoder *encoder, const uint8_t *bytes,
		  size_t size, bool last, dtap_encoder_out *out, void *arg)
{
	return encoder->method->feed(encoder, bytes, size, last, out, arg);
}
