/* SPDX-License-Identifier: MIT */
/*
 * capture_reader.h - the containers of a capture, one after the other.
 *
 * It detects the format, splits the bytes into containers, and goes on after
 * damage.  The containers depend only on the bytes: a file, a pipe, pieces of
 * any size and compression give the same.  Only a live input with silence_ms
 * may end a container early.
 *
 * Frames with a wrong CRC, skipped records, skipped bytes and resyncs are
 * counted in the source.  One owner, one thread at a time.
 */
#ifndef DTAP_CAPTURE_READER_H
#define DTAP_CAPTURE_READER_H

#include <dtap/source.h>

#include "sources/file/input.h"
#include "sources/file/pcap_records.h"

struct dtap_capture_reader;

/*
 * Input and source outlive it.  silence_ms: after so long without bytes a
 * container ends; -1: never.  NULL: ENOMEM.
 */
struct dtap_capture_reader *dtap_capture_reader_new(struct dtap_input *input,
						    int silence_ms,
						    struct dtap_source *source);
void dtap_capture_reader_free(struct dtap_capture_reader *reader);

/*
 *    1  a container is held; its size is at *size
 *    0  nothing this time: a signal came, or *why is one line about damage that
 *       was skipped
 *   -1  errno ENODATA: the end; *why is "", or what cut the capture short.
 *       ENOMEM: no memory.
 *
 * *why is valid until the next call; it is "" where nothing is to be told.
 */
int dtap_capture_reader_next(struct dtap_capture_reader *reader, size_t *size,
			     const char **why);

/* The same, but a container ends with the bytes that have come.  At a stop. */
int dtap_capture_reader_drain(struct dtap_capture_reader *reader, size_t *size,
			      const char **why);

/* The modem time of the held container.  False: it has none. */
bool dtap_capture_reader_time(struct dtap_capture_reader *reader,
			      int64_t *unix_us);

/*
 * Copies the held container to out and lets it go.  *shape and *time are set as
 * in the source; time is zeros if the capture has no times of its own.
 */
void dtap_capture_reader_take(struct dtap_capture_reader *reader, uint8_t *out,
			      struct dtap_shape *shape, struct timespec *time);

/* Records of a pcap file that gave no container. */
struct dtap_skipped_records dtap_capture_reader_skipped(
	const struct dtap_capture_reader *reader);

#endif
