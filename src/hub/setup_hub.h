/* SPDX-License-Identifier: MIT */
/*
 * setup_hub.h - makes the parts of a hub from its configuration.
 *
 * If a part cannot be made, one line in the log names the key and says what to
 * do.  Main thread.
 */
#ifndef DTAP_SETUP_HUB_H
#define DTAP_SETUP_HUB_H

#include "conf/conf.h"
#include "http/server.h"
#include "hub/hub.h"
#include "hub/presence.h"
#include "streams/pcap_listener.h"

struct dtap_hub_setup {
	struct dtap_hub hub;
	struct dtap_access access;
	struct dtap_hub_presence *presence;
	struct dtap_server *server;
	struct dtap_pcap_listener *pcap_listener; /* NULL: none */
	const char *streams[DTAP_CONSUMER_STREAMS];
};

/* Checks all keys; opens and starts nothing.  False: the log says why. */
bool dtap_hub_setup_check(const struct dtap_conf *conf,
			  const struct dtap_log *log);

/* The groups of hub.groups.  False: the log says why. */
bool dtap_hub_setup_groups(struct dtap_hub *hub, const struct dtap_conf *conf,
			   const struct dtap_log *log);

/*
 * Makes all parts and connects; no thread of ours runs yet.  `ended` is called
 * if the connection has ended for good (connection.h).  False: the log says
 * why. Free it in both cases.
 */
bool dtap_hub_setup_make(struct dtap_hub_setup *setup,
			 const struct dtap_conf *conf,
			 const struct dtap_log *log, void (*ended)(void *arg),
			 void *arg);

void dtap_hub_setup_free(struct dtap_hub_setup *setup);

#endif
