/* SPDX-License-Identifier: MIT */
#include "launcher/address.h"

#include <stddef.h>
#include <string.h>

/* "@" alone stands for 108 zeros, all of the room. */
static size_t
size_of(const char *text)
{
	size_t size = strlen(text);

	if (text[0] != '@')
		return size + 1;
	return size == 1 ? sizeof(((struct sockaddr_un *)0)->sun_path) : size;
}

bool
dtap_address_read(struct dtap_address *out, const char *text)
{
	size_t size = size_of(text);

	*out = (struct dtap_address){.un.sun_family = AF_UNIX};
	if (text[0] == '\0' || size > sizeof out->un.sun_path)
		return false;
	memcpy(out->un.sun_path, text, strlen(text));
	if (text[0] == '@')
		out->un.sun_path[0] = '\0';
	out->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
	return true;
}
