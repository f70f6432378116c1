/* SPDX-License-Identifier: MIT */
/*
 * log_capture.h - what the log says: standard error, caught while a test wants
 * it.
 */
#ifndef DTAP_LOG_CAPTURE_H
#define DTAP_LOG_CAPTURE_H

#include <stddef.h>

struct log_capture {
	int fd, stderr_fd;
};

void log_capture_begin(struct log_capture *said);

/* What has been said so far; the caller frees it. */
char *log_capture_so_far(const struct log_capture *said);

/* The same, and standard error is as it was. */
char *log_capture_end(struct log_capture *said);

/* How often `what` stands in the text. */
size_t log_capture_count(const char *text, const char *what);

#endif
