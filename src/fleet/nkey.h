/* SPDX-License-Identifier: MIT */
/*
 * nkey.h - NATS' keys for logins: Ed25519, written in base32 with a CRC.
 *
 * A seed is secret and begins with "SU"; the server has the public key, "U...".
 * The form is that of github.com/nats-io/nkeys: prefix bytes, 32 bytes of the
 * key, CRC-16/XMODEM, little-endian, in base32 without padding (RFC 4648, 6).
 * No state; any thread.
 */
#ifndef DTAP_NKEY_H
#define DTAP_NKEY_H

#include <stdbool.h>

#define DTAP_NKEY_ROOM 64 /* of a seed or a public key, with its NUL */

/* The public key of a user's seed.  False: it is no such seed. */
bool dtap_nkey_public(const char *seed, char out[DTAP_NKEY_ROOM]);

/* A new seed of a user, of random bytes.  False: there are none. */
bool dtap_nkey_make(char seed[DTAP_NKEY_ROOM]);

#endif
