/* SPDX-License-Identifier: MIT */
#include "support/ws_client.h"

#include <sys/socket.h>

#include "support/testing.h"

void
ws_shake(struct http_client *client, const char *path, const char *protocol)
{
	char request[512], answer[128];

	snprintf(request, sizeof request,
		 "GET %s HTTP/1.1\r\n" WS_HEADERS
		 "Sec-WebSocket-Protocol: %s\r\n\r\n",
		 path, protocol);
	client_send(client, request);
	client_read_head(client);
	assert_int_equal(client_status(client), 101);
	/* The answer to this key is in RFC 6455, 1.3. */
	assert_true(client_has(client, "Sec-WebSocket-Accept: "
				       "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
	snprintf(answer, sizeof answer, "Sec-WebSocket-Protocol: %s", protocol);
	assert_true(client_has(client, answer));
}

void
ws_open(struct http_client *client, unsigned port, const char *path,
	const char *protocol)
{
	client_open(client, port);
	ws_shake(client, path, protocol);
}

void
ws_send(struct http_client *client, enum dtap_ws_opcode opcode,
	const void *payload, size_t size)
{
	static const uint8_t mask[] = {0xa1, 0x02, 0xc3, 0x04};
	uint8_t *frame = malloc(DTAP_WS_HEAD_MAX + sizeof mask + size);
	size_t head = dtap_ws_frame_head(frame, opcode, size);

	frame[1] |= 0x80;
	memcpy(frame + head, mask, sizeof mask);
	head += sizeof mask;
	for (size_t i = 0; i < size; i++)
		frame[head + i] =
			((const uint8_t *)payload)[i] ^ mask[i % sizeof mask];
	/* The server may close the connection. */
	send(client->fd, frame, head + size, MSG_NOSIGNAL);
	free(frame);
}

/* A big-endian number of so many bytes. */
static size_t
read_number(struct http_client *client, size_t bytes)
{
	uint8_t *data = client_take(client, bytes);
	size_t number = 0;

	assert_non_null(data);
	for (size_t i = 0; i < bytes; i++)
		number = number << 8 | data[i];
	free(data);
	return number;
}

bool
ws_next(struct http_client *client, struct ws_frame *frame)
{
	uint8_t *head = client_take(client, 2);

	*frame = (struct ws_frame){0};
	if (head == NULL) {
		assert_int_equal(client->size, 0);
		return false;
	}
	assert_int_equal(head[0] & 0xf0, 0x80);
	frame->opcode = (enum dtap_ws_opcode)(head[0] & 0x0f);
	frame->size = head[1];
	free(head);
	assert_true(frame->size < 128); /* servers do not mask */
	if (frame->size > 125)
		frame->size = read_number(client, frame->size == 126 ? 2 : 8);
	frame->payload = client_take(client, frame->size);
	assert_non_null(frame->payload);
	return true;
}

void
ws_free(struct ws_frame *frame)
{
	free(frame->payload);
	frame->payload = NULL;
}

struct ws_frame
ws_expect(struct http_client *client, enum dtap_ws_opcode opcode)
{
	struct ws_frame frame;

	assert_true(ws_next(client, &frame));
	assert_int_equal(frame.opcode, opcode);
	return frame;
}

void
ws_expect_close(struct http_client *client, unsigned code)
{
	struct ws_frame frame;

	do {
		assert_true(ws_next(client, &frame));
		if (frame.opcode == DTAP_WS_CLOSE)
			break;
		ws_free(&frame);
	} while (true);
	assert_true(frame.size >= 2);
	assert_int_equal(frame.payload[0] << 8 | frame.payload[1], code);
	ws_free(&frame);
	assert_false(ws_next(client, &frame));
}
