/* SPDX-License-Identifier: MIT */
#include "support/device_messages.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "support/testing.h"

/* 1000000 s since 1970, in ns: when the records are made. */
#define MADE (1000000 * DTAP_NS_PER_S)

/* A record with one container: a type of 0x20, and its number. */
static size_t
put_record(uint8_t *out, uint64_t number)
{
	const uint32_t size = DTAP_PREAMBLE + 12;

	dtap_put32(out, 1000000);
	dtap_put32(out + 4, 500);
	dtap_put32(out + 8, size);
	dtap_put32(out + 12, size);
	out += DTAP_PCAP_RECORD_HEADER;
	memset(out, 0, size);
	dtap_put16(out, DTAP_PATH_CONTAINER);
	dtap_put32(out + DTAP_PREAMBLE, 0x20);
	dtap_put64(out + DTAP_PREAMBLE + 4, number);
	return DTAP_PCAP_RECORD_HEADER + size;
}

static void
put_headers(struct made_delivery *made, const struct made_message *message)
{
	const struct dtap_fleet_message head = {
		.boot = message->boot,
		.seq = message->seq,
		.first = message->first,
		.count = message->count,
		.lost = {.containers = message->lost},
		.begun = MADE,
		.ended = MADE,
		.sent = MADE,
	};

	for (int i = 0; i < DTAP_FLEET_HEADERS; i++)
		if (dtap_fleet_header_write(&head, (enum dtap_fleet_header)i,
					    made->values[i]))
			made->delivery.values[i] = made->values[i];
}

void
made_delivery_fill(struct made_delivery *made,
		   const struct made_message *message)
{
	struct dtap_fleet_name name = {.group = "lab", .tap = "diag"};
	size_t size = DTAP_PCAP_FILE_HEADER;

	memset(made, 0, sizeof *made);
	strcpy(name.device, message->device);
	dtap_fleet_subject_write(&name, made->subject);
	put_headers(made, message);
	dtap_pcap_file_header(made->payload, DTAP_SNAPLEN_MAX);
	for (uint64_t i = 0; i < message->count; i++)
		size += put_record(made->payload + size, message->first + i);
	made->delivery.subject = made->subject;
	made->delivery.payload = made->payload;
	made->delivery.size = size;
	made->delivery.arrived = message->arrived * DTAP_NS_PER_S;
}

struct dtap_device_message *
made_message_read(const struct made_message *message)
{
	struct made_delivery made;
	struct dtap_device_message *read;
	enum dtap_message_fault fault;

	made_delivery_fill(&made, message);
	read = dtap_device_message_read(&made.delivery, &fault);
	assert_int_equal(fault, DTAP_MESSAGE_GOOD);
	assert_non_null(read);
	return read;
}
