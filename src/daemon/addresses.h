/* SPDX-License-Identifier: MIT */
/*
 * addresses.h - the addresses at which clients reach a listener.
 *
 * A listener on 0.0.0.0 or :: has all addresses of the machine, but no client
 * can use these two.  Pure but for the list of interfaces; any thread.
 */
#ifndef DTAP_ADDRESSES_H
#define DTAP_ADDRESSES_H

#include <stddef.h>

#define DTAP_ADDRESSES 4 /* that are named; a machine may have hundreds */

struct dtap_addresses {
	size_t count;                  /* at least 1 */
	char text[DTAP_ADDRESSES][64]; /* numeric, without brackets */
	size_t more;                   /* that are not in the list */
};

/*
 * For 0.0.0.0 and ::, the loopback address first, then those of the interfaces
 * that are up, without link-local ones, which need a zone.  For others, the
 * address itself.
 */
void dtap_addresses_of(struct dtap_addresses *out, const char *listen_address);

#endif
