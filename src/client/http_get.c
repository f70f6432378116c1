/* SPDX-License-Identifier: MIT */
#include "client/http_get.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/net.h"
#include "client/connect.h"

#define ANSWER_TIMEOUT_MS                                   \
	10000 /* to connect, and for the head of the answer \
	       */
#define HEAD_ROOM 8192
#define LINE_ROOM 400 /* for the reason of a refusal */

struct dtap_http_get {
	int fd;
	struct dtap_connect_wait wait;
	enum { TO_CLOSE, COUNTED, CHUNKED } form;
	bool begun;    /* inside a chunk: its CR LF has not arrived */
	bool ended;    /* the body has ended */
	uint64_t left; /* bytes left of the body (COUNTED) or of the chunk */
	char head[HEAD_ROOM];
	size_t from, to; /* buffer[from..to) is received and not used yet */
	uint8_t buffer[65536];
};

static ssize_t
receive(struct dtap_http_get *get, uint8_t *out, size_t size)
{
	ssize_t n;

	do {
		n = recv(get->fd, out, size, MSG_DONTWAIT);
		if (n >= 0 || (errno != EAGAIN && errno != EINTR))
			return n;
	} while (dtap_connect_wait_for(&get->wait, get->fd, POLLIN) == 0);
	return -1;
}

/* 1: the buffer has bytes.  0: the peer has closed.  -1 with errno. */
static int
fill(struct dtap_http_get *get)
{
	ssize_t n;

	if (get->from < get->to)
		return 1;
	n = receive(get, get->buffer, sizeof get->buffer);
	get->from = 0;
	get->to = n > 0 ? (size_t)n : 0;
	return n > 0 ? 1 : (int)n;
}

/* A line without its end.  -1 with errno. */
static int
read_line(struct dtap_http_get *get, char *line, size_t room)
{
	size_t size = 0;
	int filled;

	while ((filled = fill(get)) > 0) {
		char c = (char)get->buffer[get->from++];

		if (c == '\n') {
			size -= size > 0 && line[size - 1] == '\r';
			line[size] = '\0';
			return 0;
		}
		if (size + 1 == room || c == '\0') {
			errno = EBADMSG;
			return -1;
		}
		line[size++] = c;
	}
	if (filled == 0)
		errno = ECONNRESET;
	return -1;
}

/* All lines up to the empty one, each with its newline. */
static int
read_head(struct dtap_http_get *get)
{
	size_t size = 0;

	for (;;) {
		char *line = get->head + size;

		if (read_line(get, line, sizeof get->head - size - 1) < 0)
			return -1;
		if (line[0] == '\0' && size > 0)
			return 0;
		size += strlen(line);
		get->head[size++] = '\n';
		get->head[size] = '\0';
	}
}

/* The value of a header, up to the end of its line.  NULL: no such header. */
static const char *
header(const struct dtap_http_get *get, const char *name)
{
	const char *line = get->head;
	size_t size = strlen(name);

	while ((line = strchr(line, '\n')) != NULL) {
		line++;
		if (strncasecmp(line, name, size) == 0 && line[size] == ':')
			return line + size + 1 + strspn(line + size + 1, " \t");
	}
	return NULL;
}

static bool
has_value(const struct dtap_http_get *get, const char *name, const char *value)
{
	const char *at = header(get, name);

	return at != NULL && strncasecmp(at, value, strlen(value)) == 0;
}

static void
choose_form(struct dtap_http_get *get)
{
	const char *length = header(get, "Content-Length");

	if (has_value(get, "Transfer-Encoding", "chunked")) {
		get->form = CHUNKED;
	} else if (length != NULL) {
		get->form = COUNTED;
		get->left = strtoull(length, NULL, 10);
	}
}

static int
send_request(struct dtap_http_get *get, const struct dtap_url *url)
{
	char text[2048];
	char server[DTAP_NET_HOST_PORT], host[sizeof url->host];
	bool token = url->token[0] != '\0';
	int size;

	/* A zone has a meaning on this machine only. */
	snprintf(host, sizeof host, "%.*s",
		 strchr(url->host, ':') != NULL ? (int)strcspn(url->host, "%")
						: (int)strlen(url->host),
		 url->host);
	size = snprintf(text, sizeof text,
			"GET %s HTTP/1.1\r\nHost: %s\r\n"
			"%s%s%sAccept: */*\r\nConnection: close\r\n\r\n",
			url->path,
			dtap_net_write_host_port(server, host, url->port),
			token ? "Authorization: Bearer " : "", url->token,
			token ? "\r\n" : "");

	/* The socket buffer is empty: it takes all of a short request. */
	if (send(get->fd, text, (size_t)size, MSG_NOSIGNAL) == size)
		return 0;
	errno = errno == 0 ? EIO : errno;
	return -1;
}

