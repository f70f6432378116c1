/* SPDX-License-Identifier: MIT */
/*
 * service.h - what the HTTP server serves; set up by main, then read only.
 */
#ifndef DTAP_SERVICE_H
#define DTAP_SERVICE_H

#include "archive/archive.h"
#include "http/access.h"
#include "base/log.h"
#include "streams/fanout.h"

#define DTAP_MAX_TAPS 2

/* A tap as the server knows it. */
struct dtap_service_tap {
	const char *name;     /* "diag", the word in /api/diag/... */
	struct dtap_tap *tap; /* NULL: there is none, and */
	const char *refusal;  /* ... the sentence that says why */

	struct dtap_archive *archive; /* NULL: none is kept */
	char device[256];             /* what the archive calls the source */
};

struct dtap_service {
	const struct dtap_log *log;
	struct dtap_fanout *fanout;
	struct dtap_access access;
	struct dtap_wall *wall; /* of all taps */
	struct dtap_websocket_options websocket;
	struct dtap_service_tap taps[DTAP_MAX_TAPS];
	size_t tap_count;
	int64_t started; /* monotonic ns */
};

#endif
