/* SPDX-License-Identifier: MIT */
#include <dtap/container.h>

#include <dtap/bytes.h>

uint32_t
dtap_container_type(const uint8_t *data, size_t size)
{
	return size < 4 ? 0 : dtap_get32(data);
}

bool
dtap_container_type_known(uint32_t type)
{
	switch (type) {
	case DTAP_MSG_MASKS:
	case DTAP_LOG_MASKS:
	case DTAP_EVENT_MASKS:
	case DTAP_PACKET:
	case DTAP_DEINIT:
	case DTAP_DATA:
	case DTAP_DCI_DATA:
	case DTAP_DCI_EVENT_MASKS:
	case DTAP_DCI_LOG_MASKS:
	case DTAP_DCI_PACKET:
	case DTAP_HDLC_SUPPORT:
		return true;
	default:
		return false;
	}
}

struct dtap_messages
dtap_messages_of(const uint8_t *data, size_t size)
{
	struct dtap_messages walk = {.data = data, .size = size};

	if (size < DTAP_CONTAINER_HEADER || dtap_get32(data) != DTAP_DATA)
		return walk;
	walk.at = DTAP_CONTAINER_HEADER;
	walk.left = dtap_get32(data + 4);
	return walk;
}

/* Reads the i32 at *at, and moves *at behind it.  False: it is not whole. */
static bool
take32(const struct dtap_messages *walk, size_t *at, int32_t *value)
{
	if (walk->size - *at < 4)
		return false;
	*value = (int32_t)dtap_get32(walk->data + *at);
	*at += 4;
	return true;
}

bool
dtap_messages_next(struct dtap_messages *walk, struct dtap_message *message)
{
	size_t at = walk->at;
	int32_t token = 1, length;

	if (walk->left == 0 || !take32(walk, &at, &length))
		return false;
	if (length <= 0) {
		token = length;
		if (!take32(walk, &at, &length))
			return false;
	}
	if (length < 0 || (size_t)length > walk->size - at)
		return false;
	*message = (struct dtap_message){
		.data = walk->data + at,
		.size = (size_t)length,
		.token = token,
	};
	walk->at = at + (size_t)length;
	walk->left--;
	return true;
}

size_t
dtap_container_span(const uint8_t *data, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(data, size);
	struct dtap_message message;

	while (dtap_messages_next(&walk, &message))
		;
	return walk.left == 0 ? walk.at : 0;
}
