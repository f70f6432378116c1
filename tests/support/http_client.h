/* SPDX-License-Identifier: MIT */
/*
 * http_client.h - an HTTP client for loopback that gives tests every byte.
 *
 * On an error a function fails the cmocka test that called it.
 */
#ifndef DTAP_HTTP_CLIENT_H
#define DTAP_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_client {
	int fd;
	char head[2048]; /* of the last response, with its empty line */
	uint8_t *data;   /* read and not yet taken */
	size_t size, room;
	bool eof;
};

void client_open(struct http_client *client, unsigned port);

/* The same as client_open(), in two steps. */
void client_socket(struct http_client *client);
void client_connect(struct http_client *client, unsigned port);

void client_close(struct http_client *client);

void client_send(struct http_client *client, const char *text);

/* Sends as much as it can; the server may close the connection. */
void client_junk(struct http_client *client, char byte, size_t size);

/* Sends "METHOD PATH HTTP/1.1" with a Host, and reads the response's head. */
void client_request(struct http_client *client, const char *method,
		    const char *path);
void client_read_head(struct http_client *client);

/* The status of the last head, and whether it has such a line. */
int client_status(const struct http_client *client);
bool client_has(const struct http_client *client, const char *line);

/* The body of a response, with a NUL behind it; the caller frees it.  One in
 * chunks is read up to the end of the connection. */
char *client_text(struct http_client *client);

/* The next chunk; the caller frees it.  NULL: it was the final one. */
uint8_t *client_chunk(struct http_client *client, size_t *size);

/* The next `size` bytes; the caller frees them.  NULL: the end came before. */
uint8_t *client_take(struct http_client *client, size_t size);

/* All chunks up to the final one, joined; the caller frees it. */
uint8_t *client_body(struct http_client *client, size_t *size);

#endif
