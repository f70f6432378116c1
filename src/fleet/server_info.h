/* SPDX-License-Identifier: MIT */
/*
 * server_info.h - what a server of NATS says of itself before all else:
 *
 *   INFO {"server_id": "...", "version": "2.10.27", "max_payload": 1048576,
 *         "tls_required": true, ...} CR LF
 *
 * (docs.nats.io/reference/reference-protocols/nats-protocol.)  The line comes
 * from the other side, and is hostile.  Pure functions, any thread.
 */
#ifndef DTAP_SERVER_INFO_H
#define DTAP_SERVER_INFO_H

#include <stdbool.h>
#include <stddef.h>

#define DTAP_SERVER_VERSION_ROOM 32

struct dtap_server_info {
	char version[DTAP_SERVER_VERSION_ROOM];
	bool is_old; /* than 2.10 */
	bool wants_tls;
};

/* A line with or without its end.  False: it is none of NATS. */
bool dtap_server_info_read(struct dtap_server_info *info, const char *line,
			   size_t size);

#endif
