/* SPDX-License-Identifier: MIT */
#include "bench/dial.h"

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char upgrade[] = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			      "Sec-WebSocket-Version: 13\r\n"
			      "Sec-WebSocket-Protocol: dtap.raw.v1\r\n"
			      "Sec-WebSocket-Key: "
			      "dGhlIHNhbXBsZSBub25jZQ==\r\n";

static int
connect_to(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (void *)&address, sizeof address) < 0)
		err(1, "port %d", port);
	return fd;
}

/* Byte by byte, because the bytes after the head belong to the stream. */
static void
read_head(int fd, char *head, size_t room)
{
	size_t size = 0;

	do {
		if (size == room - 1 || read(fd, head + size, 1) != 1)
			errx(1, "no answer: %.*s", (int)size, head);
		head[++size] = '\0';
	} while (size < 4 || strcmp(head + size - 4, "\r\n\r\n") != 0);
}

int
dial(int port, const char *path, enum transport_kind kind)
{
	int fd = connect_to(port), wanted = 200;
	char head[4096];

	if (kind != TRANSPORT_BARE) {
		dprintf(fd, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
			path, port, kind == TRANSPORT_WEBSOCKET ? upgrade : "");
		read_head(fd, head, sizeof head);
		if (kind == TRANSPORT_WEBSOCKET)
			wanted = 101;
		if (atoi(head + 9) != wanted)
			errx(1, "refused: %s", head);
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}
