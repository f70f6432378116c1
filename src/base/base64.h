/* SPDX-License-Identifier: MIT */
/*
 * base64.h - bytes as text (RFC 4648).
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_BASE64_H
#define DTAP_BASE64_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Bytes that dtap_base64_encode() writes for `size` bytes, with its NUL. */
#define DTAP_BASE64_ROOM(size) (((size) + 2) / 3 * 4 + 1)

/* Writes `size` bytes as base64 with padding. */
void dtap_base64_encode(char *out, const uint8_t *bytes, size_t size);

/*
 * Reads base64 or base64url, with or without padding, and puts a NUL behind the
 * bytes.  Returns how many bytes there are, or -1: the text is something else,
 * or the bytes and the NUL do not fit.
 */
ssize_t dtap_base64_decode(char *out, size_t room, const char *text,
			   size_t size);

#endif
