/* SPDX-License-Identifier: MIT */
#include "launcher/messages.h"

#include <string.h>

#include <dtap/bytes.h>

/* Where the parts of a packet are. */
enum {
	VERSION_AT = 8,
	TYPE_AT = 9,
	ZERO_AT = 10,
	VALUE_AT = DTAP_LAUNCH_HEAD,
	NAME_AT = VALUE_AT + 4,
	SAVED_AT = NAME_AT + DTAP_LAUNCH_NAME,
};

static void
write_head(uint8_t *out, enum dtap_launch_type type, uint32_t value)
{
	memcpy(out, DTAP_LAUNCH_MAGIC, VERSION_AT);
	out[VERSION_AT] = DTAP_LAUNCH_VERSION;
	out[TYPE_AT] = (uint8_t)type;
	dtap_put16(out + ZERO_AT, 0);
	dtap_put32(out + VALUE_AT, value);
}

size_t
dtap_message_attach(uint8_t out[DTAP_LAUNCH_MAX], uint32_t pid,
		    const char name[DTAP_LAUNCH_NAME], const uint8_t *masks,
		    size_t masks_size)
{
	write_head(out, DTAP_LAUNCH_ATTACH, pid);
	memcpy(out + NAME_AT, name, DTAP_LAUNCH_NAME);
	if (masks_size > 0)
		memcpy(out + SAVED_AT, masks, masks_size);
	return SAVED_AT + masks_size;
}

size_t
dtap_message_ioctl(uint8_t out[DTAP_LAUNCH_MAX], uint32_t number,
		   uint32_t argument)
{
	write_head(out, DTAP_LAUNCH_IOCTL, number);
	dtap_put32(out + NAME_AT, argument);
	return NAME_AT + 4;
}

static bool
has_head(const uint8_t *packet, size_t size)
{
	return size >= DTAP_LAUNCH_HEAD &&
	       memcmp(packet, DTAP_LAUNCH_MAGIC, VERSION_AT) == 0 &&
	       packet[VERSION_AT] == DTAP_LAUNCH_VERSION &&
	       dtap_get16(packet + ZERO_AT) == 0;
}

bool
dtap_message_read(struct dtap_message *out, const uint8_t *packet, size_t size)
{
	*out = (struct dtap_message){0};
	if (!has_head(packet, size))
		return false;
	out->type = packet[TYPE_AT];
	switch (out->type) {
	case DTAP_LAUNCH_ATTACHED:
	case DTAP_LAUNCH_REFUSED:
		if (size != NAME_AT)
			return false;
		out->value = dtap_get32(packet + VALUE_AT);
		return true;
	case DTAP_LAUNCH_MASKS:
		out->masks = packet + DTAP_LAUNCH_HEAD;
		out->masks_size = size - DTAP_LAUNCH_HEAD;
		return out->masks_size <= DTAP_MASKS_SAVED_MAX;
	default:
		return false;
	}
}
