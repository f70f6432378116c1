/* SPDX-License-Identifier: MIT */
/*
 * record_file.h - the pcap file that --convert writes.
 *
 * It begins with the first record (base/new_file.h), and appears when it is
 * finished.  Records before the first one with a time get this time
 * (commands/early_records.h).  One owner, one thread; false is with errno.
 */
#ifndef DTAP_RECORD_FILE_H
#define DTAP_RECORD_FILE_H

#include "commands/early_records.h"
#include "base/new_file.h"

/* Zeros but for path and linktype at first. */
struct dtap_record_file {
	const char *path;  /* "-" is standard output */
	uint16_t linktype; /* 0: ours */
	struct dtap_new_file *file;
	struct dtap_early_records early;
	uint64_t records; /* given */
};

/* Whole records. */
bool dtap_record_file_write(struct dtap_record_file *out,
			    const uint8_t *records, size_t size);

/* Also of a file without records. */
bool dtap_record_file_finish(struct dtap_record_file *out);

/* Frees it; a file that is not finished is removed. */
void dtap_record_file_free(struct dtap_record_file *out);

#endif
