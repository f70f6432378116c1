/* SPDX-License-Identifier: MIT */
/* Packets of diagtapd as diagtap-run reads them: what it keeps is within the
 * packet, and can be sent back. */
#include "fuzz.h"

#include <string.h>

#include "launcher/messages.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char name[DTAP_LAUNCH_NAME] = "fuzz";
	static uint8_t out[DTAP_LAUNCH_MAX];
	struct dtap_message message;
	size_t attach;

	if (!dtap_message_read(&message, data, size))
		return 0;
	if (message.type != DTAP_LAUNCH_MASKS) {
		CLAIM(message.type == DTAP_LAUNCH_ATTACHED ||
		      message.type == DTAP_LAUNCH_REFUSED);
		CLAIM(message.masks_size == 0);
		return 0;
	}
	CLAIM(message.masks + message.masks_size == data + size);
	attach = dtap_message_attach(out, 1, name, message.masks,
				     message.masks_size);
	CLAIM(attach <= sizeof out);
	CLAIM(memcmp(out + attach - message.masks_size, message.masks,
		     message.masks_size) == 0);
	return 0;
}
