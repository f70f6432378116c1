/* SPDX-License-Identifier: MIT */
/*
 * net.h - numeric addresses, HOST:PORT, and TCP sockets.
 *
 * Pure functions but for the sockets; any thread.
 */
#ifndef DTAP_NET_H
#define DTAP_NET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * IPv4 or IPv6; port 0 is any.  The caller closes the socket, or listens on it.
 * -1: EINVAL (not numeric), EADDRINUSE, EADDRNOTAVAIL, EACCES, ...
 */
int dtap_net_bind(const char *address, unsigned port);

/* The port that a socket is bound to; 0: there is none. */
unsigned dtap_net_port(int fd);

/* A peer that is gone without a word is found out in a minute. */
void dtap_net_keep_alive(int fd);

/* Both are numeric, and the same; an IPv4 address may be mapped into IPv6. */
bool dtap_net_same_address(const char *one, const char *other);

/* A numeric address that only this machine can reach. */
bool dtap_net_is_loopback(const char *address);

/* What stands in "HOST", "HOST:PORT", ":PORT", "[V6]" or "[V6]:PORT". */
struct dtap_net_host_port {
	char host[256]; /* without brackets; "" was left out */
	char port[32];  /* "" was left out */
};

/*
 * Reads `size` bytes of text.  False: it has no such form, or a part is longer
 * than its place.  An IPv6 address needs its brackets: without them nobody can
 * tell where the port begins.  Whether host and port exist is not looked at.
 */
bool dtap_net_read_host_port(struct dtap_net_host_port *out, const char *text,
			     size_t size);

/* Room for what dtap_net_write_host_port() writes. */
#define DTAP_NET_HOST_PORT 300

/* "HOST:PORT", with brackets around an IPv6 address.  Returns out. */
char *dtap_net_write_host_port(char out[DTAP_NET_HOST_PORT], const char *host,
			       const char *port);

#endif
