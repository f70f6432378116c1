/* SPDX-License-Identifier: MIT */
/*
 * key_rows.h - short names for the rows of a table of keys.
 */
#ifndef DTAP_KEY_ROWS_H
#define DTAP_KEY_ROWS_H

#include "conf/keys.h"

/* The field of struct dtap_conf has the key's own path. */
/* clang-format off */
#define KEY(field, type, initial, min, max, choices) \
	{#field, type, offsetof(struct dtap_conf, field), \
	 initial, min, max, choices}
/* clang-format on */
#define BOOL(field, initial) KEY(field, DTAP_BOOL, initial, 0, 0, NULL)
#define INT(field, initial, min, max) \
	KEY(field, DTAP_INT, initial, min, max, NULL)
#define FLOAT(field, initial, min, max) \
	KEY(field, DTAP_FLOAT, initial, min, max, NULL)
#define WORDS(field) KEY(field, DTAP_WORDS, "", 0, 0, NULL)
#define CODES(field) KEY(field, DTAP_CODES, "", 0, 0xFFFF, NULL)
#define STRING(field, initial, choices) \
	KEY(field, DTAP_STRING, initial, 0, 0, choices)

#define KIB 1024.0
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

#endif
