/* SPDX-License-Identifier: MIT */
#include "decompress/decompress.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#ifdef DTAP_BZIP2
#include <bzlib.h>

#include "base/dynlib.h"

/* The functions of libbz2 that we call. */
struct libbz2 {
	__typeof__(&BZ2_bzDecompressInit) init;
	__typeof__(&BZ2_bzDecompress) decompress;
	__typeof__(&BZ2_bzDecompressEnd) end;
};

struct bunzip2 {
	struct dtap_decompress base;
	struct libbz2 lib;
	bz_stream z;
	bool within; /* a stream has begun, and not ended */
};

static struct bunzip2 *
bunzip2_of(struct dtap_decompress *decompress)
{
	return (struct bunzip2 *)decompress;
}

static bool
load(struct libbz2 *lib)
{
	static const char *const names[] = {"libbz2.so.1.0", "libbz2.so.1",
					    NULL};
	static const struct dtap_dynlib_call calls[] = {
		{"BZ2_bzDecompressInit", offsetof(struct libbz2, init)},
		{"BZ2_bzDecompress", offsetof(struct libbz2, decompress)},
		{"BZ2_bzDecompressEnd", offsetof(struct libbz2, end)},
	};
	static const struct dtap_dynlib library = {
		.names = names,
		.calls = calls,
		.call_count = sizeof calls / sizeof *calls,
	};

	return dtap_dynlib_load(&library, lib);
}

static struct dtap_decompress *
bunzip2_begin(void)
{
	struct bunzip2 *bunzip2 = calloc(1, sizeof *bunzip2);

	if (bunzip2 == NULL)
		return NULL;
	bunzip2->base.format = &dtap_compression_format_bzip2;
	if (load(&bunzip2->lib))
		return &bunzip2->base;
	free(bunzip2);
	errno = ELIBACC;
	return NULL;
}

static void
bunzip2_free(struct dtap_decompress *decompress)
{
	struct bunzip2 *bunzip2 = bunzip2_of(decompress);

	if (bunzip2->within)
		bunzip2->lib.end(&bunzip2->z);
	free(bunzip2);
}

static const char *
text_of(int result)
{
	switch (result) {
	case BZ_DATA_ERROR:
		return "wrong data";
	case BZ_DATA_ERROR_MAGIC:
		return "no bzip2 stream";
	case BZ_MEM_ERROR:
		return "no memory";
	default:
		return "an error of libbz2";
	}
}

/* A result below 0 is the end of all; of a stream another may follow. */
static void
check(struct bunzip2 *bunzip2, int result)
{
	if (result == BZ_STREAM_END) {
		bunzip2->lib.end(&bunzip2->z);
		bunzip2->within = false;
	} else if (result != BZ_OK) {
		bunzip2->base.trouble = text_of(result);
	}
}

static bool
begin_stream(struct bunzip2 *bunzip2)
{
	int result;

	memset(&bunzip2->z, 0, sizeof bunzip2->z);
	result = bunzip2->lib.init(&bunzip2->z, 0, 0);
	bunzip2->within = result == BZ_OK;
	check(bunzip2, result);
	return bunzip2->within;
}

static unsigned
clamp(size_t size)
{
	return size < UINT_MAX ? (unsigned)size : UINT_MAX;
}

/* One call, also without data: the library may hold bytes back. */
static size_t
decompress_some(struct bunzip2 *bunzip2, const uint8_t **data,
		size_t *data_size, uint8_t *out, size_t size)
{
	unsigned in = clamp(*data_size), room = clamp(size), used;
	bz_stream *z = &bunzip2->z;

	z->next_in = (char *)*data; /* which it does not write to */
	z->avail_in = in;
	z->next_out = (char *)out;
	z->avail_out = room;
	check(bunzip2, bunzip2->lib.decompress(z));
	used = in - z->avail_in;
	*data += used;
	*data_size -= used;
	bunzip2->base.taken += used;
	return room - z->avail_out;
}

/* Zeros after a stream: the padding of a tape or a disk. */
static void
skip_padding(struct bunzip2 *bunzip2, const uint8_t **data, size_t *data_size)
{
	while (!bunzip2->within && *data_size > 0 && **data == 0) {
		++*data;
		--*data_size;
		bunzip2->base.taken++;
	}
}

static size_t
bunzip2_run(struct dtap_decompress *decompress, const uint8_t **data,
	    size_t *data_size, uint8_t *out, size_t size)
{
	struct bunzip2 *bunzip2 = bunzip2_of(decompress);
	size_t written = 0;

	do {
		skip_padding(bunzip2, data, data_size);
		if (decompress->trouble != NULL ||
		    (!bunzip2->within &&
		     (*data_size == 0 || !begin_stream(bunzip2))))
			return 0;
		written = decompress_some(bunzip2, data, data_size, out, size);
	} while (written == 0 && *data_size > 0);
	decompress->given += written;
	return written;
}

static bool
bunzip2_end(struct dtap_decompress *decompress)
{
	if (bunzip2_of(decompress)->within && decompress->trouble == NULL)
		decompress->trouble = "unexpected end of file";
	return decompress->trouble == NULL;
}
#else
static struct dtap_decompress *
bunzip2_begin(void)
{
	errno = ENOTSUP;
	return NULL;
}
#endif

/* "BZh", and the size of blocks: a digit. */
static bool
is_bzip2(const uint8_t *data, size_t size)
{
	return memcmp(data, "BZh", size < 3 ? size : 3) == 0 &&
	       (size < 4 || (data[3] >= '1' && data[3] <= '9'));
}

const struct dtap_compression_format dtap_compression_format_bzip2 = {
	.name = "bzip2",
	.command = "bzip2 -dc",
	.library = "libbz2.so.1.0",
	.magic = 4,
	.is_magic = is_bzip2,
	.begin = bunzip2_begin,
#ifdef DTAP_BZIP2
	.free = bunzip2_free,
	.run = bunzip2_run,
	.end = bunzip2_end,
#endif
};
