/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_problem.h"

#include <assert.h>
#include <stddef.h>

#define ANY 0, 0

/* The first that fits.  Statuses as RFC 9110, and RFC 4918 (WebDAV) has them.
 */
static const struct dtap_upload_problem table[] = {
	{DTAP_UPLOAD_OK, ANY,
	 "it was uploaded, but cannot be marked as such; nothing else is "
	 "uploaded before that",
	 false},
	{DTAP_UPLOAD_RESOLVE, ANY,
	 "the server's name has no address: look at upload.url, and at this "
	 "machine's name servers",
	 false},
	{DTAP_UPLOAD_CONNECT, ANY,
	 "no server answers there: look at upload.url, and at the way to it",
	 false},
	{DTAP_UPLOAD_STALLED, ANY,
	 "the server was silent for upload.stall_timeout", false},
	{DTAP_UPLOAD_TLS, ANY,
	 "TLS: upload.ca_file names whom to believe; a certificate that is "
	 "not valid yet or any more may mean that this machine's clock is "
	 "wrong",
	 false},
	{DTAP_UPLOAD_FILE, ANY, "the file cannot be read", true},
	{DTAP_UPLOAD_REFUSED, 300, 399,
	 "the server says that it has moved: put its new place into "
	 "upload.url",
	 false},
	{DTAP_UPLOAD_REFUSED, 401, 401,
	 "the server does not know us: look at upload.token_file or "
	 "upload.password_file",
	 false},
	{DTAP_UPLOAD_REFUSED, 403, 403,
	 "the server does not let us write there", false},
	{DTAP_UPLOAD_REFUSED, 404, 404,
	 "the server has no such folder: make it, or look at upload.url",
	 false},
	{DTAP_UPLOAD_REFUSED, 405, 405,
	 "the server takes no PUT there: it has to have WebDAV or the like",
	 false},
	{DTAP_UPLOAD_REFUSED, 407, 407, "a proxy does not let us through",
	 false},
	{DTAP_UPLOAD_REFUSED, 408, 408, "the server found us too slow", false},
	{DTAP_UPLOAD_REFUSED, 409, 409,
	 "the server has no such folder: make it, or look at upload.url",
	 false},
	{DTAP_UPLOAD_REFUSED, 413, 413,
	 "the file is too large for the server: raise what it takes "
	 "(nginx: client_max_body_size), or lower archive.rotate_bytes",
	 true},
	{DTAP_UPLOAD_REFUSED, 429, 429, "the server has too much to do", false},
	{DTAP_UPLOAD_REFUSED, 400, 499, "the server does not want this file",
	 true},
	{DTAP_UPLOAD_REFUSED, 501, 501,
	 "the server takes no PUT there: it has to have WebDAV or the like",
	 false},
	{DTAP_UPLOAD_REFUSED, 503, 503, "the server has too much to do", false},
	{DTAP_UPLOAD_REFUSED, 507, 507, "the server's disk is full", false},
	{DTAP_UPLOAD_REFUSED, 500, 999,
	 "the server is in trouble: look at its log, and whether the folder "
	 "of upload.url is there (nginx says this then)",
	 false},
	{DTAP_UPLOAD_PROTOCOL, ANY,
	 "the connection was lost: is that an HTTP server?", false},
};

#define ROWS (sizeof table / sizeof *table)

static_assert(ROWS <= DTAP_UPLOAD_PROBLEMS, "a number for each");

const struct dtap_upload_problem *
dtap_upload_problem_find(enum dtap_upload_result result, unsigned status,
			 unsigned *kind)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct dtap_upload_problem *row = &table[i];

		*kind = (unsigned)i;
		if (row->result == result &&
		    (result != DTAP_UPLOAD_REFUSED ||
		     (status >= row->least && status <= row->most)))
			return row;
	}
	return &table[ROWS - 1];
}
