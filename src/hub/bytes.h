/* SPDX-License-Identifier: MIT */
/*
 * bytes.h - a row of bytes that grows.  Plain memory, zeros at first; one
 * owner.
 */
#ifndef DTAP_HUB_BYTES_H
#define DTAP_HUB_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_bytes {
	uint8_t *data;
	size_t size, room;
};

/* Adds `size` bytes that the caller writes.  NULL: ENOMEM, nothing is added. */
uint8_t *dtap_bytes_add(struct dtap_bytes *bytes, size_t size);

/* Frees them, and sets it to zeros. */
void dtap_bytes_clear(struct dtap_bytes *bytes);

#endif
