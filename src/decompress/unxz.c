/* SPDX-License-Identifier: MIT */
#include "decompress/decompress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef DTAP_LZMA
#include <lzma.h>

#include "base/dynlib.h"

/* xz -9 needs 65 MiB; a stream may ask for 4 GiB. */
#define MEMORY_MOST (UINT64_C(128) << 20)

/* The functions of liblzma that we call. */
struct liblzma {
	__typeof__(&lzma_stream_decoder) stream_decoder;
	__typeof__(&lzma_code) code;
	__typeof__(&lzma_end) end;
};

struct unxz {
	struct dtap_decompress base;
	struct liblzma lib;
	lzma_stream z;
};

static struct unxz *
unxz_of(struct dtap_decompress *decompress)
{
	return (struct unxz *)decompress;
}

static bool
load(struct liblzma *lib)
{
	static const char *const names[] = {"liblzma.so.5", NULL};
	static const struct dtap_dynlib_call calls[] = {
		{"lzma_stream_decoder",
		 offsetof(struct liblzma, stream_decoder)},
		{"lzma_code", offsetof(struct liblzma, code)},
		{"lzma_end", offsetof(struct liblzma, end)},
	};
	static const struct dtap_dynlib library = {
		.names = names,
		.calls = calls,
		.call_count = sizeof calls / sizeof *calls,
	};

	return dtap_dynlib_load(&library, lib);
}

static struct dtap_decompress *
unxz_begin(void)
{
	struct unxz *unxz = calloc(1, sizeof *unxz);
	bool is_loaded = unxz != NULL && load(&unxz->lib);

	if (is_loaded) {
		unxz->base.format = &dtap_compression_format_xz;
		if (unxz->lib.stream_decoder(&unxz->z, MEMORY_MOST,
					     LZMA_CONCATENATED) == LZMA_OK)
			return &unxz->base;
	}
	errno = unxz == NULL || is_loaded ? ENOMEM : ELIBACC;
	free(unxz);
	return NULL;
}

static void
unxz_free(struct dtap_decompress *decompress)
{
	struct unxz *unxz = unxz_of(decompress);

	unxz->lib.end(&unxz->z);
	free(unxz);
}

static const char *
text_of(lzma_ret result)
{
	switch (result) {
	case LZMA_MEMLIMIT_ERROR:
		return "it needs more than 128 MiB of memory";
	case LZMA_FORMAT_ERROR:
		return "no xz stream";
	case LZMA_OPTIONS_ERROR:
		return "of an unknown kind";
	case LZMA_DATA_ERROR:
		return "wrong data";
	case LZMA_BUF_ERROR:
		return "unexpected end of file";
	case LZMA_MEM_ERROR:
		return "no memory";
	default:
		return "an error of liblzma";
	}
}

/* It may hold bytes back: so it is called without data too. */
static size_t
unxz_run(struct dtap_decompress *decompress, const uint8_t **data,
	 size_t *data_size, uint8_t *out, size_t size)
{
	struct unxz *unxz = unxz_of(decompress);
	lzma_ret result = LZMA_OK;

	if (decompress->trouble != NULL)
		return 0;
	unxz->z.next_in = *data;
	unxz->z.avail_in = *data_size;
	unxz->z.next_out = out;
	unxz->z.avail_out = size;
	while (result == LZMA_OK && unxz->z.avail_out == size)
		result = unxz->lib.code(&unxz->z, LZMA_RUN);
	decompress->taken += *data_size - unxz->z.avail_in;
	decompress->given += size - unxz->z.avail_out;
	*data += *data_size - unxz->z.avail_in;
	*data_size = unxz->z.avail_in;
	if (result != LZMA_OK && result != LZMA_BUF_ERROR)
		decompress->trouble = text_of(result);
	return size - unxz->z.avail_out;
}

/* Only here the library learns that no other stream follows. */
static bool
unxz_end(struct dtap_decompress *decompress)
{
	struct unxz *unxz = unxz_of(decompress);
	lzma_ret result;

	if (decompress->trouble != NULL)
		return false;
	unxz->z.avail_in = 0;
	unxz->z.avail_out = 0;
	result = unxz->lib.code(&unxz->z, LZMA_FINISH);
	if (result != LZMA_STREAM_END)
		decompress->trouble =
			text_of(result == LZMA_OK ? LZMA_BUF_ERROR : result);
	return decompress->trouble == NULL;
}
#else
static struct dtap_decompress *
unxz_begin(void)
{
	errno = ENOTSUP;
	return NULL;
}
#endif

static bool
is_xz(const uint8_t *data, size_t size)
{
	return memcmp(data,
		      "\xfd"
		      "7zX",
		      size < 4 ? size : 4) == 0;
}

const struct dtap_compression_format dtap_compression_format_xz = {
	.name = "xz",
	.command = "xz -dc",
	.library = "liblzma.so.5",
	.magic = 4,
	.is_magic = is_xz,
	.begin = unxz_begin,
#ifdef DTAP_LZMA
	.free = unxz_free,
	.run = unxz_run,
	.end = unxz_end,
#endif
};
