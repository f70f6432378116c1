/* SPDX-License-Identifier: MIT */
/*
 * http_put.h - carries a file to a server, by HTTP PUT.
 *
 * A table of calls, as a disk is (vfs.h): the daemon's is libcurl's, a test
 * puts its own first into a larger struct.  One owner, one thread, but for
 * hurry.
 */
#ifndef DTAP_HTTP_PUT_H
#define DTAP_HTTP_PUT_H

#include <stdatomic.h>
#include <stdbool.h>

#include "archive/vfs.h"

/* Plain data; strings outlive the courier. */
struct dtap_server_options {
	char url[384];       /* of a folder, with '/' at its end */
	char token[512];     /* a bearer token, or "" */
	char password[512];  /* "USER:PASSWORD", or "" */
	const char *ca_file; /* whom to believe; "": whom the system does */
	const char *agent;   /* "diagtapd/1.0" */
	unsigned connect_timeout; /* s, until a server can be spoken to */
	unsigned stall_timeout;   /* s, without an byte taken, or an answer */
};

/* What became of it. */
enum dtap_carried {
	DTAP_CARRIED,  /* the server said 2xx to all of it */
	DTAP_REFUSED,  /* it said something else: `status` */
	DTAP_NO_HOST,  /* its name has no address */
	DTAP_NO_ROAD,  /* it has no ear at that port, or not in time */
	DTAP_STALLED,  /* it was silent for too long */
	DTAP_NO_TRUST, /* TLS: not who it should be, or not as we speak it */
	DTAP_BROKEN,   /* the connection ended, or what it said is no HTTP */
	DTAP_NO_FILE,  /* the file cannot be read */
	DTAP_HURRIED,  /* *stop became true */
};

struct dtap_parcel {
	const char *name; /* in the server's folder */
	const char *type; /* Content-Type */
	const struct dtap_disk *disk;
	int fd;
	uint64_t size;
};

/* What is known of one that was not carried. */
struct dtap_excuse {
	unsigned status;      /* of HTTP, or 0 */
	unsigned retry_after; /* s, as the server asks; or 0 */
	char text[200];       /* libcurl's words, a redirection's target, "" */
};

struct dtap_courier {
	enum dtap_carried (*carry)(struct dtap_courier *courier,
				   const struct dtap_parcel *parcel,
				   const atomic_bool *stop,
				   struct dtap_excuse *excuse);

	/* *stop has become true: it is to look at it.  Any thread. */
	void (*hurry)(struct dtap_courier *courier);
	void (*free)(struct dtap_courier *courier);
};

/*
 * libcurl's.  While there is one thread only: libcurl is set up.  NULL with
 * errno: ENOSYS, this build or this machine is without libcurl.
 */
struct dtap_courier *dtap_courier_new(
	const struct dtap_server_options *options);

bool dtap_courier_is_known(void); /* here, see libcurl.h */

/* A URL of http or https, of a folder, without user, query and fragment. */
bool dtap_courier_takes(const char *url);

#endif
