/* SPDX-License-Identifier: MIT */
/*
 * port_query.h - asks a port one question and waits for the answer, outside of
 * a source: to see what a port is.
 *
 * Frames that are no answer are passed over; they are lost.  One thread.
 */
#ifndef DTAP_PORT_QUERY_H
#define DTAP_PORT_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DTAP_QUERY_PACKET 4096 /* bytes of an answer, at most */

/* A port that is open. */
struct dtap_query_port {
	/* Writes all.  False with errno. */
	bool (*write)(void *arg, const uint8_t *data, size_t size);
	/* > 0 bytes; 0: none within `ms`; -1 with errno, EINTR for a signal. */
	ssize_t (*read)(void *arg, uint8_t *out, size_t room, int ms);
	void *arg;
};

/* Whether a packet is the answer. */
typedef bool dtap_query_is_answer(const uint8_t *packet, size_t size);

/*
 * Sends the request, behind a flag that ends what may stand before it, and
 * waits up to `ms`.  Returns the bytes of the answer in out; 0: none came; -1
 * with errno.
 */
ssize_t dtap_port_query(const struct dtap_query_port *port,
			const uint8_t *request, size_t size,
			dtap_query_is_answer *is_answer, int ms,
			uint8_t out[DTAP_QUERY_PACKET]);

/* The version of the software (0x00), or a refusal: this is DIAG. */
bool dtap_query_is_version(const uint8_t *packet, size_t size);

#endif
