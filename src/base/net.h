/* SPDX-License-Identifier: MIT */
/*
 * net.h - numeric addresses, HOST:PORT, and TCP sockets.
 *
 * No state; any thread.
 */
#ifndef DTAP_NET_H
#define DTAP_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/*
 * A numeric address and a port as sendto(2) takes them.  Returns the size; 0
 * with errno: EINVAL (not numeric), ENODEV (no such interface, or a link-local
 * address without its zone).
 */
socklen_t dtap_net_socket_address(struct sockaddr_storage *out,
				  const char *address, unsigned port);

/*
 * Makes a TCP socket that is bound to a numeric address, IPv4 or IPv6; port 0
 * is any port.  A link-local address needs its zone: "fe80::1%eth0", or "%2"
 * with the index of the interface.  The caller closes the socket, or listens on
 * it.  -1 with errno: EINVAL (not numeric), ENODEV (no such interface, or a
 * link-local address without a zone), EADDRINUSE, EADDRNOTAVAIL, EACCES, ...
 */
int dtap_net_bind(const char *address, unsigned port);

/* The port that a socket is bound to; 0: there is none. */
unsigned dtap_net_port(int fd);

/*
 * The numeric address at our end of a socket, with its zone; "" of a Unix
 * socket.  -1: it cannot be had.
 */
int dtap_net_local_address(int fd, char *out, size_t room);

/*
 * A connection to a peer that has vanished is found to be dead in a minute; and
 * one whose peer has closed it, a minute after its system has forgotten it.
 * Nothing happens if fd is no socket of TCP.
 */
void dtap_net_keep_alive(int fd);

/*
 * Both are numeric, and the same.  An IPv4 address may be mapped into IPv6.
 * Zones are compared only if both addresses have one that exists here: a client
 * need not know our name of the interface.
 */
bool dtap_net_same_address(const char *one, const char *other);

/* A numeric address that only this machine can reach. */
bool dtap_net_is_loopback(const char *address);

/* A numeric address of one host: no multicast, no broadcast, not 0.0.0.0. */
bool dtap_net_is_one_host(const char *address);

/*
 * In the host of an URL or of a Host header, "fe80::1%25eth0" (RFC 6874)
 * becomes "fe80::1%eth0", in place.  Any other text stays as it is.
 */
void dtap_net_decode_zone(char *host);

/* The parts of "HOST", "HOST:PORT", ":PORT", "[V6]" or "[V6]:PORT". */
struct dtap_net_host_port {
	char host[256]; /* without brackets; "": there is none */
	char port[32];  /* "": there is none */
};

/*
 * Reads `size` bytes of text.  False: the text has no such form, or a part is
 * too long.  An IPv6 address needs its brackets: without them it is not known
 * where the port begins.  Whether host and port exist is not checked.
 */
bool dtap_net_read_host_port(struct dtap_net_host_port *out, const char *text,
			     size_t size);

/* Bytes that dtap_net_write_host_port() needs. */
#define DTAP_NET_HOST_PORT 300

/* "HOST:PORT", with brackets around an IPv6 address.  Returns out. */
char *dtap_net_write_host_port(char out[DTAP_NET_HOST_PORT], const char *host,
			       const char *port);

#endif
