/* SPDX-License-Identifier: MIT */
/*
 * capture_reader_private.h - the state of a capture reader, for its two
 * source files: capture_reader.c and capture_begin.c.
 */
#ifndef DTAP_CAPTURE_READER_PRIVATE_H
#define DTAP_CAPTURE_READER_PRIVATE_H

#include <dtap/source.h>

#include "sources/file/input.h"
#include "sources/file/pcap_records.h"
#include "sources/file/split.h"

/* What next() does after a step. */
enum dtap_reader_step {
	STEP_AGAIN,  /* looks at the buffer again */
	STEP_FILL,   /* needs more bytes */
	STEP_HELD,   /* holds a container */
	STEP_REPORT, /* has a line to tell */
	STEP_SIGNAL, /* a signal came */
	STEP_END,    /* errno and why are set */
};

struct dtap_capture_reader {
	struct dtap_input *input;
	int silence_ms;
	struct dtap_source *source; /* where it counts */

	struct dtap_read_buffer buffer;
	struct dtap_split_input in; /* the same buffer, as splitters want it */
	const struct dtap_split_format *format; /* NULL: not detected yet */
	struct dtap_split split;
	bool held;
	bool draining;
	bool any;      /* a byte has come */
	bool troubled; /* the input ended as dtap_input_trouble says */

	/* Of pcap and pcapng. */
	bool has_header;
	struct dtap_container record;
	struct dtap_pcap_records records;
	uint64_t skipped_before; /* of the source, at the beginning */

	/* The damage that is being skipped. */
	bool resyncing, in_zeros;
	struct {
		uint64_t offset, bytes;
		char why[sizeof((struct dtap_split *)0)->why];
	} damage;

	char why[256];
	uint8_t scratch[DTAP_FRAME_MAX];
};

/* capture_begin.c: detects the format. */
enum dtap_reader_step dtap_reader_detect(struct dtap_capture_reader *reader);

/* capture_begin.c: the file header of pcap. */
enum dtap_reader_step dtap_reader_begin_pcap(
	struct dtap_capture_reader *reader);

/* The capture ends: sets why and errno. */
enum dtap_reader_step dtap_reader_end(struct dtap_capture_reader *reader,
				      const char *why);

/* Damage begins: split->bytes of it are known, and split->why says what it is.
 */
void dtap_reader_begin_damage(struct dtap_capture_reader *reader);

/* More damage at the front. */
void dtap_reader_skip(struct dtap_capture_reader *reader, size_t size);

/* Something good follows the damage: sets why. */
enum dtap_reader_step dtap_reader_report_damage(
	struct dtap_capture_reader *reader);

void dtap_reader_drop(struct dtap_capture_reader *reader, size_t size);

#endif
