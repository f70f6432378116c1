/* SPDX-License-Identifier: MIT */
/*
 * options.h - the keys of the group `uplink`; diagtapd.conf(5) says what each
 * does.  Plain data, never changed.
 */
#ifndef DTAP_UPLINK_OPTIONS_H
#define DTAP_UPLINK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <dtap/record_clock.h>

#include "fleet/fleet_identity.h"

#define DTAP_UPLINK_SERVERS 8

/* One of uplink.servers: nats://HOST:PORT or tls://HOST:PORT. */
struct dtap_uplink_server {
	bool tls;
	char host[256], port[8];
};

/* How to reach a server, and who we are there. */
struct dtap_link_options {
	struct dtap_uplink_server servers[DTAP_UPLINK_SERVERS];
	size_t server_count;
	char user[128], password[512];        /* "": none */
	char nkey_seed[128], nkey_public[64]; /* of an NKey; "": none */
	char credentials_file[1024]; /* of a user: JWT and seed; or "" */
	char ca_file[1024];          /* "": the system's certificates */
	char inbox[96];              /* subjects of answers begin so */
	const char *name;            /* of the connection, for the server */
};

struct dtap_uplink_options {
	struct dtap_link_options link;
	const struct dtap_fleet_identity *identity; /* these three outlive it */
	const struct dtap_record_clock *record_clock;
	const char *version;
	unsigned linger_ms;
	size_t window_bytes; /* of each tap: messages without an answer */
	bool zstd;
};

#endif
