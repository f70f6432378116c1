/* SPDX-License-Identifier: MIT */
#include "bench/transport.h"

#include <ctype.h>
#include <string.h>

static size_t
pass_on(struct transport *transport, const uint8_t *data, size_t size)
{
	transport->bytes += size;
	transport->put(transport->arg, data, size);
	return size;
}

static size_t
pass_body(struct transport *transport, const uint8_t *data, size_t size)
{
	size_t part = transport->left < size ? transport->left : size;

	transport->left -= part;
	return pass_on(transport, data, part);
}

static void
begin_chunk(struct transport *transport)
{
	transport->state = transport->left > 0 ? BODY : TAIL;
	transport->ended = transport->left == 0;
}

/* One byte of a size line or of the CR LF behind a chunk. */
static void
take_framing(struct transport *transport, uint8_t byte)
{
	if (transport->state == TAIL) {
		if (byte != '\r' && byte != '\n')
			transport->bad++;
		if (byte == '\n')
			transport->state = HEAD;
	} else if (byte == '\n') {
		begin_chunk(transport);
	} else if (transport->state == HEAD && isxdigit(byte)) {
		unsigned digit = (byte & 15U) + (byte >> 6) * 9U;

		transport->left = transport->left << 4 | digit;
	} else {
		if (byte != '\r' && byte != ';' && transport->state == HEAD)
			transport->bad++;
		transport->state = EXTENSION;
	}
}

static size_t
take_chunked(struct transport *transport, const uint8_t *data, size_t size)
{
	size_t part;

	if (transport->state != BODY) {
		take_framing(transport, *data);
		return 1;
	}
	part = pass_body(transport, data, size);
	if (transport->left == 0)
		transport->state = TAIL;
	return part;
}

static size_t
length_bytes(const uint8_t *head)
{
	switch (head[1] & 127) {
	case 126:
		return 2;
	case 127:
		return 8;
	default:
		return 0;
	}
}

/* One byte of the head of a message.  It is wrong if masked or no data. */
static void
take_message_head(struct transport *transport, uint8_t byte)
{
	uint8_t *head = transport->head;
	size_t more;

	head[transport->head_size++] = byte;
	if (transport->head_size < 2)
		return;
	more = length_bytes(head);
	if (transport->head_size < 2 + more)
		return;
	transport->left = more == 0 ? head[1] & 127U : 0;
	for (size_t i = 0; i < more; i++)
		transport->left = transport->left << 8 | head[2 + i];
	transport->head_size = 0;
	if (head[1] & 128 || (head[0] & 15) > 2)
		transport->bad++;
}

static size_t
take_messages(struct transport *transport, const uint8_t *data, size_t size)
{
	if (transport->left > 0)
		return pass_body(transport, data, size);
	take_message_head(transport, *data);
	return 1;
}

void
transport_put(struct transport *transport, const uint8_t *data, size_t size)
{
	while (size > 0) {
		size_t part = 0;

		switch (transport->kind) {
		case TRANSPORT_CHUNKS:
			part = take_chunked(transport, data, size);
			break;
		case TRANSPORT_WEBSOCKET:
			part = take_messages(transport, data, size);
			break;
		case TRANSPORT_BARE:
			part = pass_on(transport, data, size);
		}
		data += part;
		size -= part;
	}
}
