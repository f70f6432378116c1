/* SPDX-License-Identifier: MIT */
/*
 * server_version.h - finds out whether a server is too old for us.
 *
 * libnats does not tell which version a server has.  So a connection of our own
 * reads the first line, which a server of NATS sends before all else.  No
 * state; any thread.
 */
#ifndef DTAP_HUB_SERVER_VERSION_H
#define DTAP_HUB_SERVER_VERSION_H

#include <stdbool.h>

#include "fleet/server_info.h"

/*
 * Asks the server at `url`, "nats://HOST:PORT" or "tls://HOST:PORT", and waits
 * for 5 s at most for each address of it.  False: it does not say.
 */
bool dtap_server_version_ask(const char *url, struct dtap_server_info *info);

#endif
