/* SPDX-License-Identifier: MIT */
/*
 * net.h - a TCP socket bound to a numeric address.
 */
#ifndef DTAP_NET_H
#define DTAP_NET_H

/*
 * IPv4 or IPv6; port 0 is any.  The caller closes the socket, or listens on it.
 * -1: EINVAL (not numeric), EADDRINUSE, EADDRNOTAVAIL, EACCES, ...
 */
int dtap_net_bind(const char *address, unsigned port);

/* The port that a socket is bound to; 0: there is none. */
unsigned dtap_net_port(int fd);

/* A peer that is gone without a word is found out in a minute. */
void dtap_net_keep_alive(int fd);

#endif
