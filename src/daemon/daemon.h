/* SPDX-License-Identifier: MIT */
/* daemon.h - makes the parts of the daemon, runs them, and stops them in order.
 */
#ifndef DTAP_DAEMON_H
#define DTAP_DAEMON_H

#include "base/log.h"
#include "conf/conf.h"

/*
 * Serves until SIGTERM, SIGINT or SIGHUP, or until a replay with at_end =
 * "exit" ends.  Blocks these signals first: call it before any other thread is
 * made. Returns the exit status of the process.  It is 1 if the daemon could
 * not start; one line in the log then says why.
 */
int dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log);

#endif
