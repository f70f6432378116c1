/* SPDX-License-Identifier: MIT */
/*
 * log_capture.h - captures standard error, where the log is written.
 */
#ifndef DTAP_LOG_CAPTURE_H
#define DTAP_LOG_CAPTURE_H

#include <stddef.h>

struct log_capture {
	int fd, stderr_fd;
};

void log_capture_begin(struct log_capture *capture);

/* The text so far; the caller frees it. */
char *log_capture_so_far(const struct log_capture *capture);

/* The same; also restores standard error. */
char *log_capture_end(struct log_capture *capture);

/* How often `what` is in the text. */
size_t log_capture_count(const char *text, const char *what);

#endif
