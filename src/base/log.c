/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log_writer.h"

#define STOP_MS 1000 /* how long the end waits for a reader of the log */

/*
 * Not in a struct that is passed in: a process has one standard error.  Set
 * before other threads start, and after they have ended.
 */
static struct dtap_log_writer *writer;
static const char *program = "diagtapd";

void
dtap_log_name(const char *name)
{
	program = name;
}

/*
 * systemd sets JOURNAL_STREAM to device and inode of the journal's socket.  A
 * program that a service starts inherits the variable, but perhaps another
 * standard error.
 */
static bool
is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	uintmax_t device, inode;
	struct stat status;

	return stream != NULL &&
	       sscanf(stream, "%ju:%ju", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &status) == 0 && status.st_dev == device &&
	       status.st_ino == inode;
}

/* A line with its beginning and its newline; returns its size. */
static size_t
compose(char line[DTAP_LOG_LINE], enum dtap_priority priority, const char *text)
{
	const char *word = priority <= DTAP_ERROR     ? "error: "
			   : priority == DTAP_WARNING ? "warning: "
						      : "";
	int size = is_journal() ? snprintf(line, DTAP_LOG_LINE, "<%d>%s\n",
					   priority, text)
				: snprintf(line, DTAP_LOG_LINE, "%s: %s%s\n",
					   program, word, text);

	if (size < DTAP_LOG_LINE)
		return (size_t)size;
	line[DTAP_LOG_LINE - 1] = '\n';
	return DTAP_LOG_LINE;
}

static size_t
compose_lost(char line[DTAP_LOG_LINE], uint64_t count)
{
	char text[120];

	snprintf(text, sizeof text,
		 "%" PRIu64 " line%s of the log %s lost: nobody read them in "
		 "time",
		 count, DTAP_PLURAL(count), count == 1 ? "was" : "were");
	return compose(line, DTAP_WARNING, text);
}

void
dtap_log_line(enum dtap_priority priority, const char *text)
{
	char line[DTAP_LOG_LINE];
	size_t size = compose(line, priority, text);
	ssize_t written;

	if (writer != NULL) {
		dtap_log_writer_push(writer, line, size);
		return;
	}
	/* If this fails there is no place to report it. */
	written = write(STDERR_FILENO, line, size);
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
	if (log->take != NULL)
		log->take(log->arg, priority, text);
	else
		dtap_log_line(priority, text);
}

int
dtap_log_start(void)
{
	writer = dtap_log_writer_start(STDERR_FILENO, compose_lost);
	return writer != NULL ? 0 : -1;
}

void
dtap_log_stop(void)
{
	/* A writer that waits stays: lines after this are discarded. */
	if (writer != NULL && dtap_log_writer_stop(writer, STOP_MS))
		writer = NULL;
}
