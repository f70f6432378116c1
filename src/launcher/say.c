/* SPDX-License-Identifier: MIT */
#include "launcher/say.h"

#include <stdarg.h>
#include <stdio.h>

void
dtap_say(bool wanted, const char *format, ...)
{
	char text[512];
	va_list args;

	if (!wanted)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	dprintf(2, "diagtap-run: %s\n", text);
}
