/* SPDX-License-Identifier: MIT */
/*
 * link_options.h - how to reach a server of NATS, and who we are there.  Plain
 * data, never changed.
 */
#ifndef DTAP_LINK_OPTIONS_H
#define DTAP_LINK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define DTAP_LINK_SERVERS 8

/* nats://HOST:PORT or tls://HOST:PORT. */
struct dtap_link_server {
	bool tls;
	char host[256], port[8];
};

struct dtap_link_options {
	struct dtap_link_server servers[DTAP_LINK_SERVERS];
	size_t server_count;
	char user[128], password[512];        /* "": none */
	char nkey_seed[128], nkey_public[64]; /* of an NKey; "": none */
	char credentials_file[1024]; /* of a user: JWT and seed; or "" */
	char ca_file[1024];          /* "": the system's certificates */
	char inbox[96];              /* subjects of answers begin so */
	const char *name;            /* of the connection, for the server */
};

#endif
