/* SPDX-License-Identifier: MIT */
#include "port/launch_request.h"

#include <errno.h>
#include <string.h>

#include <dtap/bytes.h>

/* Where the parts of a packet are. */
enum {
	VERSION_AT = 8,
	TYPE_AT = 9,
	VALUE_AT = DTAP_LAUNCH_HEAD,
	NAME_AT = VALUE_AT + 4,
	MASKS_AT = NAME_AT + DTAP_LAUNCH_NAME,
	IOCTL_SIZE = VALUE_AT + 8,
};

bool
dtap_launch_request_is(const uint8_t *packet, size_t size)
{
	return size >= DTAP_LAUNCH_HEAD &&
	       memcmp(packet, DTAP_LAUNCH_MAGIC, VERSION_AT) == 0;
}

static void
read_attach(struct dtap_launch_request *out, const uint8_t *packet, size_t size)
{
	out->value = dtap_get32(packet + VALUE_AT);
	memcpy(out->name, packet + NAME_AT, DTAP_LAUNCH_NAME);
	out->masks = packet + MASKS_AT;
	out->masks_size = size - MASKS_AT;
}

int
dtap_launch_request_read(struct dtap_launch_request *out, const uint8_t *packet,
			 size_t size)
{
	*out = (struct dtap_launch_request){.type = packet[TYPE_AT]};
	errno = packet[VERSION_AT] != DTAP_LAUNCH_VERSION ? EPROTO : EINVAL;
	if (errno == EPROTO || size > DTAP_LAUNCH_MAX)
		return -1;
	if (out->type == DTAP_LAUNCH_ATTACH) {
		if (size < MASKS_AT)
			return -1;
		read_attach(out, packet, size);
	} else if (out->type == DTAP_LAUNCH_IOCTL) {
		if (size < IOCTL_SIZE)
			return -1;
		out->value = dtap_get32(packet + VALUE_AT);
	}
	return 0;
}
