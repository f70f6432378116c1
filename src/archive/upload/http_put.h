/* SPDX-License-Identifier: MIT */
/*
 * http_put.h - carries a file to a server, by HTTP PUT.
 *
 * A table of calls, as a disk is (vfs.h): the daemon's is libcurl's, a test
 * puts its own first into a larger struct.  One owner, one thread, but for
 * cancel.
 */
#ifndef DTAP_HTTP_PUT_H
#define DTAP_HTTP_PUT_H

#include <stdatomic.h>
#include <stdbool.h>

#include "archive/options.h"

/* What became of it. */
enum dtap_upload_result {
	DTAP_UPLOAD_OK,      /* the server said 2xx to all of it */
	DTAP_UPLOAD_REFUSED, /* it said something else: `status` */
	DTAP_UPLOAD_RESOLVE, /* its name has no address */
	DTAP_UPLOAD_CONNECT, /* it has no ear at that port, or not in time */
	DTAP_UPLOAD_STALLED, /* it was silent for too long */
	DTAP_UPLOAD_TLS, /* TLS: not who it should be, or not as we speak it */
	DTAP_UPLOAD_PROTOCOL,  /* the connection ended, or what it said is no
				  HTTP */
	DTAP_UPLOAD_FILE,      /* the file cannot be read */
	DTAP_UPLOAD_CANCELLED, /* *stop became true */
};

struct dtap_upload_file {
	const char *name; /* in the server's folder */
	const char *type; /* Content-Type */
	const struct dtap_vfs *vfs;
	int fd;
	uint64_t size;
};

/* What is known of one that was not carried. */
struct dtap_upload_error {
	unsigned status;      /* of HTTP, or 0 */
	unsigned retry_after; /* s, as the server asks; or 0 */
	char text[200];       /* libcurl's words, a redirection's target, "" */
};

struct dtap_upload_transport {
	enum dtap_upload_result (*put)(struct dtap_upload_transport *transport,
				       const struct dtap_upload_file *file,
				       const atomic_bool *stop,
				       struct dtap_upload_error *error);

	/* *stop has become true: it is to look at it.  Any thread. */
	void (*cancel)(struct dtap_upload_transport *transport);
	void (*free)(struct dtap_upload_transport *transport);
};

/*
 * libcurl's.  While there is one thread only: libcurl is set up.  NULL with
 * errno: ENOSYS, this build or this machine is without libcurl.
 */
struct dtap_upload_transport *dtap_upload_transport_new(
	const struct dtap_server_options *options);

bool dtap_upload_transport_is_known(void); /* here, see libcurl.h */

/* A URL of http or https, of a folder, without user, query and fragment. */
bool dtap_upload_transport_takes(const char *url);

#endif
