/* SPDX-License-Identifier: MIT */
/*
 * link_server.h - reads where a server of NATS is.
 *
 * Pure function, any thread.
 */
#ifndef DTAP_LINK_SERVER_H
#define DTAP_LINK_SERVER_H

#include "nats/link_options.h"

/*
 * "nats://HOST:PORT" or "tls://HOST:PORT" of `size` bytes, without a login;
 * without a port it is 4222.  False: the text has no such form.
 */
bool dtap_link_server_read(struct dtap_link_server *server, const char *url,
			   size_t size);

#endif
