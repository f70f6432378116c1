/* SPDX-License-Identifier: MIT */
/*
 * setup.h - the daemon's parts, made from its configuration.
 *
 * Nothing is started here, and no device opened; what cannot be had is said in
 * one line that names the key and what to do.
 */
#ifndef DTAP_SETUP_H
#define DTAP_SETUP_H

#include "conf/conf.h"
#include "http/server.h"
#include "streams/pcap_listener.h"

struct dtap_setup {
	struct dtap_service service; /* taps, fan-out and clock are in it */
	struct dtap_access access;
	struct dtap_server *server;
	struct dtap_pcap_listener
		*pcap_listeners[DTAP_MAX_TAPS]; /* NULL: has none */
};

/* False: said why.  Take apart what there is in both cases. */
bool dtap_setup_make(struct dtap_setup *assembly, const struct dtap_conf *conf,
		     const struct dtap_log *log);

/* Its threads have ended. */
void dtap_setup_free(struct dtap_setup *assembly);

#endif
