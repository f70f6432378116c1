/* SPDX-License-Identifier: MIT */
/* The beginning of a capture: its format, and what is before it. */
#include "sources/file/capture_reader_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <dtap/pcap.h>

#include "sources/file/detect.h"

/* The file header of pcap: its byte order, and whose it is. */
enum dtap_reader_step
dtap_reader_begin_pcap(struct dtap_capture_reader *reader)
{
	const uint8_t *header = reader->buffer.data;
	uint32_t linktype;
	char why[160];

	if (reader->buffer.size < DTAP_PCAP_FILE_HEADER)
		return reader->buffer.ended
			       ? dtap_reader_end(reader,
						 "cut short, inside the file "
						 "header of pcap")
			       : STEP_FILL;
	dtap_pcap_order_read(&reader->in.order, header);
	linktype = dtap_pcap_linktype(header, reader->in.order);
	dtap_reader_drop(reader, DTAP_PCAP_FILE_HEADER);
	reader->has_header = true;
	if (linktype == DTAP_LINKTYPE_USER0)
		return STEP_AGAIN;
	snprintf(why, sizeof why, DTAP_FOREIGN_LINKTYPE, (int)linktype,
		 DTAP_LINKTYPE_USER0);
	return dtap_reader_end(reader, why);
}

/* Zeros that a disk may have left before a capture. */
static enum dtap_reader_step
skip_zeros(struct dtap_capture_reader *reader)
{
	size_t zeros = 0;

	while (zeros < reader->buffer.size && reader->buffer.data[zeros] == 0)
		zeros++;
	dtap_reader_skip(reader, zeros);
	reader->in_zeros = reader->buffer.size == 0;
	return reader->in_zeros ? STEP_FILL : STEP_AGAIN;
}

/* Not a capture, but zeros may be before one. */
static enum dtap_reader_step
no_format(struct dtap_capture_reader *reader)
{
	if (reader->split.bytes == 0)
		return dtap_reader_end(reader, reader->split.why);
	strcpy(reader->split.why, "zeros before the capture");
	dtap_reader_begin_damage(reader);
	reader->in_zeros = true;
	return STEP_AGAIN;
}

/* It begins after split->bytes bytes of damage. */
static enum dtap_reader_step
begin_format(struct dtap_capture_reader *reader)
{
	size_t damage = reader->split.bytes, head = reader->split.head;
	bool first = reader->damage.bytes == 0;

	reader->split = (struct dtap_split){.bytes = damage};
	dtap_reader_drop(reader, head);
	strcpy(reader->split.why, "no capture");
	if (damage > 0 && first)
		dtap_reader_begin_damage(reader);
	else
		dtap_reader_skip(reader, damage);
	return reader->damage.bytes > 0 ? dtap_reader_report_damage(reader)
					: STEP_AGAIN;
}

enum dtap_reader_step
dtap_reader_detect(struct dtap_capture_reader *reader)
{
	if (reader->in_zeros)
		return skip_zeros(reader);
	switch (dtap_detect(&reader->split, &reader->in, &reader->format)) {
	case DTAP_SPLIT_WHOLE:
		return begin_format(reader);
	case DTAP_SPLIT_MORE:
		reader->format = NULL;
		return STEP_FILL;
	default:
		reader->format = NULL;
		return no_format(reader);
	}
}
