/* SPDX-License-Identifier: MIT */
#include "sources/qmdl2_head.h"

#include <stdbool.h>

#include <dtap/bytes.h>

#define GUID       16
#define GUIDS_MOST 4096

/* Whether bytes of a head can have these values. */
static bool
can_begin(const uint8_t *data, size_t size)
{
	return (size < 1 || data[0] % GUID == DTAP_QMDL2_FIXED) &&
	       (size < 3 || data[2] <= 1) && (size < 4 || data[3] == 0) &&
	       (size < 5 || data[4] == 1) && (size < 6 || data[5] <= 1);
}

size_t
dtap_qmdl2_head_size(const uint8_t *data, size_t size)
{
	uint32_t guids;

	if (!can_begin(data, size))
		return 0;
	if (size < DTAP_QMDL2_FIXED)
		return DTAP_QMDL2_MORE;
	guids = dtap_get32(data + 6);
	size = DTAP_QMDL2_FIXED + GUID * (size_t)guids;
	return guids <= GUIDS_MOST && dtap_get32(data) == size ? size : 0;
}
