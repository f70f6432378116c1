/* SPDX-License-Identifier: MIT */
#include "rewrite/part_writer.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define HEAD (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + DTAP_PART_LABEL)

/* Moves message_end to the last end of a message within the limit. */
static void
find_message_end(struct dtap_part_writer *writer)
{
	struct dtap_container_reader ahead = writer->ahead;
	int32_t token;
	size_t size;

	while (dtap_container_reader_next_message(&ahead, &token, &size)) {
		size_t end = writer->size - ahead.left + size;

		if (end - writer->at > writer->limit)
			break;
		dtap_container_reader_take(&ahead, NULL, size);
		writer->ahead = ahead;
		writer->message_end = end;
	}
}

/* As dtap_parts_next() cuts. */
static size_t
next_size(struct dtap_part_writer *writer)
{
	size_t left = writer->size - writer->at;

	if (left <= writer->limit)
		return left;
	find_message_end(writer);
	if (writer->message_end <= writer->at ||
	    writer->message_end - writer->at > writer->limit)
		return writer->limit;
	return writer->message_end - writer->at;
}

static uint16_t
count_parts(struct dtap_part_writer writer)
{
	uint16_t count = 0;

	for (; !dtap_part_writer_is_done(&writer); count++)
		writer.at += next_size(&writer);
	return count;
}

void
dtap_part_writer_begin(struct dtap_part_writer *writer,
		       const struct dtap_container_reader *reader,
		       const struct timespec *time, uint64_t number,
		       uint32_t snaplen)
{
	*writer = (struct dtap_part_writer){
		.reader = *reader,
		.ahead = *reader,
		.size = reader->left,
		.limit = snaplen - DTAP_PREAMBLE - DTAP_PART_LABEL,
		.time = *time,
		.number = number,
	};
	if (dtap_container_reader_begin(&writer->ahead))
		writer->message_end = DTAP_CONTAINER_HEADER;
	writer->parts = count_parts(*writer);
}

bool
dtap_part_writer_is_done(const struct dtap_part_writer *writer)
{
	return writer->at == writer->size;
}

size_t
dtap_part_writer_next(struct dtap_part_writer *writer, uint8_t *out,
		      size_t room)
{
	size_t size = next_size(writer);
	uint8_t label[DTAP_PART_LABEL];
	struct dtap_pcap_head head = {
		.time = writer->time,
		.path = DTAP_PATH_PART,
		.a = label,
		.a_size = sizeof label,
		.payload = (uint32_t)size,
	};

	if (size == 0 || HEAD + size > room)
		return 0;
	dtap_put64(label, writer->number);
	dtap_put16(label + 8, writer->part++);
	dtap_put16(label + 10, writer->parts);
	dtap_pcap_head_write(out, &head);
	dtap_container_reader_take(&writer->reader, out + HEAD, size);
	writer->at += size;
	return HEAD + size;
}
