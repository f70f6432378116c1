/* SPDX-License-Identifier: MIT */
/*
 * sha1.h - SHA-1 (FIPS 180-4), which a WebSocket's handshake uses (RFC 6455,
 * 4.2.2).  It protects nothing there, and is used for nothing else.
 *
 * A pure function; any thread.
 */
#ifndef DTAP_SHA1_H
#define DTAP_SHA1_H

#include <stddef.h>
#include <stdint.h>

#define DTAP_SHA1_SIZE 20

void dtap_sha1(uint8_t out[DTAP_SHA1_SIZE], const void *bytes, size_t size);

#endif
