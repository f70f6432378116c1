/* SPDX-License-Identifier: MIT */
/*
 * archive_fixture.h - a rig that records its traffic, and questions to its archive.
 */
#ifndef DTAP_ARCHIVE_FIXTURE_H
#define DTAP_ARCHIVE_FIXTURE_H

#include "support/http_client.h"
#include "support/server_fixture.h"

#define RECORDED_TOKEN   "0123456789abcdef"
#define RECORDED_GRANTED /* headers of a request that is */ \
	"Host: localhost\r\nAuthorization: Bearer " RECORDED_TOKEN "\r\n"
#define RECORDED_CAPTURE (24 + 50 * 1020) /* bytes of the capture */

extern const struct scripted_step recorded_traffic[1];
extern const struct rig_options recorded_options;

/* With a capture of all the traffic, finished; PATH of it. */
void recorded_start(struct rig *rig, char path[128]);

/*
 * Asks with the token, and returns the status; the caller frees the text.  The
 * connection ends.
 */
int recorded_ask(const struct rig *rig, const char *method, const char *path,
		 const char *headers, struct client *client, char **text);

/* The status of an answer that has these words. */
void recorded_expect(const struct rig *rig, const char *method,
		     const char *path, int status, const char *words);

/* Asks for the list until it has the words; PATH of its last capture. */
void recorded_await(const struct rig *rig, const char *words, char path[128]);

#endif
