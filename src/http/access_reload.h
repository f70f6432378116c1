/* SPDX-License-Identifier: MIT */
/*
 * access_reload.h - a new token and new hosts for a server that runs.
 *
 * For both programs that have a server, so that they do the same.  Main thread.
 */
#ifndef DTAP_ACCESS_RELOAD_H
#define DTAP_ACCESS_RELOAD_H

#include "base/log.h"
#include "http/server.h"

/* Of the new configuration, but for how the server listens. */
struct dtap_access_wish {
	const char *token_file, *hosts; /* "": no token; no more hosts */
	const char *address;            /* of the server, "": no TCP */
	bool allow_anonymous;           /* since the server listens */
};

/*
 * Gives the server the hosts and the token.  A token that cannot be read (one
 * of systemd's LoadCredential= cannot, once the program runs as its own user),
 * or taken away where others reach the server, stays as it is; the hosts are
 * given all the same.  `access` has the token in force, before and after; its
 * hosts are not touched.  False: the log says what was not applied.
 */
bool dtap_access_reload(struct dtap_server *server, struct dtap_access *access,
			const struct dtap_access_wish *wish,
			const struct dtap_log *log);

#endif
