/* SPDX-License-Identifier: MIT */
/*
 * archive_fixture.h - a server that records its traffic, and requests to its
 * archive.
 */
#ifndef DTAP_ARCHIVE_FIXTURE_H
#define DTAP_ARCHIVE_FIXTURE_H

#include "support/http_client.h"
#include "support/server_fixture.h"

#define ARCHIVE_TOKEN    "0123456789abcdef"
#define RECORDED_GRANTED /* headers of an allowed request */ \
	"Host: localhost\r\nAuthorization: Bearer " ARCHIVE_TOKEN "\r\n"
#define RECORDED_CAPTURE (24 + 50 * 1020) /* bytes of the capture */

extern const struct scripted_step archive_fixture_traffic[1];
extern const struct server_fixture_options archive_fixture_options;

/* Starts it with one finished capture of all traffic; PATH of the capture. */
void archive_fixture_start(struct server_fixture *fixture, char path[128]);

/*
 * Sends a request with the token and returns the status; the caller frees the
 * text.  The connection is closed.
 */
int archive_fixture_ask(const struct server_fixture *fixture,
			const char *method, const char *path,
			const char *headers, struct http_client *client,
			char **text);

/* The status of the answer, which must have these words. */
void archive_fixture_expect(const struct server_fixture *fixture,
			    const char *method, const char *path, int status,
			    const char *words);

/* Reads the list until it has the words; PATH of its last capture. */
void archive_fixture_await(const struct server_fixture *fixture,
			   const char *words, char path[128]);

#endif
