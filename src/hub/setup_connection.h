/* SPDX-License-Identifier: MIT */
/*
 * setup_connection.h - the connection that the configuration describes: the
 * keys of the group hub.
 *
 * Main thread.
 */
#ifndef DTAP_HUB_SETUP_CONNECTION_H
#define DTAP_HUB_SETUP_CONNECTION_H

#include <stdatomic.h>

#include "conf/conf.h"
#include "hub/connection.h"

/* Checks the keys and reads the secrets.  False: the log says why. */
bool dtap_hub_setup_check_connection(const struct dtap_conf *conf,
				     const struct dtap_log *log);

/*
 * Connects.  `ended` is called if the connection has ended for good
 * (connection.h).  NULL: the log says why.
 */
struct dtap_hub_connection *dtap_hub_setup_connect(const struct dtap_conf *conf,
						   const struct dtap_log *log,
						   void (*ended)(void *arg),
						   void *arg);

/*
 * Waits for the connection to be open, 10 s at most; *ended: it has ended for
 * good.  False: the log says why.
 */
bool dtap_hub_setup_await(struct dtap_hub_connection *connection,
			  const atomic_bool *ended, const struct dtap_log *log);

#endif
