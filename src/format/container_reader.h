/* SPDX-License-Identifier: MIT */
/*
 * container_reader.h - reads a DIAG container that stands in a block, in one
 * record or in several parts.
 *
 * A container in parts is read without joining it, so this needs no memory
 * however large the container is.  The records are ours and are correct; the
 * container comes from a device and is checked.
 *
 * A reader is plain memory and may be copied; the copy reads on from the same
 * place.  It is valid as long as the block.  Pure functions, any thread.
 */
#ifndef DTAP_CONTAINER_READER_H
#define DTAP_CONTAINER_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeros: an empty container. */
struct dtap_container_reader {
	const uint8_t *at, *end; /* unread bytes of the current record */
	const uint8_t *next;     /* the record behind it */
	size_t left;             /* unread bytes of the container */
	uint32_t messages;       /* that the container says remain */
};

/*
 * Begins at a container's first record, of path DTAP_PATH_CONTAINER or
 * DTAP_PATH_PART.  Returns the record behind the container's last one.
 */
const uint8_t *dtap_container_reader_open(struct dtap_container_reader *reader,
					  const uint8_t *record);

/*
 * The next bytes, up to `most`, which is not 0, as far as they are in one
 * piece; *size is their number, 0 only at the end.  They are not read yet.
 */
const uint8_t *dtap_container_reader_peek(struct dtap_container_reader *reader,
					  size_t most, size_t *size);

/*
 * Reads `size` bytes into `out`; NULL: passes over them.  False: there are not
 * so many.
 */
bool dtap_container_reader_take(struct dtap_container_reader *reader, void *out,
				size_t size);

/*
 * Reads type and count; false: this is no data container, or it is cut.  Then
 * each next_message reads the head of a message, whose bytes follow; they must
 * be read or passed over before the next call.  False at the end, and where a
 * message is not whole, as in dtap_messages_next().
 */
bool dtap_container_reader_begin(struct dtap_container_reader *reader);
bool dtap_container_reader_next_message(struct dtap_container_reader *reader,
					int32_t *token, size_t *size);

#endif
