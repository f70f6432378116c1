/* SPDX-License-Identifier: MIT */
#include "fleet/device_message.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"

#ifdef DTAP_ZSTD
#include <zstd.h>
#endif

static const char *const names[] = {
	[DTAP_MESSAGE_GOOD] = "none",
	[DTAP_MESSAGE_WRONG_SUBJECT] = "subject",
	[DTAP_MESSAGE_WRONG_HEADER] = "header",
	[DTAP_MESSAGE_TOO_LARGE] = "size",
	[DTAP_MESSAGE_NOT_DECOMPRESSED] = "compression",
	[DTAP_MESSAGE_NO_PCAP] = "pcap",
	[DTAP_MESSAGE_NO_MEMORY] = "memory",
};

const char *
dtap_message_fault_name(enum dtap_message_fault fault)
{
	return names[fault];
}

/* A payload that is not compressed. */
static enum dtap_message_fault
copy(struct dtap_device_message *message,
     const struct dtap_device_delivery *delivery)
{
	if (delivery->size > DTAP_PAYLOAD_MOST)
		return DTAP_MESSAGE_TOO_LARGE;
	message->records = malloc(delivery->size + 1);
	if (message->records == NULL)
		return DTAP_MESSAGE_NO_MEMORY;
	memcpy(message->records, delivery->payload, delivery->size);
	message->size = delivery->size;
	return DTAP_MESSAGE_GOOD;
}

#ifdef DTAP_ZSTD
/*
 * A frame may say its size or not, and there may be several: so the room is
 * what bounds it, and is given back where it was too large.
 */
static enum dtap_message_fault
decompress(struct dtap_device_message *message,
	   const struct dtap_device_delivery *delivery)
{
	unsigned long long said =
		ZSTD_getFrameContentSize(delivery->payload, delivery->size);
	size_t room = DTAP_PAYLOAD_MOST, size;
	uint8_t *smaller;

	if (said == ZSTD_CONTENTSIZE_ERROR)
		return DTAP_MESSAGE_NOT_DECOMPRESSED;
	if (said != ZSTD_CONTENTSIZE_UNKNOWN && said > room)
		return DTAP_MESSAGE_TOO_LARGE;
	if (said != ZSTD_CONTENTSIZE_UNKNOWN)
		room = (size_t)said;
	message->records = malloc(room + 1);
	if (message->records == NULL)
		return DTAP_MESSAGE_NO_MEMORY;
	size = ZSTD_decompress(message->records, room, delivery->payload,
			       delivery->size);
	if (ZSTD_isError(size))
		return DTAP_MESSAGE_NOT_DECOMPRESSED;
	message->size = size;
	smaller = size < room ? realloc(message->records, size + 1) : NULL;
	if (smaller != NULL)
		message->records = smaller;
	return DTAP_MESSAGE_GOOD;
}
#else
static enum dtap_message_fault
decompress(struct dtap_device_message *message,
	   const struct dtap_device_delivery *delivery)
{
	(void)message;
	(void)delivery;
	return DTAP_MESSAGE_NOT_DECOMPRESSED;
}
#endif

/* The file header is ours, whatever its snaplen is; it is taken away. */
static bool
take_file_header(struct dtap_device_message *message)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	const size_t snaplen = 16; /* its offset */

	if (message->size < sizeof header)
		return false;
	dtap_pcap_file_header(header, dtap_get32(message->records + snaplen));
	if (memcmp(header, message->records, sizeof header) != 0)
		return false;
	message->size -= sizeof header;
	memmove(message->records, message->records + sizeof header,
		message->size);
	return true;
}

static bool
is_good(const struct dtap_device_record *record)
{
	return dtap_get32(record->header + 4) < 1000000 &&
	       record->size >= DTAP_PREAMBLE &&
	       record->size <= DTAP_SNAPLEN_MAX &&
	       record->original >= record->size;
}

/* There are records, and nothing but whole ones. */
static bool
has_records(const struct dtap_device_message *message)
{
	struct dtap_device_record record;
	size_t at = 0;

	while (dtap_device_message_next(message, &at, &record))
		if (!is_good(&record))
			return false;
	return at == message->size && at > 0;
}

static enum dtap_message_fault
fill(struct dtap_device_message *message,
     const struct dtap_device_delivery *delivery)
{
	enum dtap_fleet_header wrong;
	enum dtap_message_fault fault;

	if (!dtap_fleet_subject_read(&message->name, delivery->subject))
		return DTAP_MESSAGE_WRONG_SUBJECT;
	if (!dtap_fleet_message_read(&message->head, delivery->values, &wrong))
		return DTAP_MESSAGE_WRONG_HEADER;
	message->arrived = delivery->arrived;
	fault = message->head.encoding == DTAP_FLEET_ZSTD
			? decompress(message, delivery)
			: copy(message, delivery);
	if (fault != DTAP_MESSAGE_GOOD)
		return fault;
	return take_file_header(message) && has_records(message)
		       ? DTAP_MESSAGE_GOOD
		       : DTAP_MESSAGE_NO_PCAP;
}

struct dtap_device_message *
dtap_device_message_read(const struct dtap_device_delivery *delivery,
			 enum dtap_message_fault *fault)
{
	struct dtap_device_message *message = calloc(1, sizeof *message);

	*fault = message == NULL ? DTAP_MESSAGE_NO_MEMORY
				 : fill(message, delivery);
	if (*fault == DTAP_MESSAGE_GOOD)
		return message;
	dtap_device_message_free(message);
	return NULL;
}

void
dtap_device_message_free(struct dtap_device_message *message)
{
	if (message == NULL)
		return;
	free(message->records);
	free(message);
}

bool
dtap_device_message_next(const struct dtap_device_message *message, size_t *at,
			 struct dtap_device_record *record)
{
	const uint8_t *header = message->records + *at;
	size_t left = message->size - *at;

	if (left < DTAP_PCAP_RECORD_HEADER)
		return false;
	left -= DTAP_PCAP_RECORD_HEADER;
	*record = (struct dtap_device_record){
		.header = header,
		.data = header + DTAP_PCAP_RECORD_HEADER,
		.size = dtap_get32(header + 8),
		.original = dtap_get32(header + 12),
		.time = dtap_get32(header) * DTAP_NS_PER_S +
			dtap_get32(header + 4) * INT64_C(1000),
	};
	if (record->size > left)
		return false;
	*at += DTAP_PCAP_RECORD_HEADER + record->size;
	return true;
}

/* All terms are below 2^63; their sum wraps for an absurd header only. */
int64_t
dtap_device_record_when(const struct dtap_device_message *message,
			const struct dtap_device_record *record)
{
	uint64_t when = (uint64_t)record->time;

	when -= (uint64_t)message->head.offset;
	when += (uint64_t)message->arrived - (uint64_t)message->head.sent;
	return (int64_t)when;
}
