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

/* One way of compressing.  The verbs are those of encoder.h. */
struct method {
	bool (*begin)(struct dtap_codec *codec);
	void (*end)(struct dtap_codec *codec);
	int (*feed)(struct dtap_codec *codec, const uint8_t *bytes, size_t size,
		    bool last, dtap_codec_out *out, void *arg);
};

struct dtap_codec {
	const struct method *method;
	z_stream gzip;
#ifdef DTAP_ZSTD
	ZSTD_CCtx *zstd;
#endif
	uint8_t out[OUT];
};

static bool
begin_gzip(struct dtap_codec *codec)
{
	return deflateInit2(&codec->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
			    GZIP_BITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
}

static void
end_gzip(struct dtap_codec *codec)
{
	deflateEnd(&codec->gzip);
}

static int
feed_gzip(struct dtap_codec *codec, const uint8_t *bytes, size_t size,
	  bool last, dtap_codec_out *out, void *arg)
{
	z_stream *gzip = &codec->gzip;

	gzip->next_in = (Bytef *)bytes;
	gzip->avail_in = (uInt)size;
	do {
		gzip->next_out = codec->out;
		gzip->avail_out = OUT;
		deflate(gzip, last ? Z_FINISH : Z_NO_FLUSH);
		if (out(arg, codec->out, OUT - gzip->avail_out) < 0)
			return -1;
	} while (gzip->avail_out == 0);
	return 0;
}

#ifdef DTAP_ZSTD

static bool
begin_zstd(struct dtap_codec *codec)
{
	codec->zstd = ZSTD_createCCtx();
	if (codec->zstd == NULL)
		return false;
	/* Bounds what it costs, here and whoever reads it, to a few MiB. */
	ZSTD_CCtx_setParameter(codec->zstd, ZSTD_c_windowLog, 20);
	ZSTD_CCtx_setParameter(codec->zstd, ZSTD_c_checksumFlag, 1);
	return true;
}

static void
end_zstd(struct dtap_codec *codec)
{
	ZSTD_freeCCtx(codec->zstd);
}

static int
feed_zstd(struct dtap_codec *codec, const uint8_t *bytes, size_t size,
	  bool last, dtap_codec_out *out, void *arg)
{
	ZSTD_EndDirective directive = last ? ZSTD_e_end : ZSTD_e_continue;
	ZSTD_inBuffer input = {bytes, size, 0};
	size_t left;

	do {
		ZSTD_outBuffer output = {codec->out, OUT, 0};

		left = ZSTD_compressStream2(codec->zstd, &output, &input,
					    directive);
		if (ZSTD_isError(left)) {
			errno = ENOMEM;
			return -1;
		}
		if (out(arg, codec->out, output.pos) < 0)
			return -1;
	} while (last ? left > 0 : input.pos < input.size);
	return 0;
}

#endif

static const struct method methods[] = {
	[DTAP_SQUEEZE_GZIP] = {begin_gzip, end_gzip, feed_gzip},
#ifdef DTAP_ZSTD
	[DTAP_SQUEEZE_ZSTD] = {begin_zstd, end_zstd, feed_zstd},
#endif
};

bool
dtap_codec_is_known(enum dtap_squeeze squeeze)
{
	return squeeze < sizeof methods / sizeof *methods &&
	       methods[squeeze].feed != NULL;
}

struct dtap_codec *
dtap_codec_new(enum dtap_squeeze squeeze)
{
	struct dtap_codec *codec = calloc(1, sizeof *codec);

	if (codec == NULL)
		return NULL;
	codec->method = &methods[squeeze];
	if (codec->method->begin(codec))
		return codec;
	free(codec);
	errno = ENOMEM;
	return NULL;
}

void
dtap_codec_free(struct dtap_codec *codec)
{
	if (codec == NULL)
		return;
	codec->method->end(codec);
	free(codec);
}

int
dtap_codec_feed(struct dtap_codec *codec, const uint8_t *bytes, size_t size,
		bool last, dtap_codec_out *out, void *arg)
{
	return codec->method->feed(codec, bytes, size, last, out, arg);
}
