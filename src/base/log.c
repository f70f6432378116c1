/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void
dtap_log_line(enum dtap_priority priority, const char *text)
{
	char line[1100];
	int size;
	ssize_t written;

	if (getenv("JOURNAL_STREAM") != NULL)
		size = snprintf(line, sizeof line, "<%d>%s\n", priority, text);
	else
		size = snprintf(line, sizeof line, "diagtapd: %s%s\n",
				priority <= DTAP_ERROR     ? "error: "
				: priority == DTAP_WARNING ? "warning: "
							   : "",
				text);
	if (size >= (int)sizeof line) {
		size = sizeof line;
		line[size - 1] = '\n';
	}
	/* Where standard error is gone there is nobody to tell. */
	written = write(STDERR_FILENO, line, (size_t)size);
	(void)written;
}

void
dtap_log(const struct dtap_log *log, enum dtap_priority priority,
	 const char *format, ...)
{
	char text[1024];
	va_list args;

	if (priority > log->most)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	dtap_log_line(priority, text);
}
