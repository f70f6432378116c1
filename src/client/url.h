/* SPDX-License-Identifier: MIT */
/*
 * url.h - the address of a diagtapd: http://[user:TOKEN@]HOST:PORT/PATH
 *
 * Plain data.  Pure functions, any thread.
 */
#ifndef DTAP_URL_H
#define DTAP_URL_H

#include <stdbool.h>

#define DTAP_URL_HERE "http://127.0.0.1:9840"
#define DTAP_URL_PCAP "/api/diag/pcap"

struct dtap_url {
	char host[256]; /* a name, or an address without brackets; IPv6 may have
			a zone, "fe80::1%eth0" */
	char port[6];   /* "80" if none is given */
	char path[512]; /* with its query; DTAP_URL_PCAP if none is given */
	char token[256];  /* "" is none */
	char shown[1024]; /* for the user: the URL without the token */
};

/*
 * False: the text is not such a URL.  why is then one line that names it and
 * shows the right form; it never contains a token.
 */
bool dtap_url_parse(struct dtap_url *url, const char *text, char why[512]);

/* Sets another path; it begins with '/' and is shorter than 512 bytes. */
void dtap_url_set_path(struct dtap_url *url, const char *path);

/*
 * Adds a term "name=value" to the query of a pcap stream of DIAG.  A URL that
 * has this name already, or another path, stays as it is.  False: too long.
 */
bool dtap_url_add_term(struct dtap_url *url, const char *term);

/* Sets the token; "" is no change.  False: it cannot be a token. */
bool dtap_url_set_token(struct dtap_url *url, const char *token);

#endif
