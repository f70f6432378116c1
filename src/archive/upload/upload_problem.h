/* SPDX-License-Identifier: MIT */
/*
 * upload_problem.h - why a capture was not uploaded, and what to do about it.
 *
 * A constant table.  Any thread.
 */
#ifndef DTAP_UPLOAD_PROBLEM_H
#define DTAP_UPLOAD_PROBLEM_H

#include "archive/upload/http_put.h"

struct dtap_upload_problem {
	enum dtap_upload_result result;
	unsigned least, most; /* HTTP status, for DTAP_UPLOAD_REFUSED */
	const char *what;     /* what went wrong, and what to do */
	bool of_file;         /* only this file: others are tried */
};

/* More than there are rows: each row has a number below this. */
#define DTAP_UPLOAD_PROBLEMS 32

/*
 * The row for this result; never NULL.  DTAP_UPLOAD_OK stands for a failure
 * after the upload: the mark.  *kind: the number of the row.
 */
const struct dtap_upload_problem *dtap_upload_problem_find(
	enum dtap_upload_result result, unsigned status, unsigned *kind);

#endif
