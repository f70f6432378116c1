/* SPDX-License-Identifier: MIT */
#include "nats/nats_status.h"

#include <stdio.h>
#include <string.h>

enum dtap_link_result
dtap_nats_result(natsStatus status)
{
	static const struct {
		natsStatus status;
		enum dtap_link_result result;
	} table[] = {
		{NATS_OK, DTAP_LINK_OK},
		{NATS_CONNECTION_AUTH_FAILED, DTAP_LINK_LOGIN},
		{NATS_NOT_PERMITTED, DTAP_LINK_LOGIN},
		{NATS_SSL_ERROR, DTAP_LINK_TLS},
		{NATS_SECURE_CONNECTION_WANTED, DTAP_LINK_TLS},
		{NATS_SECURE_CONNECTION_REQUIRED, DTAP_LINK_WANTS_TLS},
		{NATS_MAX_PAYLOAD, DTAP_LINK_TOO_LARGE},
		{NATS_NO_SERVER_SUPPORT, DTAP_LINK_OTHER},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].status == status)
			return table[i].result;
	return DTAP_LINK_CLOSED;
}

/* libnats puts its own place in front: "(conn.c:1905): ...". */
static const char *
skip_place(const char *text)
{
	const char *end = text[0] == '(' ? strstr(text, "): ") : NULL;

	return end != NULL ? end + strlen("): ") : text;
}

void
dtap_nats_explain(char why[DTAP_LINK_WHY], const char *text)
{
	/* Bounded: libnats may write the next one there meanwhile. */
	snprintf(why, DTAP_LINK_WHY, "%.*s", DTAP_LINK_WHY - 1,
		 text != NULL ? skip_place(text) : "");
	for (char *at = why; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}
