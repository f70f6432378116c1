/* SPDX-License-Identifier: MIT */
/*
 * run.h - runs a hub, and stops it in order.
 */
#ifndef DTAP_HUB_RUN_H
#define DTAP_HUB_RUN_H

#include "base/log.h"
#include "conf/conf.h"

/* Exit statuses of the process, besides 0: as of diagtapd. */
enum {
	DTAP_HUB_FAILED = 1, /* a socket, a thread, the server: try it again */
	DTAP_HUB_WRONG = 2,  /* the configuration: it has to be changed */
};

/*
 * Serves until SIGTERM or SIGINT, or until the server of NATS refuses the
 * login. SIGHUP makes it read the configuration again (reload.h); in a
 * terminal, whose end it means there, it ends the hub.  Returns the exit
 * status; if it is not 0, the log says why.
 */
int dtap_hub_run(const struct dtap_conf *conf, const struct dtap_log *log,
		 const struct dtap_reread *reread);

#endif
