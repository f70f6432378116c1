/* SPDX-License-Identifier: MIT */
#include "http/access.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <libwebsockets.h>

#include "base/net.h"
#include "base/secret.h"

#define TOKEN_MIN 16

static bool
is_token(const char *text)
{
	return strlen(text) >= TOKEN_MIN && strchr(text, ' ') == NULL;
}

int
dtap_access_read_token(struct dtap_access *access, const char *path, char *why,
		       size_t room)
{
	int result = dtap_secret_read(path, access->token, sizeof access->token,
				      why, room);

	if (result == 0 && is_token(access->token))
		return 0;
	if (result < 0 && errno != EINVAL)
		return -1;
	memset(access->token, 0, sizeof access->token);
	snprintf(why, room,
		 "%s: a token must be one line of 16 to 255 printable "
		 "characters without spaces",
		 path);
	errno = EINVAL;
	return -1;
}

/* `name` is one of the words in `names`. */
static bool
is_listed(const char *names, const char *name)
{
	size_t size = strlen(name);

	while (*names != '\0') {
		size_t word = strcspn(names, " ");

		if (word == size && size > 0 &&
		    strncasecmp(names, name, size) == 0)
			return true;
		names += word;
		names += strspn(names, " ");
	}
	return false;
}

static bool
is_ours(const struct dtap_access *access, const struct dtap_request *request)
{
	struct dtap_net_host_port asked;

	/* Browsers always send a Host, and never come over a Unix socket. */
	if (request->host[0] == '\0' || request->local[0] == '\0')
		return true;
	return dtap_net_read_host_port(&asked, request->host,
				       strlen(request->host)) &&
	       (strcasecmp(asked.host, "localhost") == 0 ||
		dtap_net_same_address(asked.host, request->local) ||
		is_listed(access->hosts, asked.host));
}

/* A page of ours has our Host behind its scheme. */
static bool
is_our_page(const struct dtap_request *request)
{
	const char *host = strstr(request->origin, "://");

	return request->origin[0] == '\0' ||
	       (host != NULL && strcasecmp(host + 3, request->host) == 0);
}

/* Takes as long for any guess of the same length. */
static bool
equals(const char *token, const char *guess)
{
	size_t size = strlen(token), other = strlen(guess);
	unsigned char differ = size != other;

	for (size_t i = 0; i < other; i++)
		differ |= (unsigned char)(token[i % size] ^ guess[i]);
	return differ == 0;
}

/* Basic: the token is the password of any user. */
static bool
basic_has_token(const char *token, const char *encoded)
{
	char decoded[DTAP_AUTHORIZATION_ROOM];
	const char *password;
	int size = lws_b64_decode_string_len(encoded, (int)strlen(encoded),
					     decoded, sizeof decoded - 1);

	if (size < 0)
		return false;
	decoded[size] = '\0';
	password = strchr(decoded, ':');
	return password != NULL && equals(token, password + 1);
}

static bool
has_token(const char *token, const char *authorization)
{
	if (token[0] == '\0')
		return true;
	if (strncasecmp(authorization, "Bearer ", 7) == 0)
		return equals(token, authorization + 7);
	if (strncasecmp(authorization, "Basic ", 6) == 0)
		return basic_has_token(token, authorization + 6);
	return false;
}

/*
 * A page cannot set a WebSocket's Authorization, so there the token may stand
 * among the subprotocols, in base64 without what a header's word cannot have.
 */
static bool
subprotocol_has_token(const char *token, const char *protocols)
{
	static const char prefix[] = "dtap.token.";
	const size_t before = sizeof prefix - 1;
	char decoded[DTAP_AUTHORIZATION_ROOM];
	struct dtap_word word;

	while (dtap_request_next_word(&protocols, &word)) {
		int size;

		if (word.size < before ||
		    memcmp(word.text, prefix, before) != 0)
			continue;
		size = lws_b64_decode_string_len(word.text + before,
						 (int)(word.size - before),
						 decoded, sizeof decoded - 1);
		if (size < 0)
			return false;
		decoded[size] = '\0';
		return equals(token, decoded);
	}
	return false;
}

enum dtap_verdict
dtap_access_check(const struct dtap_access *access,
		  const struct dtap_request *request)
{
	if (!is_ours(access, request))
		return DTAP_ACCESS_FOREIGN_HOST;
	if (!is_our_page(request))
		return DTAP_ACCESS_FOREIGN_ORIGIN;
	/* A Unix socket is guarded by its mode. */
	if (request->local[0] != '\0' &&
	    !has_token(access->token, request->authorization) &&
	    !subprotocol_has_token(access->token, request->ws_protocols))
		return DTAP_ACCESS_NO_TOKEN;
	return DTAP_ACCESS_GRANTED;
}

bool
dtap_access_may_change(const struct dtap_access *access,
		       const struct dtap_request *request)
{
	return access->token[0] != '\0' || request->local[0] == '\0';
}
