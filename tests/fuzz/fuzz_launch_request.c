/* SPDX-License-Identifier: MIT */
/* Packets of launchers as diagtapd reads them: what it takes is within the
 * packet, and masks are restored or none. */
#include "fuzz.h"

#include "port/launch_request.h"

static void
check_masks(const struct dtap_launch_request *request)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX];
	struct dtap_masks masks;
	size_t size;

	dtap_masks_init(&masks);
	if (dtap_masks_restore(&masks, request->masks, request->masks_size)) {
		size = dtap_masks_save(&masks, saved);
		CLAIM(size <= sizeof saved);
		CLAIM(dtap_masks_restore(&masks, saved, size));
	}
	CLAIM(dtap_masks_count_logs(&masks) <= 65536);
	dtap_masks_clear(&masks);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dtap_launch_request request;

	if (!dtap_launch_request_is(data, size) ||
	    dtap_launch_request_read(&request, data, size) < 0)
		return 0;
	CLAIM(strlen(request.name) <= DTAP_LAUNCH_NAME);
	if (request.type != DTAP_LAUNCH_ATTACH) {
		CLAIM(request.masks_size == 0);
		return 0;
	}
	CLAIM(request.masks + request.masks_size == data + size);
	check_masks(&request);
	return 0;
}
