/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_query.h"

#include <errno.h>
#include <stdio.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define ANSWER_MS  3000 /* as ModemManager waits */
#define GET_RANGES 1
#define LTE        11 /* the equipment id of LTE's and NR's log codes */
#define RANGES     12 /* where the counts of an answer begin */

/* What an interface knows. */
enum knowledge { SILENT, ANSWERS, KNOWS_LTE };

char *
dtap_usb_node(char out[256], const char *root, const struct dtap_usb_port *port)
{
	snprintf(out, 256, "%s/dev/bus/usb/%03u/%03u", root, port->bus,
		 port->address);
	return out;
}

static bool
write_pipe(void *arg, const uint8_t *data, size_t size)
{
	return dtap_usb_pipe_write(arg, data, size) == 0;
}

static ssize_t
read_pipe(void *arg, uint8_t *out, size_t room, int ms)
{
	return dtap_usb_pipe_read(arg, out, room, ms);
}

struct dtap_query_port
dtap_usb_query_port(struct dtap_usb_pipe *pipe)
{
	return (struct dtap_query_port){write_pipe, read_pipe, pipe};
}

static bool
is_ranges(const uint8_t *packet, size_t size)
{
	return size >= RANGES + 4 * (LTE + 1) &&
	       packet[0] == DTAP_OPCODE_LOG_CONFIG &&
	       dtap_get32(packet + 4) == GET_RANGES;
}

/* Of an open pipe.  False with errno. */
static bool
ask(struct dtap_usb_pipe *pipe, enum knowledge *knows)
{
	static const uint8_t version[] = {0};
	static const uint8_t ranges[8] = {DTAP_OPCODE_LOG_CONFIG, 0, 0, 0,
					  GET_RANGES};
	const struct dtap_query_port port = dtap_usb_query_port(pipe);
	uint8_t answer[DTAP_QUERY_PACKET];
	ssize_t got = dtap_port_query(&port, version, sizeof version,
				      dtap_query_is_version, ANSWER_MS, answer);

	*knows = got > 0 ? ANSWERS : SILENT;
	if (got <= 0)
		return got == 0;
	got = dtap_port_query(&port, ranges, sizeof ranges, is_ranges,
			      ANSWER_MS, answer);
	if (got > 0 && dtap_get32(answer + RANGES + 4 * LTE) > 0)
		*knows = KNOWS_LTE;
	return got >= 0;
}

static bool
open_and_ask(struct dtap_usb_pipe *pipe, const struct dtap_usb_port *port,
	     const char *root, enum knowledge *knows)
{
	char path[256];
	bool asked;
	int error;

	*knows = SILENT;
	if (dtap_usb_pipe_open(pipe, dtap_usb_node(path, root, port),
			       &port->interface) < 0)
		return false;
	asked = ask(pipe, knows);
	error = errno;
	dtap_usb_pipe_close(pipe);
	errno = error;
	return asked;
}

const struct dtap_usb_port *
dtap_usb_query(struct dtap_usb_pipe *pipe, const struct dtap_usb_choice *choice,
	       const char *root)
{
	const struct dtap_usb_port *best = NULL;
	enum knowledge most = SILENT, knows;
	const char *why;
	bool is_diag =
		dtap_usb_port_score(choice->ports[0], &why) == DTAP_USB_DIAG;
	int error = ENOMSG;

	if (choice->count == 1 && is_diag)
		return choice->ports[0];
	for (size_t i = 0; i < choice->count && most < KNOWS_LTE; i++) {
		if (!open_and_ask(pipe, choice->ports[i], root, &knows)) {
			error = errno;
			if (error == EINTR)
				return NULL;
			continue;
		}
		/* One that is DIAG by its class may sleep. */
		if (knows > most || (best == NULL && is_diag)) {
			best = choice->ports[i];
			most = knows;
		}
	}
	errno = error;
	return best;
}
