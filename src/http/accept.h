/* SPDX-License-Identifier: MIT */
/*
 * accept.h - what a client accepts: Accept and Accept-Encoding (RFC 9110,
 * 12.5).
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_ACCEPT_H
#define DTAP_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

/* NAME;PARAMETERS;q=WEIGHT, a term of the list; its texts are parts of it. */
struct dtap_accept_term {
	const char *name, *parameters;
	size_t name_size, parameters_size;
	unsigned weight; /* thousandths: 1000 without q; 0 also if q is none */
};

/*
 * The next term; false: there is none.
 *
 *   for (at = list; dtap_accept_next(&at, &term);)
 */
bool dtap_accept_next(const char **at, struct dtap_accept_term *term);

/* The name of the term, in any case of letters. */
bool dtap_accept_is(const struct dtap_accept_term *term, const char *name);

/* True if an Accept-Encoding header wants gzip. */
bool dtap_accept_gzip(const char *accept_encoding);

/*
 * True if an Accept header names OpenMetrics 1.0 and prefers nothing to it.  A
 * client that takes anything gets Prometheus' own text.
 */
bool dtap_accept_openmetrics(const char *accept);

#endif
