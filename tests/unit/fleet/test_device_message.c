/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "fleet/device_message.h"
#include "support/device_messages.h"

static const struct made_message plain = {.device = "rig-1",
					  .boot = 7,
					  .seq = 3,
					  .first = 20,
					  .count = 2,
					  .arrived = 2000000};

#define RECORD (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + 12)

static enum dtap_message_fault
fault_of(const struct made_delivery *made)
{
	enum dtap_message_fault fault;
	struct dtap_device_message *message =
		dtap_device_message_read(&made->delivery, &fault);

	assert_true((message == NULL) == (fault != DTAP_MESSAGE_GOOD));
	dtap_device_message_free(message);
	return fault;
}

static void
reads_records(void **state)
{
	struct dtap_device_message *message = made_message_read(&plain);
	struct dtap_device_record record;
	size_t at = 0;

	(void)state;
	assert_string_equal(message->name.device, "rig-1");
	assert_int_equal(message->head.seq, 3);
	assert_true(dtap_device_message_next(message, &at, &record));
	assert_int_equal(record.size, DTAP_PREAMBLE + 12);
	assert_int_equal(record.time, 1000000 * DTAP_NS_PER_S + 500000);
	/* The device's clock was 1000000 s when the server's was 2000000 s. */
	assert_int_equal(dtap_device_record_when(message, &record),
			 2000000 * DTAP_NS_PER_S + 500000);
	assert_true(dtap_device_message_next(message, &at, &record));
	assert_int_equal(dtap_get64(record.data + DTAP_PREAMBLE + 4), 21);
	assert_false(dtap_device_message_next(message, &at, &record));
	dtap_device_message_free(message);
}

static void
refuses_wrong_names_and_headers(void **state)
{
	struct made_delivery made;

	(void)state;
	made_delivery_fill(&made, &plain);
	made.delivery.subject = "diag.lab.rig_1.diag.pcap";
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_WRONG_SUBJECT);
	for (int i = 0; i < DTAP_FLEET_ENCODING; i++) {
		made_delivery_fill(&made, &plain);
		made.delivery.values[i] = NULL;
		assert_int_equal(fault_of(&made), DTAP_MESSAGE_WRONG_HEADER);
	}
}

static void
refuses_wrong_payloads(void **state)
{
	uint8_t *first;
	struct made_delivery made;

	(void)state;
	made_delivery_fill(&made, &plain);
	while (made.delivery.size-- > 0) {
		/* A whole record less is a message too. */
		if (made.delivery.size != DTAP_PCAP_FILE_HEADER + RECORD)
			assert_int_equal(fault_of(&made), DTAP_MESSAGE_NO_PCAP);
	}
	made_delivery_fill(&made, &plain);
	made.payload[0] ^= 1; /* the magic number */
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_NO_PCAP);
	made_delivery_fill(&made, &plain);
	first = made.payload + DTAP_PCAP_FILE_HEADER;
	dtap_put32(first + 8, UINT32_MAX);
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_NO_PCAP);
	made_delivery_fill(&made, &plain);
	dtap_put32(first + 12, 1); /* less than there is */
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_NO_PCAP);
	made_delivery_fill(&made, &plain);
	dtap_put32(first + 4, 1000000);
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_NO_PCAP);
}

static void
bounds_what_is_decompressed(void **state)
{
	/* One frame of zstd (RFC 8878) that says it has 8 MiB of content. */
	static const uint8_t frame[] = {0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0x00,
					0x00, 0x80, 0x00, 0x01, 0x00, 0x00};
	struct made_delivery made;
	enum dtap_message_fault fault;

	(void)state;
	made_delivery_fill(&made, &plain);
	made.delivery.values[DTAP_FLEET_ENCODING] = "zstd";
	assert_int_equal(fault_of(&made), DTAP_MESSAGE_NOT_DECOMPRESSED);
	made.delivery.payload = frame;
	made.delivery.size = sizeof frame;
	fault = fault_of(&made);
	if (fault == DTAP_MESSAGE_NOT_DECOMPRESSED)
		skip(); /* built without zstd */
	assert_int_equal(fault, DTAP_MESSAGE_TOO_LARGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_records),
		cmocka_unit_test(refuses_wrong_names_and_headers),
		cmocka_unit_test(refuses_wrong_payloads),
		cmocka_unit_test(bounds_what_is_decompressed),
	};

	return RUN(tests);
}
