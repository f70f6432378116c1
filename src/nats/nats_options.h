/* SPDX-License-Identifier: MIT */
/*
 * nats_options.h - what libnats is told for a connection: the server, how to
 * log in, TLS, and how long to wait.  Private to nats_link.c.
 */
#ifndef DTAP_NATS_OPTIONS_H
#define DTAP_NATS_OPTIONS_H

#include "nats/libnats.h"
#include "nats/link_options.h"

struct dtap_nats_target {
	const struct dtap_libnats *nats;
	const struct dtap_link_options *options;
	const struct dtap_link_server *server;
	const char *url;    /* with the server's address */
	int64_t timeout_ms; /* to log in */
};

/*
 * The target outlives the attempt to connect.  Handlers are the caller's to
 * set.
 */
natsStatus dtap_nats_options_set(natsOptions *o,
				 struct dtap_nats_target *target);

#endif
