/* SPDX-License-Identifier: MIT */
#include "archive/capture.h"

#define SIDECAR DTAP_FILE_BIT(DTAP_FILE_SIDECAR)
#define MARK    DTAP_FILE_BIT(DTAP_FILE_MARK)

void
dtap_capture_add_file(struct dtap_capture *capture,
		      const struct dtap_capture_file *file)
{
	unsigned bit = DTAP_FILE_BIT(file->name.kind);

	if (file->name.part) {
		capture->parts |= (uint16_t)bit;
		if (bit & DTAP_PLAIN_FILES)
			capture->part_bytes += file->size;
		return;
	}
	/* A mark is empty: another file of this name is not ours. */
	if (bit == MARK && file->size > 0)
		return;
	capture->there |= (uint16_t)bit;
	capture->bytes += file->size;
	if (dtap_capture_kind(capture) == file->name.kind) {
		capture->file_bytes = file->size;
		capture->modified = file->modified;
	}
}

bool
dtap_capture_is_finished(const struct dtap_capture *capture)
{
	return capture->there & SIDECAR &&
	       (capture->there & DTAP_CAPTURE_FILES) != 0;
}

bool
dtap_capture_is_uploaded(const struct dtap_capture *capture)
{
	return (capture->there & MARK) != 0;
}

enum dtap_file_kind
dtap_capture_kind(const struct dtap_capture *capture)
{
	static const enum dtap_file_kind best[] = {
		DTAP_FILE_PCAP,     DTAP_FILE_RAW,    DTAP_FILE_PCAP_GZ,
		DTAP_FILE_PCAP_ZST, DTAP_FILE_RAW_GZ, DTAP_FILE_RAW_ZST,
	};

	for (size_t i = 0; i < sizeof best / sizeof *best; i++)
		if (capture->there & DTAP_FILE_BIT(best[i]))
			return best[i];
	return DTAP_FILE_SIDECAR;
}
