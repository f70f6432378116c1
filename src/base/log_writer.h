/* SPDX-License-Identifier: MIT */
/*
 * log_writer.h - a bounded queue of lines, and a thread that writes them.
 *
 * A reader of the log may stop reading: a paused pager, a terminal after
 * Ctrl-S, a collector that hangs.  Then only the thread of the writer, "log",
 * waits.  No other thread ever waits for the log.  A line that the queue has no
 * room for is lost and counted; when there is room again, a line says how many
 * were lost.
 *
 * Any thread may push.  One owner makes and stops the writer.
 */
#ifndef DTAP_LOG_WRITER_H
#define DTAP_LOG_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_LOG_LINE 1100 /* bytes of a line, at most */

/* Writes the line about lost lines, with its newline; returns its size. */
typedef size_t dtap_log_lost_line(char out[DTAP_LOG_LINE], uint64_t count);

struct dtap_log_writer;

/*
 * A writer to a descriptor, with its thread.  The descriptor stays the caller's
 * and keeps its flags.  The thread has all signals blocked.  NULL with errno.
 */
struct dtap_log_writer *dtap_log_writer_start(int fd,
					      dtap_log_lost_line *lost_line);

/* Copies a line of at most DTAP_LOG_LINE bytes.  Never waits for the reader. */
void dtap_log_writer_push(struct dtap_log_writer *writer, const char *line,
			  size_t size);

/*
 * Waits until all lines are written, but no longer than timeout_ms.  True: they
 * are, the thread has ended and the writer is freed.  False: the reader takes
 * nothing.  The thread is left waiting until the process ends, and the writer
 * stays valid: further lines are discarded, and it may be stopped again.
 */
bool dtap_log_writer_stop(struct dtap_log_writer *writer, int timeout_ms);

#endif
