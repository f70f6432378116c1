/* SPDX-License-Identifier: MIT */
#include "format/container_reader.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/pcap.h>

#define INCL_LEN 8  /* offset in a record's header */
#define PARTS    10 /* offset in the label of a part */

/* Where the payload of a record begins. */
static const uint8_t *
payload_of(const uint8_t *record)
{
	const uint8_t *preamble = record + DTAP_PCAP_RECORD_HEADER;

	return preamble + DTAP_PREAMBLE + preamble[2];
}

static const uint8_t *
end_of(const uint8_t *record)
{
	return record + DTAP_PCAP_RECORD_HEADER + dtap_get32(record + INCL_LEN);
}

static void
open_record(struct dtap_container_reader *reader, const uint8_t *record)
{
	reader->at = payload_of(record);
	reader->end = reader->next = end_of(record);
}

const uint8_t *
dtap_container_reader_open(struct dtap_container_reader *reader,
			   const uint8_t *record)
{
	const uint8_t *preamble = record + DTAP_PCAP_RECORD_HEADER;
	unsigned records = dtap_get16(preamble) == DTAP_PATH_PART
				   ? dtap_get16(preamble + 3 + PARTS)
				   : 1;

	*reader = (struct dtap_container_reader){0};
	open_record(reader, record);
	for (unsigned i = 0; i < records; i++) {
		reader->left += (size_t)(end_of(record) - payload_of(record));
		record = end_of(record);
	}
	return record;
}

const uint8_t *
dtap_container_reader_peek(struct dtap_container_reader *reader, size_t most,
			   size_t *size)
{
	if (reader->at == reader->end && reader->left > 0)
		open_record(reader, reader->next);
	*size = (size_t)(reader->end - reader->at);
	if (*size > most)
		*size = most;
	return reader->at;
}

bool
dtap_container_reader_take(struct dtap_container_reader *reader, void *out,
			   size_t size)
{
	uint8_t *to = out;

	if (size > reader->left)
		return false;
	while (size > 0) {
		size_t some;
		const uint8_t *from =
			dtap_container_reader_peek(reader, size, &some);

		if (to != NULL) {
			memcpy(to, from, some);
			to += some;
		}
		reader->at += some;
		reader->left -= some;
		size -= some;
	}
	return true;
}

static bool
take32(struct dtap_container_reader *reader, int32_t *value)
{
	uint8_t bytes[4];

	if (!dtap_container_reader_take(reader, bytes, sizeof bytes))
		return false;
	*value = (int32_t)dtap_get32(bytes);
	return true;
}

bool
dtap_container_reader_begin(struct dtap_container_reader *reader)
{
	int32_t type, count;

	if (reader->left < DTAP_CONTAINER_HEADER || !take32(reader, &type) ||
	    type != DTAP_DATA || !take32(reader, &count))
		return false;
	reader->messages = (uint32_t)count;
	return true;
}

bool
dtap_container_reader_next_message(struct dtap_container_reader *reader,
				   int32_t *token, size_t *size)
{
	int32_t length;

	if (reader->messages == 0 || !take32(reader, &length))
		return false;
	*token = 1;
	if (length <= 0) {
		*token = length;
		if (!take32(reader, &length))
			return false;
	}
	if (length < 0 || (size_t)length > reader->left)
		return false;
	*size = (size_t)length;
	reader->messages--;
	return true;
}
