/* SPDX-License-Identifier: MIT */
/*
 * setup.h - makes the parts of the daemon from its configuration.
 *
 * Starts no thread and opens no device.  If a part cannot be made, one line in
 * the log names the key and says what to do.  Main thread.
 */
#ifndef DTAP_SETUP_H
#define DTAP_SETUP_H

#include "conf/conf.h"
#include "daemon/sockets.h"
#include "http/server.h"
#include "port/masks.h"
#include "streams/pcap_listener.h"

#define DTAP_ADDRESS_ROOM 128

struct dtap_setup {
	struct dtap_service
		service; /* has the taps, the fan-out and the clock */
	struct dtap_masks own_masks; /* what the modem is asked to log */
	struct dtap_access access;   /* at the start, but the token in force */
	struct dtap_upload_options upload; /* in force */
	struct dtap_uplink_options uplink;
	struct dtap_shared_masks *simulated; /* of a simulator, or NULL */
	int port_tcp, port_socket;           /* listen for it; 0, -1: none */
	struct dtap_server *server;
	struct dtap_sockets sockets;          /* that systemd passes */
	char http_address[DTAP_ADDRESS_ROOM]; /* "": no TCP */
	char pcap_addresses[DTAP_MAX_TAPS][DTAP_ADDRESS_ROOM]; /* "": none */
	struct dtap_pcap_listener
		*pcap_listeners[DTAP_MAX_TAPS]; /* NULL: no listener */
};

/*
 * Makes all parts but those that listen (setup_listen.h).  False: the
 * configuration is wrong, and the log says where.  Free the setup in both
 * cases.
 */
bool dtap_setup_make(struct dtap_setup *setup, const struct dtap_conf *conf,
		     const struct dtap_log *log);

/* Frees all parts.  All their threads have ended. */
void dtap_setup_free(struct dtap_setup *setup);

#endif
