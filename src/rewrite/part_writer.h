/* SPDX-License-Identifier: MIT */
/*
 * part_writer.h - writes a container of a block anew, in parts for a smaller
 * snaplen, one record at a time.
 *
 * The records are those that dtap_pcap_write() makes of the same container, but
 * the container is never joined.  A writer is plain memory, is valid as long as
 * the block, and belongs to one stream.
 */
#ifndef DTAP_PART_WRITER_H
#define DTAP_PART_WRITER_H

#include <dtap/container.h>

#include "format/container_reader.h"

struct dtap_part_writer {
	struct dtap_container_reader reader;
	struct dtap_container_reader ahead; /* reads the heads of messages */
	size_t size, at;                    /* of the container; written */
	size_t message_end; /* the last that is known to be in a part */
	size_t limit;       /* bytes of a part */
	struct timespec time;
	uint64_t number;
	uint16_t part, parts;
};

/* At a container whose record would be longer than snaplen. */
void dtap_part_writer_begin(struct dtap_part_writer *writer,
			    const struct dtap_container_reader *reader,
			    const struct timespec *time, uint64_t number,
			    uint32_t snaplen);

/*
 * Writes the record of the next part and returns its size, which is at most
 * snaplen and a record header.  0: no part is left, or it has not the room;
 * is_done tells.
 */
size_t dtap_part_writer_next(struct dtap_part_writer *writer, uint8_t *out,
			     size_t room);
bool dtap_part_writer_is_done(const struct dtap_part_writer *writer);

#endif