/* The first line of the body, if it is text: why the server refuses. */
static void
read_sentence(struct dtap_http_get *get, char sentence[LINE_ROOM])
{
	size_t size = 0;
	ssize_t n;

	get->wait.timeout_ms = 2000;
	if (has_value(get, "Content-Type", "text/plain"))
		while (size + 1 < LINE_ROOM &&
		       (n = dtap_http_get_read(get, (uint8_t *)sentence + size,
					       LINE_ROOM - 1 - size)) > 0)
			size += (size_t)n;
	sentence[size] = '\0';
	sentence[strcspn(sentence, "\r\n")] = '\0';
	/* It is printed on a terminal. */
	for (char *at = sentence; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}

static int
refused(struct dtap_http_get *get, const struct dtap_url *url, char why[512])
{
	int status = atoi(get->head + strlen("HTTP/1.1 "));
	char sentence[LINE_ROOM];

	read_sentence(get, sentence);
	if (status == 401)
		strcpy(sentence, url->token[0] == '\0'
					 ? "a token is needed: set "
					   "DIAGTAP_TOKEN, or use "
					   "http://any:TOKEN@HOST:PORT"
					 : "the token is wrong");
	snprintf(why, 512, "%.90s: the server answers %d%s%.395s", url->shown,
		 status, sentence[0] != '\0' ? ": " : "", sentence);
	errno = status >= 500 ? EBUSY : EACCES;
	return -1;
}

/* Sends the request and reads the head of the answer.  -1: why is set. */
static int
ask(struct dtap_http_get *get, const struct dtap_url *url, char why[512])
{
	int saved;

	get->fd = dtap_connect(url, &get->wait, why);
	if (get->fd < 0)
		return -1;
	if (send_request(get, url) < 0 || read_head(get) < 0) {
		saved = errno;
		snprintf(why, 512, "%.300s: %s", url->shown,
			 errno == EBADMSG ? "this is not an HTTP server"
					  : strerror(errno));
		errno = saved;
		return -1;
	}
	if (strncmp(get->head, "HTTP/1.", 7) != 0) {
		snprintf(why, 512, "%.300s: this is not an HTTP server",
			 url->shown);
		errno = EBADMSG;
		return -1;
	}
	choose_form(get);
	if (strncmp(get->head + strlen("HTTP/1.1"), " 200", 4) != 0)
		return refused(get, url, why);
	get->wait.timeout_ms = -1;
	return 0;
}

struct dtap_http_get *
dtap_http_get_open(const struct dtap_http_get_options *options, char why[512])
{
	struct dtap_http_get *get = calloc(1, sizeof *get);
	int saved;

	if (get == NULL) {
		snprintf(why, 512, "%s", strerror(ENOMEM));
		return NULL;
	}
	get->fd = -1;
	get->wait.stop = options->stop;
	get->wait.sink = options->sink;
	get->wait.timeout_ms = ANSWER_TIMEOUT_MS;
	if (ask(get, options->url, why) == 0)
		return get;
	saved = errno;
	dtap_http_get_close(get);
	errno = saved;
	return NULL;
}

void
dtap_http_get_close(struct dtap_http_get *get)
{
	if (get == NULL)
		return;
	if (get->fd >= 0)
		close(get->fd);
	free(get);
}

bool
dtap_http_get_is_pcap(const struct dtap_http_get *get)
{
	return has_value(get, "Content-Type", "application/vnd.tcpdump.pcap");
}

bool
dtap_http_get_is_pcapng(const struct dtap_http_get *get)
{
	return has_value(get, "Content-Type", "application/x-pcapng");
}

bool
dtap_http_get_is_stream(const struct dtap_http_get *get)
{
	return dtap_http_get_is_pcap(get) || dtap_http_get_is_pcapng(get) ||
	       has_value(get, "Content-Type", "application/octet-stream");
}

bool
dtap_http_get_is_live(const struct dtap_http_get *get)
{
	return get->form != COUNTED;
}

/* At the end of a chunk: reads its CR LF and the size of the next. */
static int
next_chunk(struct dtap_http_get *get)
{
	char line[128], *end;

	if (get->begun && read_line(get, line, sizeof line) < 0)
		return -1;
	if (get->begun && line[0] != '\0')
		goto bad;
	if (read_line(get, line, sizeof line) < 0)
		return -1;
	errno = 0;
	get->left = strtoull(line, &end, 16);
	if (end == line || line[0] == '-' || errno != 0 ||
	    (*end != '\0' && *end != ';' && *end != ' '))
		goto bad;
	get->begun = true;
	if (get->left > 0)
		return 0;
	get->ended = true;
	do
		if (read_line(get, line, sizeof line) < 0)
			return -1;
	while (line[0] != '\0');
	return 0;
bad:
	errno = EBADMSG;
	return -1;
}

/* Bytes of the body: at most `left`, if that is known. */
static ssize_t
read_some(struct dtap_http_get *get, uint8_t *out, size_t size)
{
	size_t have;
	int filled = fill(get);

	if (filled <= 0)
		return filled;
	have = get->to - get->from;
	if (size > have)
		size = have;
	if (get->form != TO_CLOSE && size > get->left)
		size = (size_t)get->left;
	memcpy(out, get->buffer + get->from, size);
	get->from += size;
	if (get->form != TO_CLOSE)
		get->left -= size;
	return (ssize_t)size;
}

ssize_t
dtap_http_get_read(struct dtap_http_get *get, uint8_t *buffer, size_t size)
{
	ssize_t n;

	if (get->form == CHUNKED && get->left == 0 && !get->ended &&
	    next_chunk(get) < 0)
		return -1;
	if (get->ended || (get->form == COUNTED && get->left == 0))
		return 0;
	n = read_some(get, buffer, size);
	if (n > 0 || n < 0 || get->form == TO_CLOSE)
		return n;
	errno = ECONNRESET;
	return -1;
}
