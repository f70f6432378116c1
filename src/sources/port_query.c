/* SPDX-License-Identifier: MIT */
#include "sources/port_query.h"

#include <string.h>

#include <dtap/hdlc.h>

#include "base/clock.h"

#define VERSION        0x00
#define BAD_COMMAND    0x13
#define BAD_PARAMETERS 0x14

/* A frame that grows; it is forgotten where it is too long. */
struct frame {
	uint8_t data[DTAP_HDLC_ROOM(DTAP_QUERY_PACKET)];
	size_t size;
	bool is_too_long;
};

/* Adds bytes up to a flag; returns how many, and whether the frame has ended.
 */
static size_t
add(struct frame *frame, const uint8_t *data, size_t size, bool *ended)
{
	const uint8_t *flag = memchr(data, DTAP_HDLC_FLAG, size);
	size_t part = flag != NULL ? (size_t)(flag - data) : size;

	*ended = flag != NULL;
	if (part <= sizeof frame->data - frame->size) {
		memcpy(frame->data + frame->size, data, part);
		frame->size += part;
	} else {
		frame->is_too_long = true;
	}
	return part + (flag != NULL);
}

/* The bytes of the packet in a frame that has ended; 0: it is none. */
static size_t
end(struct frame *frame, uint8_t *packet)
{
	size_t length = 0;
	bool is_right =
		!frame->is_too_long && frame->size > 0 &&
		dtap_hdlc_decode(packet, &length, frame->data, frame->size) &&
		length <= DTAP_QUERY_PACKET;

	frame->size = 0;
	frame->is_too_long = false;
	return is_right ? length : 0;
}

static bool
send(const struct dtap_query_port *port, const uint8_t *request, size_t size)
{
	uint8_t bytes[1 + DTAP_HDLC_ROOM(64)] = {DTAP_HDLC_FLAG};

	return port->write(port->arg, bytes,
			   1 + dtap_hdlc_encode(bytes + 1, request, size));
}

/* As dtap_port_query(), of bytes that have come. */
static size_t
look(struct frame *frame, const uint8_t *data, size_t size,
     dtap_query_is_answer *is_answer, uint8_t *out)
{
	uint8_t packet[sizeof frame->data];

	for (size_t at = 0; at < size;) {
		size_t length;
		bool ended;

		at += add(frame, data + at, size - at, &ended);
		length = ended ? end(frame, packet) : 0;
		if (length > 0 && is_answer(packet, length)) {
			memcpy(out, packet, length);
			return length;
		}
	}
	return 0;
}

ssize_t
dtap_port_query(const struct dtap_query_port *port, const uint8_t *request,
		size_t size, dtap_query_is_answer *is_answer, int ms,
		uint8_t out[DTAP_QUERY_PACKET])
{
	int64_t until = dtap_clock_now() + ms * DTAP_NS_PER_MS;
	struct frame frame = {.size = 0};
	uint8_t data[4096];

	if (!send(port, request, size))
		return -1;
	for (;;) {
		int64_t left = (until - dtap_clock_now()) / DTAP_NS_PER_MS;
		ssize_t got;
		size_t length;

		if (left <= 0)
			return 0;
		got = port->read(port->arg, data, sizeof data, (int)left);
		if (got < 0)
			return -1;
		length = look(&frame, data, (size_t)got, is_answer, out);
		if (length > 0)
			return (ssize_t)length;
	}
}

bool
dtap_query_is_version(const uint8_t *packet, size_t size)
{
	return size > 1 && (packet[0] == VERSION || packet[0] == BAD_COMMAND ||
			    packet[0] == BAD_PARAMETERS);
}
