/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum dtap_split_result
dtap_split_broken(struct dtap_split *split, size_t bytes, const char *format,
		  ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(split->why, sizeof split->why, format, args);
	va_end(args);
	split->bytes = bytes;
	return DTAP_SPLIT_BROKEN;
}

enum dtap_split_result
dtap_split_cut_short(struct dtap_split *split,
		     const struct dtap_read_buffer *buffer, const char *what)
{
	if (!buffer->ended)
		return DTAP_SPLIT_MORE;
	return dtap_split_broken(split, buffer->size > 0 ? 1 : 0,
				 "cut short at offset %" PRIu64
				 ", inside the %s that begins at %" PRIu64,
				 buffer->offset + buffer->size, what,
				 buffer->offset);
}
