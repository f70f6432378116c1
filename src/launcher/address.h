/* SPDX-License-Identifier: MIT */
/*
 * address.h - the address of a Unix socket, as port.socket of diagtapd has it:
 * a path; "@" and an abstract name; or "@" alone, the abstract name of 108
 * zeros.
 */
#ifndef DTAP_ADDRESS_H
#define DTAP_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

struct dtap_address {
	struct sockaddr_un un;
	socklen_t size;
};

/* False: the text is empty, or too long for a socket. */
bool dtap_address_read(struct dtap_address *out, const char *text);

#endif
