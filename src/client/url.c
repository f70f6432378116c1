/* SPDX-License-Identifier: MIT */
#include "client/url.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/net.h"

/* The end of the path of each pcap stream of DIAG: of a hub too. */
#define DIAG_PCAP "/diag/pcap"

void
dtap_url_set_path(struct dtap_url *url, const char *path)
{
	char server[DTAP_NET_HOST_PORT];

	snprintf(url->shown, sizeof url->shown, "http://%s%s",
		 dtap_net_write_host_port(server, url->host, url->port), path);
	if (path != url->path)
		snprintf(url->path, sizeof url->path, "%s", path);
}

/* Whether the query of a path has a term of this name, with its '='. */
static bool
has_term(const char *path, const char *name, size_t size)
{
	const char *at = strchr(path, '?');

	for (; at != NULL; at = strchr(at, '&'))
		if (strncmp(++at, name, size) == 0)
			return true;
	return false;
}

bool
dtap_url_add_term(struct dtap_url *url, const char *term)
{
	size_t name = strcspn(term, "=") + 1, size = strcspn(url->path, "?");
	size_t end = strlen(DIAG_PCAP);
	char path[sizeof url->path];

	if (size < end || memcmp(url->path + size - end, DIAG_PCAP, end) != 0 ||
	    has_term(url->path, term, name))
		return true;
	if ((size_t)snprintf(path, sizeof path, "%s%c%s", url->path,
			     url->path[size] == '?' ? '&' : '?',
			     term) >= sizeof path)
		return false;
	dtap_url_set_path(url, path);
	return true;
}

/* A part of the URL. */
struct span {
	const char *at;
	size_t size;
};

static bool
copy(char *out, size_t room, struct span span)
{
	if (span.size >= room)
		return false;
	memcpy(out, span.at, span.size);
	out[span.size] = '\0';
	return true;
}

bool
dtap_url_set_token(struct dtap_url *url, const char *token)
{
	if (token[0] == '\0')
		return true;
	/* It is sent in a header line: no character may end the line. */
	for (const char *at = token; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~')
			return false;
	return copy(url->token, sizeof url->token,
		    (struct span){token, strlen(token)});
}

/* "user:TOKEN"; %XX is a character. */
static bool
read_token(struct dtap_url *url, struct span user)
{
	const char *colon = memchr(user.at, ':', user.size);
	char token[sizeof url->token];
	size_t size = 0;

	if (colon == NULL)
		return true;
	for (const char *at = colon + 1; at < user.at + user.size; at++) {
		char hex[3] = "", c = *at;

		if (c == '%' && user.at + user.size - at > 2 &&
		    isxdigit((unsigned char)at[1]) &&
		    isxdigit((unsigned char)at[2])) {
			memcpy(hex, at + 1, 2);
			c = (char)strtoul(hex, NULL, 16);
			at += 2;
		}
		if (size + 1 == sizeof token || c == '\0')
			return false;
		token[size++] = c;
	}
	token[size] = '\0';
	return dtap_url_set_token(url, token);
}

/* "HOST", "HOST:PORT", "[V6]" or "[V6]:PORT"; the default port is 80. */
static bool
read_host(struct dtap_url *url, struct span text)
{
	struct dtap_net_host_port server;
	size_t digits;

	if (!dtap_net_read_host_port(&server, text.at, text.size) ||
	    server.host[0] == '\0')
		return false;
	if (server.port[0] == '\0')
		strcpy(server.port, "80");
	dtap_net_decode_zone(server.host);
	digits = strspn(server.port, "0123456789");
	return server.port[digits] == '\0' &&
	       strtoul(server.port, NULL, 10) - 1 < 65535 &&
	       copy(url->host, sizeof url->host,
		    (struct span){server.host, strlen(server.host)}) &&
	       copy(url->port, sizeof url->port,
		    (struct span){server.port, digits});
}

static bool
read_path(struct dtap_url *url, struct span path)
{
	if (path.size <= 1)
		path = (struct span){DTAP_URL_PCAP, strlen(DTAP_URL_PCAP)};
	for (size_t i = 0; i < path.size; i++)
		if (path.at[i] <= ' ' || path.at[i] > '~')
			return false;
	return path.at[0] == '/' && copy(url->path, sizeof url->path, path);
}

static bool
is_printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

static bool
read_parts(struct dtap_url *url, const char *rest)
{
	size_t size = strcspn(rest, "/?#");
	struct span host = {rest, size}, path = {rest + size, 0};
	const char *at = memrchr(rest, '@', size);

	path.size = strcspn(path.at, "#");
	if (at != NULL) {
		host.at = at + 1;
		host.size = size - (size_t)(host.at - rest);
		if (!read_token(url, (struct span){rest, (size_t)(at - rest)}))
			return false;
	}
	if (!read_host(url, host) || !read_path(url, path) ||
	    !is_printable(url->host))
		return false;
	dtap_url_set_path(url, url->path);
	return true;
}

bool
dtap_url_parse(struct dtap_url *url, const char *text, char why[512])
{
	static const char scheme[] = "http://";

	memset(url, 0, sizeof *url);
	if (strncasecmp(text, "https://", 8) == 0) {
		snprintf(why, 512,
			 "https is not supported: use ssh -L "
			 "9840:127.0.0.1:9840 HOST and %s",
			 DTAP_URL_HERE);
		return false;
	}
	if (strncasecmp(text, scheme, strlen(scheme)) == 0 &&
	    read_parts(url, text + strlen(scheme)))
		return true;
	/* A text with an '@' may contain a token: do not show it. */
	snprintf(why, 512, "%.200s: must be http://HOST:PORT, for example %s",
		 strchr(text, '@') == NULL && is_printable(text) ? text
								 : "the URL",
		 DTAP_URL_HERE);
	return false;
}
