/* SPDX-License-Identifier: MIT */
#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

void
client_socket(struct http_client *client)
{
	*client = (struct http_client){0};
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(client->fd >= 0);
}

void
client_connect(struct http_client *client, unsigned port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	assert_int_equal(connect(client->fd, (struct sockaddr *)&address,
				 sizeof address),
			 0);
}

void
client_open(struct http_client *client, unsigned port)
{
	client_socket(client);
	client_connect(client, port);
}

void
client_close(struct http_client *client)
{
	close(client->fd);
	free(client->data);
}

void
client_send(struct http_client *client, const char *text)
{
	size_t size = strlen(text);

	assert_int_equal(send(client->fd, text, size, MSG_NOSIGNAL), size);
}

void
client_junk(struct http_client *client, char byte, size_t size)
{
	char *junk = malloc(size);

	memset(junk, byte, size);
	send(client->fd, junk, size, MSG_NOSIGNAL);
	free(junk);
}

/* Reads what has arrived; false at the end. */
static bool
read_more(struct http_client *client)
{
	ssize_t size;

	if (client->room - client->size < 65536) {
		client->room = 2 * client->room + 131072;
		client->data = realloc(client->data, client->room);
		assert_non_null(client->data);
	}
	size = recv(client->fd, client->data + client->size,
		    client->room - client->size, 0);
	assert_true(size >= 0);
	client->eof = size == 0;
	client->size += (size_t)size;
	return size > 0;
}

static void
drop(struct http_client *client, size_t size)
{
	client->size -= size;
	memmove(client->data, client->data + size, client->size);
}

/* Reads until `end` has arrived; returns the offset behind it. */
static size_t
find(struct http_client *client, const char *end)
{
	const uint8_t *at;

	while (client->data == NULL || (at = memmem(client->data, client->size,
						    end, strlen(end))) == NULL)
		assert_true(read_more(client));
	return (size_t)(at - client->data) + strlen(end);
}

void
client_read_head(struct http_client *client)
{
	size_t size = find(client, "\r\n\r\n");

	assert_true(size < sizeof client->head);
	memcpy(client->head, client->data, size);
	client->head[size] = '\0';
	drop(client, size);
}

void
client_request(struct http_client *client, const char *method, const char *path)
{
	char request[512];

	snprintf(request, sizeof request,
		 "%s %s HTTP/1.1\r\nHost: localhost\r\n\r\n", method, path);
	client_send(client, request);
	client_read_head(client);
}

int
client_status(const struct http_client *client)
{
	return atoi(client->head + strlen("HTTP/1.1 "));
}

bool
client_has(const struct http_client *client, const char *line)
{
	char whole[256];

	snprintf(whole, sizeof whole, "\r\n%s\r\n", line);
	return strstr(client->head, whole) != NULL;
}

/* A body in chunks, as a string. */
static char *
chunked_text(struct http_client *client)
{
	size_t size;
	char *text = (char *)client_body(client, &size);

	text = realloc(text, size + 1);
	assert_non_null(text);
	text[size] = '\0';
	return text;
}

char *
client_text(struct http_client *client)
{
	const char *length = strstr(client->head, "\r\nContent-Length: ");
	size_t size;
	char *text;

	if (client_has(client, "Transfer-Encoding: chunked"))
		return chunked_text(client);
	assert_non_null(length);
	size = strtoul(length + strlen("\r\nContent-Length: "), NULL, 10);
	while (client->size < size)
		assert_true(read_more(client));
	text = calloc(1, size + 1);
	memcpy(text, client->data, size);
	drop(client, size);
	return text;
}

uint8_t *
client_chunk(struct http_client *client, size_t *size)
{
	size_t line = find(client, "\r\n");
	uint8_t *chunk;
	char *end;

	*size = strtoul((char *)client->data, &end, 16);
	assert_memory_equal(end, "\r\n", 2);
	drop(client, line);
	while (client->size < *size + 2)
		assert_true(read_more(client));
	assert_memory_equal(client->data + *size, "\r\n", 2);
	chunk = malloc(*size + 1);
	memcpy(chunk, client->data, *size);
	drop(client, *size + 2);
	if (*size > 0)
		return chunk;
	free(chunk);
	while (read_more(client))
		;
	assert_int_equal(client->size, 0);
	return NULL;
}

uint8_t *
client_take(struct http_client *client, size_t size)
{
	uint8_t *bytes;

	while (client->size < size)
		if (!read_more(client))
			return NULL;
	bytes = malloc(size + 1);
	memcpy(bytes, client->data, size);
	drop(client, size);
	return bytes;
}

uint8_t *
client_body(struct http_client *client, size_t *size)
{
	uint8_t *body = NULL, *chunk;
	size_t more;

	*size = 0;
	while ((chunk = client_chunk(client, &more)) != NULL) {
		body = realloc(body, *size + more);
		memcpy(body + *size, chunk, more);
		*size += more;
		free(chunk);
	}
	return body;
}
