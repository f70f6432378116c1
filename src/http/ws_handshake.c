/* SPDX-License-Identifier: MIT */
#include "http/ws_handshake.h"

#include <stdio.h>
#include <string.h>

#include <libwebsockets.h>

/* A key is 16 bytes in base64. */
#define KEY_DIGITS 22

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455, 1.3 */

#define SHA1_SIZE   20
#define ACCEPT_ROOM 32

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
			     "xyz0123456789+/";

static const char *const subprotocols[] = {
	[DTAP_FORM_RAW] = "dtap.raw.v1",
	[DTAP_FORM_PCAP] = "dtap.pcap.v1",
};

static bool
asks_for_websocket(const struct dtap_request *request)
{
	return request->method == DTAP_GET && !request->http10 &&
	       dtap_request_has_word(request->upgrade, "websocket") &&
	       dtap_request_has_word(request->connection, "upgrade");
}

static bool
is_key(const char *key)
{
	return strspn(key, base64) == KEY_DIGITS &&
	       strcmp(key + KEY_DIGITS, "==") == 0;
}

/* The first subprotocol of ours that the client lists. */
static bool
find_form(const char *offered, enum dtap_form *form)
{
	static const enum dtap_form forms[] = {DTAP_FORM_RAW, DTAP_FORM_PCAP};
	struct dtap_word word;

	while (dtap_request_next_word(&offered, &word))
		for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
			const char *name = subprotocols[forms[i]];

			*form = forms[i];
			if (strlen(name) == word.size &&
			    memcmp(name, word.text, word.size) == 0)
				return true;
		}
	return false;
}

int
dtap_ws_handshake_check(const struct dtap_request *request,
			enum dtap_form *form, const char **why,
			const char **headers)
{
	*headers = NULL;
	if (!asks_for_websocket(request) ||
	    strcmp(request->ws_version, "13") != 0) {
		*why = "This path is a WebSocket: it needs HTTP/1.1 and "
		       "WebSocket version 13 (RFC 6455).";
		*headers = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			   "Sec-WebSocket-Version: 13\r\n";
		return 426;
	}
	if (!is_key(request->ws_key)) {
		*why = "Sec-WebSocket-Key must be 16 bytes in base64.";
		return 400;
	}
	if (!find_form(request->ws_protocols, form)) {
		*why = "A subprotocol is needed (Sec-WebSocket-Protocol): "
		       "dtap.pcap.v1 or dtap.raw.v1.";
		return 400;
	}
	return 0;
}

/* The answer to a key: RFC 6455, 4.2.2, 5.4. */
static void
accept_key(char *out, const char *key)
{
	char text[KEY_DIGITS + 2 + sizeof GUID];
	unsigned char hash[SHA1_SIZE];
	int size = snprintf(text, sizeof text, "%s" GUID, key);

	lws_SHA1((const unsigned char *)text, (size_t)size, hash);
	lws_b64_encode_string((const char *)hash, sizeof hash, out,
			      ACCEPT_ROOM);
}

int
dtap_ws_handshake_head(char *out, const struct dtap_request *request,
		       enum dtap_form form, const char *device)
{
	char key[ACCEPT_ROOM];

	accept_key(key, request->ws_key);
	return snprintf(
		out, DTAP_WS_HANDSHAKE_ROOM,
		"HTTP/1.1 101 Switching Protocols\r\n"
		"X-DTAP-Version: 1\r\n"
		"%s"
		"Upgrade: websocket\r\n"
		"Connection: Upgrade\r\n"
		"Sec-WebSocket-Accept: %s\r\n"
		"Sec-WebSocket-Protocol: %s\r\n\r\n",
		device, key,
		subprotocols[form == DTAP_FORM_DATA ? DTAP_FORM_RAW : form]);
}
