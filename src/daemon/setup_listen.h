/* SPDX-License-Identifier: MIT */
/*
 * setup_listen.h - makes the HTTP server and the PCAP-over-IP ports from the
 * configuration.  Main thread.
 *
 * A socket that systemd passes (sockets.h) takes the place of the address, or
 * of the Unix socket, in the configuration.
 */
#ifndef DTAP_SETUP_LISTEN_H
#define DTAP_SETUP_LISTEN_H

#include "daemon/setup.h"

/*
 * Sets the addresses of the setup, and checks what can be checked without a new
 * socket.  False: the log says why.
 */
bool dtap_setup_check_listen(struct dtap_setup *setup,
			     const struct dtap_conf *conf,
			     const struct dtap_log *log);

/* Then makes the parts that listen.  False: the log says why. */
bool dtap_setup_listen(struct dtap_setup *setup, const struct dtap_conf *conf,
		       const struct dtap_log *log);

#endif
