/* SPDX-License-Identifier: MIT */
/*
 * url.h - where a diagtapd is to be reached: http://[user:TOKEN@]HOST:PORT/PATH
 *
 * Plain data.  Pure functions, any thread.
 */
#ifndef DTAP_URL_H
#define DTAP_URL_H

#include <stdbool.h>

#define DTAP_URL_HERE "http://127.0.0.1:9840"
#define DTAP_URL_PCAP "/api/diag/pcap"

struct dtap_url {
	char host[256];  /* a name or an address, without brackets */
	char port[6];    /* "80" where none is given */
	char path[512];  /* with its query; DTAP_URL_PCAP where none is given */
	char token[256]; /* "": none */
	char shown[1024]; /* for people: the whole without the token */
};

/*
 * False for what is no such URL; why is then one line that names it and says
 * what would be one, and has no token in it.
 */
bool dtap_url_parse(struct dtap_url *url, const char *text, char why[512]);

/* Another path, which begins with '/' and is short. */
void dtap_url_set_path(struct dtap_url *url, const char *path);

/* Takes a token, "" is no change.  False: it cannot be a token. */
bool dtap_url_set_token(struct dtap_url *url, const char *token);

#endif
