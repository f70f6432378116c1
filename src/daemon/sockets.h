/* SPDX-License-Identifier: MIT */
/*
 * sockets.h - listening sockets that systemd passes: sd_listen_fds(3), without
 * libsystemd.
 *
 * A socket whose FileDescriptorName= is "pcap-TAP" is the PCAP-over-IP port of
 * that tap; any other one is for HTTP.  Main thread, before other threads
 * start.
 */
#ifndef DTAP_SOCKETS_H
#define DTAP_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

#define DTAP_SOCKETS_MAX 8

struct dtap_socket {
	int fd; /* it does not block, and exec closes it; -1: taken */
	bool is_unix;
	char name[32];    /* of FileDescriptorName=; "" is none */
	char address[64]; /* numeric; "" of a Unix socket */
};

struct dtap_sockets {
	size_t count;
	struct dtap_socket sockets[DTAP_SOCKETS_MAX];
};

/*
 * Takes what LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES describe, and removes
 * these variables.  False: why is one line for the user; a descriptor is not a
 * listening stream socket, or there are too many.
 */
bool dtap_sockets_receive(struct dtap_sockets *out, char why[256]);

/* Closes those that nobody has taken. */
void dtap_sockets_close(struct dtap_sockets *sockets);

/* Each finds a socket that is not taken; NULL: there is none. */
struct dtap_socket *dtap_sockets_http(struct dtap_sockets *sockets,
				      bool is_unix);
struct dtap_socket *dtap_sockets_pcap(struct dtap_sockets *sockets,
				      const char *tap);

/* The descriptor, which is now the caller's. */
int dtap_socket_take(struct dtap_socket *socket);

#endif
