/* SPDX-License-Identifier: MIT */
#include "launcher/address.h"

#include <stddef.h>
#include <string.h>

bool
dtap_address_read(struct dtap_address *out, const char *text)
{
	bool abstract = text[0] == '@';
	size_t size = strlen(text);
	size_t least = abstract ? 2 : 1, end = abstract ? 0 : 1;

	*out = (struct dtap_address){.un.sun_family = AF_UNIX};
	if (size < least || size + end > sizeof out->un.sun_path)
		return false;
	memcpy(out->un.sun_path, text, size);
	if (abstract)
		out->un.sun_path[0] = '\0';
	out->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size +
				end);
	return true;
}
