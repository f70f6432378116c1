/* SPDX-License-Identifier: MIT */
/*
 * http_put.h - sends a file to a server by HTTP PUT.
 *
 * A table of calls, as the file system is (vfs.h): the daemon uses libcurl's, a
 * test puts its own first into a larger struct.  One owner, one thread; only
 * `cancel` may be called from another.
 */
#ifndef DTAP_HTTP_PUT_H
#define DTAP_HTTP_PUT_H

#include <stdatomic.h>
#include <stdbool.h>

#include "archive/options.h"

/* The result of a PUT. */
enum dtap_upload_result {
	DTAP_UPLOAD_OK,      /* the server answered 2xx to the whole file */
	DTAP_UPLOAD_REFUSED, /* it answered something else: `status` */
	DTAP_UPLOAD_RESOLVE, /* its name cannot be resolved */
	DTAP_UPLOAD_CONNECT, /* no connection, or not in time */
	DTAP_UPLOAD_STALLED, /* no progress for stall_timeout */
	DTAP_UPLOAD_TLS,     /* TLS failed, or the certificate is not trusted */
	DTAP_UPLOAD_PROTOCOL,  /* the connection ended, or it is not HTTP */
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

/* What is known about a failed PUT. */
struct dtap_upload_error {
	unsigned status;      /* HTTP status, or 0 */
	unsigned retry_after; /* s, from the server; or 0 */
	char text[200]; /* libcurl's message, the target of a redirection, or ""
			 */
};

struct dtap_upload_transport {
	enum dtap_upload_result (*put)(struct dtap_upload_transport *transport,
				       const struct dtap_upload_file *file,
				       const atomic_bool *stop,
				       struct dtap_upload_error *error);

	/*
	 * The server of the files that follow; the options outlive their use.
	 * -1: ENOMEM, and the server stays the same.
	 */
	int (*set_server)(struct dtap_upload_transport *transport,
			  const struct dtap_server_options *options);

	/* *stop has become true: `put` shall notice it.  Any thread. */
	void (*cancel)(struct dtap_upload_transport *transport);
	void (*free)(struct dtap_upload_transport *transport);
};

/*
 * The transport of libcurl.  Call it while the process has one thread, because
 * it initialises libcurl.  NULL with errno; ENOSYS: there is no libcurl in this
 * build or on this machine.
 */
struct dtap_upload_transport *dtap_upload_transport_new(
	const struct dtap_server_options *options);

/* There is libcurl in this build and on this machine (libcurl.h). */
bool dtap_upload_transport_is_known(void);

#endif
