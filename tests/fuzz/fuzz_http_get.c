/* SPDX-License-Identifier: MIT */
/*
 * An answer to our own client, byte for byte: head, chunks, body.  It ends,
 * says why, and gives no more than came.  And what people may call a URL.
 */
#include "fuzz.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/http_get.h"

struct answer {
	int listener;
	const uint8_t *data;
	size_t size;
};

static int
listen_somewhere(char port[6])
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	CLAIM(fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0);
	CLAIM(listen(fd, 16) == 0);
	CLAIM(getsockname(fd, (struct sockaddr *)&address, &size) == 0);
	snprintf(port, 6, "%u", (unsigned)ntohs(address.sin_port));
	return fd;
}

/* Another program, as far as the client can tell. */
static void *
answer(void *arg)
{
	const struct answer *answer = arg;
	int fd = accept(answer->listener, NULL, NULL);
	char request[4096];

	send(fd, answer->data, answer->size, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	while (recv(fd, request, sizeof request, 0) > 0)
		;
	close(fd);
	return NULL;
}

static void
get(const char *port, size_t size)
{
	static uint8_t buffer[4096];
	struct dtap_url url = {.host = "127.0.0.1", .path = "/"};
	struct dtap_http_get_options options = {
		.url = &url, .stop = -1, .sink = -1};
	char why[512] = "";
	struct dtap_http_get *get;
	size_t given = 0;
	ssize_t got;

	strcpy(url.port, port);
	get = dtap_http_get_open(&options, why);
	if (get == NULL) {
		CLAIM(why[0] != '\0');
		return;
	}
	while ((got = dtap_http_get_read(get, buffer, sizeof buffer)) > 0)
		given += (size_t)got;
	CLAIM(given <= size);
	dtap_http_get_is_pcap(get);
	dtap_http_get_close(get);
}

static void
check_url(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), why[512] = "";
	struct dtap_url url;

	if (dtap_url_parse(&url, text, why))
		CLAIM(url.host[0] != '\0' && url.path[0] == '/');
	else
		CLAIM(why[0] != '\0');
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char port[6];
	static int listener = -1;
	struct answer given;
	pthread_t thread;

	check_url(data, size);
	if (listener < 0)
		listener = listen_somewhere(port);
	given = (struct answer){listener, data, size};
	CLAIM(pthread_create(&thread, NULL, answer, &given) == 0);
	get(port, size);
	pthread_join(thread, NULL);
	return 0;
}
