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

/*
 * An absent Host is one of HTTP/1.0, which no browser sends.  Browsers do not
 * come over a Unix socket either.
 */
static bool
is_ours(const struct dtap_access *access, const struct dtap_request *request)
{
	struct dtap_net_host_port asked;

	if (request->arrival == DTAP_ARRIVAL_UNIX)
		return true;
	if (request->arrival != DTAP_ARRIVAL_TCP)
		return false;
	if (!request->has_host)
		return request->http10;
	if (!dtap_net_read_host_port(&asked, request->host,
				     strlen(request->host)))
		return false;
	dtap_net_decode_zone(asked.host);
	return strcasecmp(asked.host, "localhost") == 0 ||
	       dtap_net_same_address(asked.host, request->local) ||
	       is_listed(access->hosts, asked.host);
}

/*
 * A page of ours has our Host behind its scheme.  "null", an empty Origin and
 * one that cannot be read are of another page.
 */
static bool
is_our_page(const struct dtap_request *request)
{
	const char *origin = request->origin;

	if (!request->has_origin)
		return true;
	if (strncasecmp(origin, "http://", 7) == 0)
		origin += 7;
	else if (strncasecmp(origin, "https://", 8) == 0)
		origin += 8;
	else
		return false;
	return request->has_host && strcasecmp(origin, request->host) == 0;
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

/* How many characters of the text are digits; padding may be left out. */
static size_t
without_padding(const char *text, size_t size)
{
	if (size % 4 != 0 || size == 0)
		return size;
	if (text[size - 1] == '=')
		size--;
	return size % 4 == 3 && text[size - 1] == '=' ? size - 1 : size;
}

/*
 * Base64 or base64url.  libwebsockets passes over what is no digit, and stops
 * where the room ends: that is refused here.  -1: so it was.
 */
static int
decode(char out[DTAP_AUTHORIZATION_ROOM], const char *text, size_t size)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/-_";
	size_t digits = without_padding(text, size);
	int count = (int)(digits * 3 / 4);

	if (digits % 4 == 1 || digits >= DTAP_AUTHORIZATION_ROOM)
		return -1;
	for (size_t i = 0; i < digits; i++)
		if (memchr(alphabet, text[i], sizeof alphabet - 1) == NULL)
			return -1;
	if (lws_b64_decode_string_len(text, (int)digits, out,
				      DTAP_AUTHORIZATION_ROOM) != count)
		return -1;
	out[count] = '\0';
	return count;
}

/* The text in base64 is the token, behind whatever ends with `behind`. */
static bool
decodes_to(const char *token, const char *text, size_t size, char behind)
{
	char decoded[DTAP_AUTHORIZATION_ROOM];
	int count = decode(decoded, text, size);
	const char *guess = decoded;

	if (count < 0 || strlen(decoded) != (size_t)count)
		return false;
	if (behind != '\0') {
		guess = strchr(decoded, behind);
		if (guess == NULL)
			return false;
		guess++;
	}
	return equals(token, guess);
}

static bool
has_token(const char *token, const char *authorization)
{
	if (token[0] == '\0')
		return true;
	if (strncasecmp(authorization, "Bearer ", 7) == 0)
		return equals(token, authorization + 7);
	if (strncasecmp(authorization, "Basic ", 6) == 0)
		/* The token is the password of any user. */
		return decodes_to(token, authorization + 6,
				  strlen(authorization + 6), ':');
	return false;
}

/*
 * A page cannot set the Authorization of a WebSocket, so the token may be one
 * of the subprotocols there, in base64url without padding.
 */
static bool
subprotocol_has_token(const char *token, const char *protocols)
{
	static const char prefix[] = "dtap.token.";
	const size_t before = sizeof prefix - 1;
	struct dtap_word word;

	while (dtap_request_next_word(&protocols, &word))
		if (word.size >= before &&
		    memcmp(word.text, prefix, before) == 0)
			return decodes_to(token, word.text + before,
					  word.size - before, '\0');
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
	/* The mode of a Unix socket decides who may use it. */
	if (request->arrival != DTAP_ARRIVAL_UNIX &&
	    !has_token(access->token, request->authorization) &&
	    !subprotocol_has_token(access->token, request->ws_protocols))
		return DTAP_ACCESS_NO_TOKEN;
	return DTAP_ACCESS_GRANTED;
}

bool
dtap_access_may_change(const struct dtap_access *access,
		       const struct dtap_request *request)
{
	return access->token[0] != '\0' ||
	       request->arrival == DTAP_ARRIVAL_UNIX;
}
