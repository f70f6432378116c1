/* SPDX-License-Identifier: MIT */
/* daemon.h - the parts put together, run, and taken apart in order. */
#ifndef DTAP_DAEMON_H
#define DTAP_DAEMON_H

#include "base/log.h"
#include "conf/conf.h"

/*
 * Serves until SIGTERM, SIGINT or SIGHUP, or until a source that ends says so.
 * Blocks these signals first: call it before any other thread is made.  Returns
 * the process's exit status: 1 where it could not start, with one line that
 * says why.
 */
int dtap_daemon_run(const struct dtap_conf *conf, const struct dtap_log *log);

#endif
