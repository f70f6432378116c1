/* SPDX-License-Identifier: MIT */
#include "commands/record_file.h"

#include <stdio.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

static bool
write_bytes(struct dtap_record_file *out, const uint8_t *data, size_t size)
{
	FILE *stream = dtap_new_file_stream(out->file);

	return fwrite(data, 1, size, stream) == size;
}

static bool
begin(struct dtap_record_file *out)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	if (out->file != NULL)
		return true;
	out->file = dtap_new_file_open(out->path);
	if (out->file == NULL)
		return false;
	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	return write_bytes(out, header, sizeof header);
}

/* What has waited for the first time, or got none. */
static bool
write_early(struct dtap_record_file *out)
{
	struct dtap_early_records *early = &out->early;
	bool written =
		early->size == 0 || write_bytes(out, early->data, early->size);

	dtap_early_records_end(early);
	return written;
}

static void
count(struct dtap_record_file *out, const uint8_t *records, size_t size)
{
	for (size_t at = 0; at < size; out->records++)
		at += DTAP_PCAP_RECORD_HEADER + dtap_get32(records + at + 8);
}

bool
dtap_record_file_write(struct dtap_record_file *out, const uint8_t *records,
		       size_t size)
{
	size_t taken = 0;

	if (size == 0)
		return true;
	if (!begin(out))
		return false;
	count(out, records, size);
	if (!out->early.over) {
		taken = dtap_early_records_take(&out->early, records, size);
		if (taken == SIZE_MAX || (out->early.over && !write_early(out)))
			return false;
	}
	return taken == size || write_bytes(out, records + taken, size - taken);
}

bool
dtap_record_file_finish(struct dtap_record_file *out)
{
	struct dtap_new_file *file;

	if (!begin(out) || (!out->early.over && !write_early(out)))
		return false;
	file = out->file;
	out->file = NULL;
	return dtap_new_file_finish(file);
}

void
dtap_record_file_free(struct dtap_record_file *out)
{
	dtap_new_file_discard(out->file);
	out->file = NULL;
	dtap_early_records_end(&out->early);
}
