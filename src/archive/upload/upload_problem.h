/* SPDX-License-Identifier: MIT */
/*
 * upload_problem.h - why a capture was not uploaded, and what to do about it.
 *
 * A table.  Any thread.
 */
#ifndef DTAP_UPLOAD_PROBLEM_H
#define DTAP_UPLOAD_PROBLEM_H

#include "archive/upload/http_put.h"

struct dtap_refusal {
	enum dtap_carried carried;
	unsigned least, most; /* of HTTP's status, where it was refused */
	const char *what;     /* went wrong, and what to do */
	bool of_file;         /* others may fare better: they are tried */
};

/* How many kinds there are, each told from the others by its number. */
#define DTAP_REFUSALS 32

/*
 * The row of what went wrong; never NULL.  DTAP_CARRIED: after that.  *kind:
 * its number, below DTAP_REFUSALS.
 */
const struct dtap_refusal *dtap_refusal_find(enum dtap_carried carried,
					     unsigned status, unsigned *kind);

#endif
