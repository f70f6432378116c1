/* SPDX-License-Identifier: MIT */
/*
 * keys.h - the tables of configuration keys, and functions to set a key.
 */
#ifndef DTAP_KEYS_H
#define DTAP_KEYS_H

#include <stddef.h>

#include "conf/conf.h"

struct dtap_key {
	const char *path; /* "listen.port" */
	enum {
		DTAP_BOOL,
		DTAP_INT,
		DTAP_FLOAT,
		DTAP_STRING,
		DTAP_WORDS,
		DTAP_CODES
	} type;
	size_t offset;       /* in struct dtap_conf */
	const char *initial; /* as dtap_key_set_text() takes it */
	double min, max;     /* of a number */
	const char *choices; /* of a string: "end exit hold loop", or NULL */
};

/* The keys of a program. */
struct dtap_key_table {
	const struct dtap_key *keys;
	size_t count;
};

/* NULL: the program does not have the key. */
const struct dtap_key *dtap_key_find(const struct dtap_key_table *table,
				     const char *path);

/*
 * Each of these functions sets a key if the value fits its type and range.  If
 * not, it writes what is allowed to `allowed` ("a whole number from 0 to
 * 65535") and returns false.
 */
struct dtap_allowed {
	char text[160];
};

/* Writes what is allowed.  Always false. */
bool dtap_key_refuse(const struct dtap_key *key, struct dtap_allowed *allowed);

bool dtap_key_set_bool(struct dtap_conf *conf, const struct dtap_key *key,
		       bool value, struct dtap_allowed *allowed);
bool dtap_key_set_int(struct dtap_conf *conf, const struct dtap_key *key,
		      int64_t value, struct dtap_allowed *allowed);
bool dtap_key_set_float(struct dtap_conf *conf, const struct dtap_key *key,
			double value, struct dtap_allowed *allowed);
bool dtap_key_set_string(struct dtap_conf *conf, const struct dtap_key *key,
			 const char *value, struct dtap_allowed *allowed);
/* Both configurations have the same value of the key. */
bool dtap_key_is_equal(const struct dtap_conf *one,
		       const struct dtap_conf *other,
		       const struct dtap_key *key);

/* The key is a string on the heap. */
bool dtap_key_is_text(const struct dtap_key *key);

/* A list of words or codes, stored as one string with spaces between. */
bool dtap_key_set_words(struct dtap_conf *conf, const struct dtap_key *key,
			const char *words, struct dtap_allowed *allowed);
bool dtap_key_set_text(struct dtap_conf *conf, const struct dtap_key *key,
		       const char *text, struct dtap_allowed *allowed);

#endif
