/* SPDX-License-Identifier: MIT */
#include "commands/early_records.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

/* Bytes that may wait. */
#define EARLY_MAX ((size_t)64 << 20)

static size_t
record_size(const uint8_t *record)
{
	return DTAP_PCAP_RECORD_HEADER + dtap_get32(record + 8);
}

static bool
append(struct dtap_early_records *early, const uint8_t *records, size_t size)
{
	size_t needed = early->size + size;

	if (needed > early->room) {
		uint8_t *more = realloc(early->data, 2 * needed);

		if (more == NULL)
			return false;
		early->data = more;
		early->room = 2 * needed;
	}
	memcpy(early->data + early->size, records, size);
	early->size = needed;
	return true;
}

/* Gives what waits the time of a record. */
static void
set_times(struct dtap_early_records *early, const uint8_t *record)
{
	for (size_t at = 0; at < early->size;
	     at += record_size(early->data + at))
		memcpy(early->data + at, record, 8);
}

size_t
dtap_early_records_take(struct dtap_early_records *early,
			const uint8_t *records, size_t size)
{
	size_t taken = 0;

	while (taken < size && dtap_get32(records + taken) == 0)
		taken += record_size(records + taken);
	if (!append(early, records, taken))
		return SIZE_MAX;
	if (taken < size)
		set_times(early, records + taken);
	early->over = taken < size || early->size > EARLY_MAX;
	return taken;
}

void
dtap_early_records_end(struct dtap_early_records *early)
{
	free(early->data);
	*early = (struct dtap_early_records){.over = true};
}
