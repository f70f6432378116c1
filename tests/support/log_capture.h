/* SPDX-License-Identifier: MIT */
/*
 * log_capture.h - what the log says: standard error, caught while a test wants it.
 */
#ifndef DTAP_LOG_CAPTURE_H
#define DTAP_LOG_CAPTURE_H

#include <stddef.h>

struct said {
	int fd, stderr_fd;
};

void said_begin(struct said *said);

/* What has been said so far; the caller frees it. */
char *said_so_far(const struct said *said);

/* The same, and standard error is as it was. */
char *said_end(struct said *said);

/* How often `what` stands in the text. */
size_t said_count(const char *text, const char *what);

#endif
