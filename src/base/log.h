/* SPDX-License-Identifier: MIT */
/*
 * log.h - lines for the person who runs the daemon, on standard error.
 *
 * Any thread may log.  One line is one write(2).  If standard error is the
 * journal of systemd, each line begins with its priority ("<4>"); otherwise it
 * begins with the name of the program.  The core library does not log.
 *
 * Until dtap_log_start() lines are written directly, by the thread that logs.
 * After it a thread of its own writes them (log_writer.h), and no other thread
 * waits for the reader of the log.
 *
 * That thread is the one thing here that is not passed in: a process has one
 * standard error, and the callback of lws_set_log_level(3) has no argument of
 * ours.
 */
#ifndef DTAP_LOG_H
#define DTAP_LOG_H

#include <stdbool.h>

/* Those of syslog(3). */
enum dtap_priority {
	DTAP_NOTHING = 2, /* for a log that writes no line at all */
	DTAP_ERROR = 3,
	DTAP_WARNING = 4,
	DTAP_NOTICE = 5, /* what an operator wants to know */
	DTAP_DEBUG = 7,
};

struct dtap_log {
	/* Lines of a less important priority are not written. */
	enum dtap_priority most;

	/* Takes the lines, in place of standard error.  NULL: they go there. */
	void (*take)(void *arg, enum dtap_priority priority, const char *text);
	void *arg;
};

void dtap_log(const struct dtap_log *log, enum dtap_priority priority,
	      const char *format, ...) __attribute__((format(printf, 3, 4)));

/* An error line, and false as the result of a function that fails. */
#define DTAP_FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

/* The end of a noun behind a count: 1 record, 2 records. */
#define DTAP_PLURAL(count) ((count) == 1 ? "" : "s")

/* A line for callers without a log; it is always written. */
void dtap_log_line(enum dtap_priority priority, const char *text);

/* The name of the program, if it is not diagtapd.  A static string; main
 * thread, before the first line. */
void dtap_log_name(const char *name);

/*
 * From now on a thread writes the lines.  Main thread, once in a process.  -1
 * with errno: there is no such thread, and lines are written directly.
 */
int dtap_log_start(void);

/*
 * Writes the lines that are left, but waits for a second at most if nobody
 * reads them.  Main thread, when no other thread logs any more.  Without
 * dtap_log_start() it does nothing.
 */
void dtap_log_stop(void);

#endif
