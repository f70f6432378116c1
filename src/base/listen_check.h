/* SPDX-License-Identifier: MIT */
/*
 * listen_check.h - what can be said of the addresses of a server before it
 * listens.
 *
 * The keys are those of the groups listen, access and pcap_over_ip.  Sentences
 * are for people, in one line.  No state; any thread.
 */
#ifndef DTAP_LISTEN_CHECK_H
#define DTAP_LISTEN_CHECK_H

#include <stdbool.h>

#define DTAP_LISTEN_WHY 512

struct dtap_listen_wish {
	const char *address;     /* "": no TCP */
	const char *unix_socket; /* "": none */
	const char *unix_mode, *unix_group;
	bool is_passed; /* systemd passes a socket */
	bool has_token, allow_anonymous;
};

/* False: a sentence in `why` names the key and says what to do. */
bool dtap_listen_check(const struct dtap_listen_wish *wish,
		       char why[DTAP_LISTEN_WHY]);

/*
 * Only whether `address` may be listened on with such access: a loopback
 * address, a token, or leave for everyone.  Asks no file, so a sandbox does not
 * matter.
 */
bool dtap_listen_check_exposure(const char *address, bool has_token,
				bool allow_anonymous,
				char why[DTAP_LISTEN_WHY]);

/* The same of pcap_over_ip.address. */
bool dtap_listen_check_pcap(const char *address, bool allow_anonymous,
			    char why[DTAP_LISTEN_WHY]);

/* Reads listen.unix_mode.  False: it is not octal. */
bool dtap_listen_mode(const char *text, unsigned *mode);

/* What to do if an address cannot be listened on, for an errno. */
const char *dtap_listen_advice(int error);

/*
 * What to say if a server could not be made, with errno.  `which` is what
 * failed: `address`, which has the port, the path of a Unix socket, or NULL,
 * the server itself.
 */
void dtap_listen_failure(const char *which, const char *address, unsigned port,
			 char why[DTAP_LISTEN_WHY]);

#endif
