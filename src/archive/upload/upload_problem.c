/* SPDX-License-Identifier: MIT */
#include "archive/upload/upload_problem.h"

#include <assert.h>
#include <stddef.h>

#define ANY 0, 0

/* The first row that matches counts.  The statuses are those of RFC 9110 and
 * RFC 4918 (WebDAV). */
static const struct dtap_upload_problem table[] = {
	{DTAP_UPLOAD_OK, ANY,
	 "It was uploaded, but the mark \".uploaded\" cannot be written; "
	 "nothing else is uploaded until it can",
	 false},
	{DTAP_UPLOAD_RESOLVE, ANY,
	 "The name of the server cannot be resolved: check upload.url and the "
	 "DNS of this machine",
	 false},
	{DTAP_UPLOAD_CONNECT, ANY,
	 "Cannot connect to the server: check upload.url and the network",
	 false},
	{DTAP_UPLOAD_STALLED, ANY,
	 "The server did not answer within upload.stall_timeout", false},
	{DTAP_UPLOAD_TLS, ANY,
	 "TLS failed: check the certificates in upload.ca_file; if a "
	 "certificate is expired or not yet valid, check the clock of this "
	 "machine",
	 false},
	{DTAP_UPLOAD_FILE, ANY, "The file cannot be read", true},
	{DTAP_UPLOAD_REFUSED, 300, 399,
	 "The server has moved: set upload.url to the new address", false},
	{DTAP_UPLOAD_REFUSED, 401, 401,
	 "The server does not accept our credentials: check upload.token_file "
	 "or upload.password_file",
	 false},
	{DTAP_UPLOAD_REFUSED, 403, 403,
	 "The server does not allow writing there", false},
	{DTAP_UPLOAD_REFUSED, 404, 404,
	 "The folder does not exist on the server: create it, or check "
	 "upload.url",
	 false},
	{DTAP_UPLOAD_REFUSED, 405, 405,
	 "The server does not accept PUT there: it needs WebDAV or similar",
	 false},
	{DTAP_UPLOAD_REFUSED, 407, 407, "A proxy refuses the connection",
	 false},
	{DTAP_UPLOAD_REFUSED, 408, 408,
	 "The server ended a request that took too long", false},
	{DTAP_UPLOAD_REFUSED, 409, 409,
	 "The folder does not exist on the server: create it, or check "
	 "upload.url",
	 false},
	{DTAP_UPLOAD_REFUSED, 413, 413,
	 "The file is too large for the server: raise its limit (nginx: "
	 "client_max_body_size) or lower archive.rotate_bytes",
	 true},
	{DTAP_UPLOAD_REFUSED, 429, 429, "The server is busy", false},
	{DTAP_UPLOAD_REFUSED, 400, 499, "The server refuses this file", true},
	{DTAP_UPLOAD_REFUSED, 501, 501,
	 "The server does not accept PUT there: it needs WebDAV or similar",
	 false},
	{DTAP_UPLOAD_REFUSED, 503, 503, "The server is busy", false},
	{DTAP_UPLOAD_REFUSED, 507, 507, "The server's disk is full", false},
	{DTAP_UPLOAD_REFUSED, 500, 999,
	 "The server has an error: check its log, and that the folder of "
	 "upload.url exists (nginx answers this if it does not)",
	 false},
	{DTAP_UPLOAD_PROTOCOL, ANY,
	 "The connection was lost: check that upload.url is an HTTP server",
	 false},
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
