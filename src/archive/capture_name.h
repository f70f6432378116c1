/* SPDX-License-Identifier: MIT */
/*
 * capture_name.h - the names of an archive's files.
 *
 *   TAP-YYYYmmddTHHMMSSZ-SEQ.KIND[.part]      diag-20261125T100000Z-000042.pcap
 *   TAP-WORD-YYYYmmddTHHMMSSZ-SEQ.KIND[.part]     with archive.name = "WORD"
 *
 * The time is the time of the first record.  SEQ counts the captures of a tap,
 * whatever the clock does: the lower number is older.  A name that
 * dtap_capture_name_write() would not write in exactly this form is not a name
 * of the archive.
 *
 * Plain data, pure functions, any thread.
 */
#ifndef DTAP_CAPTURE_NAME_H
#define DTAP_CAPTURE_NAME_H

#include <stdbool.h>
#include <stdint.h>

#define DTAP_CAPTURE_NAME_ROOM     96
#define DTAP_CAPTURE_NAME_TAP_ROOM 17
#define DTAP_CAPTURE_NAME_WORD     32 /* the longest WORD */
#define DTAP_CAPTURE_NAME_LAST     999999999

enum dtap_file_kind {
	DTAP_FILE_PCAP,
	DTAP_FILE_PCAP_GZ,
	DTAP_FILE_PCAP_ZST,
	DTAP_FILE_RAW,
	DTAP_FILE_RAW_GZ,
	DTAP_FILE_RAW_ZST,
	DTAP_FILE_MARK,    /* .uploaded: a server has the capture */
	DTAP_FILE_SIDECAR, /* .json: facts about the capture */
	DTAP_FILE_KINDS
};

struct dtap_capture_name {
	char tap[DTAP_CAPTURE_NAME_TAP_ROOM];
	char word[DTAP_CAPTURE_NAME_WORD + 1]; /* "": none */
	int64_t time; /* Unix seconds, of years to 9999 */
	uint32_t sequence;
	enum dtap_file_kind kind;
	bool part; /* not finished */
};

/* True for "", and for a word of letters, digits, '_' and '.'. */
bool dtap_capture_name_is_word(const char *word);

void dtap_capture_name_write(const struct dtap_capture_name *name,
			     char out[DTAP_CAPTURE_NAME_ROOM]);

/* False: not a name of an archive's file. */
bool dtap_capture_name_read(struct dtap_capture_name *name, const char *text);

/* The name of another file of the same capture. */
void dtap_capture_name_write_as(const struct dtap_capture_name *name,
				enum dtap_file_kind kind, bool part,
				char out[DTAP_CAPTURE_NAME_ROOM]);

/* Both are files of one capture; kind and part may differ. */
bool dtap_capture_name_same(const struct dtap_capture_name *a,
			    const struct dtap_capture_name *b);

/* "application/vnd.tcpdump.pcap", ... */
const char *dtap_capture_name_type(enum dtap_file_kind kind);

/* < 0: a is older than b; 0: the same capture; > 0: a is newer. */
int dtap_capture_name_order(const struct dtap_capture_name *a,
			    const struct dtap_capture_name *b);

#endif
