/* SPDX-License-Identifier: MIT */
#include <dtap/source.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void
dtap_source_explain(struct dtap_source *source, const char *format, ...)
{
	int saved = errno;
	va_list args;

	va_start(args, format);
	vsnprintf(source->why, sizeof source->why, format, args);
	va_end(args);
	errno = saved;
}
