/* SPDX-License-Identifier: MIT */
/*
 * A modem's answers to mask requests: any packets, framed as modems do, and any
 * bytes in their place.  The requests are whole frames, and come to an end.
 */
#include "fuzz.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/diag/log_masks.h"

#define MOST_REQUESTS 64 /* of two modems */
#define HEAD          (DTAP_CONTAINER_HEADER + 4)

/* A data type word, -1 before it for a second modem, and one frame. */
static void
check_request(const uint8_t *request, size_t size)
{
	static uint8_t packet[DTAP_REQUEST_MAX];
	size_t begin = 4, length;

	CLAIM(size > 8 && size <= DTAP_REQUEST_MAX);
	CLAIM(dtap_get32(request) == DTAP_DATA);
	if (dtap_get32(request + 4) == UINT32_MAX)
		begin = 8;
	CLAIM(request[size - 1] == DTAP_HDLC_FLAG);
	CLAIM(dtap_hdlc_decode(packet, &length, request + begin,
			       size - begin - 1));
}

/* A container of one message, which is the packet framed. */
static void
answer(struct dtap_log_masks *masks, const uint8_t *packet, size_t size)
{
	uint8_t *container = malloc(HEAD + DTAP_HDLC_ROOM(size));
	size_t framed = dtap_hdlc_encode(container + HEAD, packet, size);

	dtap_put32(container, DTAP_DATA);
	dtap_put32(container + 4, 1);
	dtap_put32(container + 8, (uint32_t)framed);
	dtap_log_masks_read(masks, container, HEAD + framed);
	free(container);
}

/* Pieces of the input, each behind a flag and its size. */
static void
look(struct dtap_log_masks *masks, const uint8_t **at, const uint8_t *end)
{
	size_t left = (size_t)(end - *at) - 3;
	size_t size = dtap_get16(*at + 1) % 2048;
	bool framed = **at & 1;

	size = size < left ? size : left;
	*at += 3;
	if (framed)
		answer(masks, *at, size);
	else
		dtap_log_masks_read(masks, *at, size);
	*at += size;
}

static void
converse(struct dtap_log_masks *masks, const uint8_t *at, const uint8_t *end)
{
	uint8_t request[DTAP_REQUEST_MAX];
	unsigned requests = 0;

	for (;;) {
		size_t size = dtap_log_masks_next(masks, request);

		if (size > 0) {
			check_request(request, size);
			CLAIM(++requests <= MOST_REQUESTS);
			CLAIM(dtap_log_masks_is_waiting(masks));
			CLAIM(dtap_log_masks_step(masks)[0] != '\0');
		}
		if (end - at > 3)
			look(masks, &at, end);
		else if (dtap_log_masks_is_waiting(masks))
			dtap_log_masks_skip(masks);
		else if (size == 0)
			return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dtap_mask_options options = {.logs = "0xB0C0"};
	struct dtap_log_masks *masks;

	if (size == 0)
		return 0;
	options.preset = data[0] % 3;
	options.events = data[0] & 4;
	options.messages = data[0] & 8 ? 31 : 0;
	masks = dtap_log_masks_new(&options);
	CLAIM(masks != NULL);
	dtap_log_masks_begin(masks, data[0] & 16);
	converse(masks, data + 1, data + size);
	dtap_log_masks_free(masks);
	return 0;
}
