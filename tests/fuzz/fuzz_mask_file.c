/* SPDX-License-Identifier: MIT */
/*
 * A file of requests for masks, any bytes; and any packets, framed as they must
 * be.  What is good can be written, and is the same when it is read again.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/hdlc.h>

#include "port/mask_file.h"

static bool
is_same(const struct dtap_masks *one, const struct dtap_masks *other)
{
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		if (memcmp(one->logs[i].bits, other->logs[i].bits,
			   sizeof one->logs[i].bits) != 0)
			return false;
	for (unsigned i = 0; i < 65536; i++)
		if (dtap_masks_messages(one, (uint16_t)i) !=
		    dtap_masks_messages(other, (uint16_t)i))
			return false;
	return memcmp(one->events, other->events, sizeof one->events) == 0;
}

static void
check(const uint8_t *data, size_t size)
{
	struct dtap_mask_file_error error;
	struct dtap_masks masks, again;
	char *text = NULL;
	size_t length = 0;
	FILE *out;

	dtap_masks_init(&masks);
	dtap_masks_init(&again);
	if (dtap_mask_file_read(&masks, data, size, &error)) {
		out = open_memstream(&text, &length);
		CLAIM(out != NULL && dtap_mask_file_write(&masks, out));
		fclose(out);
		/* Files may be bad only if they set nothing, or are large. */
		if (dtap_mask_file_read(&again, (uint8_t *)text, length,
					&error))
			CLAIM(is_same(&masks, &again));
		free(text);
	} else {
		CLAIM(error.text[0] != '\0');
	}
	dtap_masks_clear(&masks);
	dtap_masks_clear(&again);
}

/* The first byte says how; then each packet has its length before it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t frames[4 * 16384];
	size_t at = 1, framed = 0;

	if (size == 0)
		return 0;
	if (data[0] % 2 == 0) {
		check(data + 1, size - 1);
		return 0;
	}
	while (at < size) {
		size_t length = data[at++];

		length = length < size - at ? length : size - at;
		framed += dtap_hdlc_encode(frames + framed, data + at, length);
		at += length;
	}
	check(frames, framed);
	return 0;
}
