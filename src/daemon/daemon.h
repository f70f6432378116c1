/* SPDX-License-Identifier: MIT */
/* daemon.h - makes the parts of the daemon, runs them, and stops them in order.
 */
#ifndef DTAP_DAEMON_H
#define DTAP_DAEMON_H

#include "base/log.h"
#include "conf/conf.h"

/* Exit statuses of the process, besides 0. */
enum {
	DTAP_DAEMON_FAILED = 1, /* a socket, a thread, a right: try it again */
	DTAP_DAEMON_WRONG = 2,  /* the configuration: it has to be changed */
};

/*
 * Serves until SIGTERM or SIGINT, or until a replay with at_end = "exit" ends.
 * SIGHUP makes it read the configuration again (reload.h); in a terminal, whose
 * end it means there, it ends the daemon.  Blocks these signals first: call it
 * before any other thread is made that does not block them.  Returns the exit
 * status; if it is not 0, one line in the log says why.
 */
int dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log,
		    const struct dtap_reread *reread);

/*
 * Makes all checks of a start that need no device, no socket and no thread.
 * Returns the exit status as dtap_daemon_run() does.
 */
int dtap_daemon_check(const struct dtap_conf *conf, const struct dtap_log *log);

#endif
