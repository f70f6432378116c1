/* SPDX-License-Identifier: MIT */
/*
 * upload_problem.h - why a capture was not uploaded, and what to do about it.
 *
 * A table.  Any thread.
 */
#ifndef DTAP_UPLOAD_PROBLEM_H
#define DTAP_UPLOAD_PROBLEM_H

#include "archive/upload/http_put.h"

struct dtap_upload_problem {
	enum dtap_upload_result result;
	unsigned least, most; /* of HTTP's status, where it was refused */
	const char *what;     /* went wrong, and what to do */
	bool of_file;         /* others may fare better: they are tried */
};

/* How many kinds there are, each told from the others by its number. */
#define DTAP_UPLOAD_PROBLEMS 32

/*
 * The row of what went wrong; never NULL.  DTAP_UPLOAD_OK: after that.  *kind:
 * its number, below DTAP_UPLOAD_PROBLEMS.
 */
const struct dtap_upload_problem *dtap_upload_problem_find(
	enum dtap_upload_result result, unsigned status, unsigned *kind);

#endif
