/* SPDX-License-Identifier: MIT */
/*
 * log.h - lines for the person who runs the daemon, on standard error.
 *
 * Any thread; one line is one write(2).  Under journald each line bears its
 * priority ("<4>"), elsewhere the program's name.  The core library does not
 * log.
 */
#ifndef DTAP_LOG_H
#define DTAP_LOG_H

#include <stdbool.h>

/* Those of syslog(3). */
enum dtap_priority {
	DTAP_NOTHING = 2, /* of a log: no line of ours is written */
	DTAP_ERROR = 3,
	DTAP_WARNING = 4,
	DTAP_NOTICE = 5, /* what an operator wants to know */
	DTAP_DEBUG = 7,
};

/* Lines beyond this priority are not written. */
struct dtap_log {
	enum dtap_priority most;
};

void dtap_log(const struct dtap_log *log, enum dtap_priority priority,
	      const char *format, ...) __attribute__((format(printf, 3, 4)));

/* An error line, and the value of a function that cannot go on. */
#define DTAP_FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

/* The end of a noun behind a count: 1 record, 2 records. */
#define DTAP_PLURAL(count) ((count) == 1 ? "" : "s")

/* A line regardless of a log's priority, for who has none at hand. */
void dtap_log_line(enum dtap_priority priority, const char *text);

#endif
