/* SPDX-License-Identifier: MIT */
#include "archive/capture_stats.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "support/testing.h"

/* A log of a code as a frame; returns its length. */
static size_t
put_log(uint8_t *out, uint16_t code, bool multi_radio)
{
	uint8_t packet[32] = {0};
	size_t at = 0;

	if (multi_radio) {
		packet[0] = 0x98;
		at = 8;
	}
	packet[at] = 0x10;
	dtap_put16(packet + at + 6, code);
	return dtap_hdlc_encode(out, packet, at + 20);
}

struct body {
	uint8_t bytes[4096];
	size_t size;
	uint32_t messages;
};

static void
begin(struct body *body)
{
	*body = (struct body){.size = DTAP_CONTAINER_HEADER};
	dtap_put32(body->bytes, DTAP_DATA);
}

static void
add_message(struct body *body, const uint8_t *bytes, size_t size)
{
	dtap_put32(body->bytes + body->size, (uint32_t)size);
	memcpy(body->bytes + body->size + 4, bytes, size);
	body->size += 4 + size;
	dtap_put32(body->bytes + 4, ++body->messages);
}

static uint64_t
count_of(const struct dtap_log_codes *codes, uint16_t code)
{
	struct dtap_code_count top[DTAP_CODES_MOST];
	size_t count = dtap_log_codes_top(codes, top, COUNT(top));

	for (size_t i = 0; i < count; i++)
		if (top[i].code == code)
			return top[i].count;
	return 0;
}

static void
each_log_is_counted_by_its_code(void **state)
{
	static struct dtap_log_codes codes;
	struct body body;
	uint8_t frames[512];
	size_t size;

	(void)state;
	begin(&body);
	size = put_log(frames, 0xB0C0, false);
	size += put_log(frames + size, 0x7D7E, false); /* escapes */
	size += put_log(frames + size, 0xB821, true);
	add_message(&body, frames, size);
	frames[0] = 0x79; /* a message of the modem's: no log */
	frames[1] = DTAP_HDLC_FLAG;
	add_message(&body, frames, 2);
	dtap_log_codes_count(&codes, body.bytes, body.size);
	dtap_log_codes_count(&codes, body.bytes, body.size);
	assert_int_equal(codes.used, 3);
	assert_int_equal(count_of(&codes, 0xB0C0), 2);
	assert_int_equal(count_of(&codes, 0x7D7E), 2);
	assert_int_equal(count_of(&codes, 0xB821), 2);
}

static void
a_frame_across_messages_counts_once(void **state)
{
	static struct dtap_log_codes codes;
	struct body body;
	uint8_t frame[128];
	size_t size = put_log(frame, 0xB0C0, false), half = size / 2;

	(void)state;
	/* What follows must not look like a log. */
	frame[half] = 0x10;
	begin(&body);
	add_message(&body, frame, half);
	add_message(&body, frame + half, size - half);
	dtap_log_codes_count(&codes, body.bytes, body.size);
	assert_int_equal(codes.used, 1);
	assert_int_equal(count_of(&codes, 0xB0C0), 1);
}

static void
no_container_is_read_beyond_its_end(void **state)
{
	static struct dtap_log_codes codes;
	struct body body;
	uint8_t frames[512];
	size_t size = put_log(frames, 0xB0C0, true);

	(void)state;
	begin(&body);
	add_message(&body, frames, size);
	for (size_t cut = 0; cut <= body.size; cut++) {
		uint8_t *bytes = malloc(cut + 1); /* for the sanitizer */

		memcpy(bytes, body.bytes, cut);
		dtap_log_codes_count(&codes, bytes, cut);
		free(bytes);
	}
	assert_int_equal(codes.used, 1);
}

static void
more_codes_than_there_are_places_count_as_others(void **state)
{
	static struct dtap_log_codes codes;
	struct dtap_code_count top[3];
	uint8_t frame[128] = {0};
	struct body body;

	(void)state;
	for (unsigned code = 0; code < 65536; code += 61) {
		begin(&body);
		add_message(&body, frame,
			    put_log(frame, (uint16_t)code, false));
		dtap_log_codes_count(&codes, body.bytes, body.size);
		if (code < 183)
			dtap_log_codes_count(&codes, body.bytes, body.size);
	}
	assert_int_equal(codes.used, DTAP_CODES_MOST);
	assert_int_equal(codes.others, 65536 / 61 + 1 - DTAP_CODES_MOST);
	assert_int_equal(dtap_log_codes_top(&codes, top, 3), 3);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(top[i].code, i * 61);
		assert_int_equal(top[i].count, 2);
	}
}

static void
note(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

static size_t
put(uint8_t *out, const struct dtap_container *container, uint32_t snaplen)
{
	return dtap_pcap_write(out, container, snaplen, note, NULL);
}

static void
records_of_each_kind_are_counted(void **state)
{
	static struct dtap_capture_stats stats;
	static uint8_t records[16384], bytes[3000];
	const struct dtap_amount lost = {5, 6000};
	struct dtap_container container = {
		.data = bytes, .size = 100, .time = {1000, 5000}};
	size_t size = 0;

	(void)state;
	size += put(records + size, &container, 1024);
	container.time.tv_sec = 2000;
	container.size = sizeof bytes; /* in parts */
	size += put(records + size, &container, 1024);
	container.size = 50;
	container.shape.kind = DTAP_KIND_REQUEST;
	size += put(records + size, &container, 1024);
	dtap_pcap_write_loss(records + size, &lost, records);
	size += DTAP_LOSS_RECORD;
	/* What is cut short is not counted. */
	dtap_capture_stats_add(&stats, records, size + 15);
	assert_int_equal(stats.containers.containers, 2);
	assert_int_equal(stats.containers.bytes, 3100);
	assert_int_equal(stats.requests, 1);
	assert_int_equal(stats.lost.containers, 5);
	assert_int_equal(stats.lost.bytes, 6000);
	assert_int_equal(stats.first.tv_sec, 1000);
	assert_int_equal(stats.first.tv_nsec, 5000);
	assert_int_equal(stats.last.tv_sec, 1000); /* the loss record's */
	assert_int_equal(stats.records, 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_log_is_counted_by_its_code),
		cmocka_unit_test(a_frame_across_messages_counts_once),
		cmocka_unit_test(no_container_is_read_beyond_its_end),
		cmocka_unit_test(
			more_codes_than_there_are_places_count_as_others),
		cmocka_unit_test(records_of_each_kind_are_counted),
	};

	return RUN(tests);
}
