/* SPDX-License-Identifier: MIT */
#include "uplink/message_builder.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "support/testing.h"

#define BOOT  UINT64_C(0x0123456789abcdef)
#define FIRST 1000 /* s: time of container 0; each comes 1 s later */

static struct dtap_record_clock *record_clock; /* of all tests */

static struct dtap_message_builder *
builder_of(bool zstd)
{
	const struct dtap_message_builder_options options = {
		.boot = BOOT,
		.snaplen = DTAP_SNAPLEN_MAX,
		.record_clock = record_clock,
		.zstd = zstd,
	};
	struct dtap_message_builder *builder =
		dtap_message_builder_new(&options);

	assert_non_null(builder);
	return builder;
}

static void
append(struct dtap_block *block, uint64_t number, size_t size,
       enum dtap_kind kind)
{
	static uint8_t bytes[200000];
	const struct dtap_container container = {
		.data = bytes,
		.size = size,
		.time = {.tv_sec = FIRST + (time_t)number, .tv_nsec = 7000},
		.number = number,
		.shape.kind = kind,
	};

	assert_int_equal(dtap_block_append(block, &container, DTAP_SNAPLEN_MAX),
			 0);
}

/* `count` containers from number `first` on. */
static struct dtap_block *
block_of(uint64_t first, unsigned count, size_t size)
{
	struct dtap_block *block = dtap_block_open(count * (size + 100));

	assert_non_null(block);
	for (unsigned i = 0; i < count; i++)
		append(block, first + i, size, DTAP_KIND_DIAG);
	dtap_block_seal(block);
	return block;
}

/* Adds a block that the builder takes, before which containers are lost. */
static void
add(struct dtap_message_builder *builder, struct dtap_block *block,
    uint64_t lost)
{
	const struct dtap_amount loss = {lost, 10 * lost};

	assert_true(dtap_message_builder_takes(builder, block, &loss));
	assert_int_equal(dtap_message_builder_add(builder, block, &loss, 1), 0);
	dtap_block_unref(block);
}

static bool
takes(const struct dtap_message_builder *builder, struct dtap_block *block,
      uint64_t lost)
{
	const struct dtap_amount loss = {lost, 10 * lost};
	bool taken = dtap_message_builder_takes(builder, block, &loss);

	dtap_block_unref(block);
	return taken;
}

/* How many records a plain message has; each must be whole. */
static unsigned
records_of(const struct dtap_uplink_message *message)
{
	const uint8_t *at = message->data, *end = at + message->size;
	unsigned count = 0;

	assert_int_equal(dtap_get32(at), 0xa1b2c3d4);
	for (at += DTAP_PCAP_FILE_HEADER; at < end; count++)
		at += DTAP_PCAP_RECORD_HEADER + dtap_get32(at + 8);
	assert_ptr_equal(at, end);
	return count;
}

static void
a_message_is_a_pcap_file_with_the_numbers_of_its_containers(void **state)
{
	struct dtap_message_builder *builder = builder_of(false);
	struct dtap_uplink_message *message;

	(void)state;
	add(builder, block_of(40, 3, 100), 0);
	add(builder, block_of(43, 2, 100), 0);
	message = dtap_message_builder_finish(builder);
	assert_int_equal(records_of(message), 5);
	assert_true(message->head.boot == BOOT);
	assert_int_equal(message->head.seq, 0);
	assert_int_equal(message->head.first, 40);
	assert_int_equal(message->head.count, 5);
	assert_int_equal(message->head.lost.containers, 0);
	assert_true(message->head.begun == INT64_C(1040000007000));
	assert_true(message->head.ended == INT64_C(1044000007000));
	assert_int_equal(message->head.offset, -5);
	assert_true(message->head.sent > 0);
	assert_int_equal(message->head.encoding, DTAP_FLEET_PLAIN);
	assert_int_equal(message->inside.bytes, 500);
	free(message);
	assert_true(dtap_message_builder_is_empty(builder));
	add(builder, block_of(45, 1, 100), 0);
	message = dtap_message_builder_finish(builder);
	assert_int_equal(message->head.seq, 1);
	free(message);
	dtap_message_builder_free(builder);
}

static void
a_loss_ends_a_message_and_stands_at_the_front_of_the_next(void **state)
{
	struct dtap_message_builder *builder = builder_of(false);
	struct dtap_uplink_message *message;

	(void)state;
	add(builder, block_of(0, 1, 100), 0);
	assert_false(takes(builder, block_of(8, 1, 100), 7));
	free(dtap_message_builder_finish(builder));
	add(builder, block_of(8, 1, 100), 7);
	message = dtap_message_builder_finish(builder);
	assert_int_equal(records_of(message), 2);
	assert_int_equal(message->head.first, 8);
	assert_int_equal(message->head.count, 1);
	assert_int_equal(message->head.lost.containers, 7);
	assert_int_equal(message->head.lost.bytes, 70);
	/* The loss record: path, the length of a, and a, two u64. */
	assert_int_equal(dtap_get64(message->data + DTAP_PCAP_FILE_HEADER +
				    DTAP_PCAP_RECORD_HEADER + 3),
			 7);
	free(message);
	dtap_message_builder_free(builder);
}

static void
a_message_has_128_kib_of_records_unless_a_block_alone_has_more(void **state)
{
	struct dtap_message_builder *builder = builder_of(false);
	struct dtap_uplink_message *message;

	(void)state;
	add(builder, block_of(0, 1, 131072 - 20 - 1), 0);
	assert_false(dtap_message_builder_is_full(builder));
	assert_false(takes(builder, block_of(1, 1, 10), 0));
	free(dtap_message_builder_finish(builder));
	add(builder, block_of(1, 1, 150000), 0);
	assert_true(dtap_message_builder_is_full(builder));
	message = dtap_message_builder_finish(builder);
	assert_int_equal(records_of(message), 1);
	assert_int_equal(message->head.count, 1);
	free(message);
	dtap_message_builder_free(builder);
}

static void
requests_alone_are_a_message_without_containers(void **state)
{
	struct dtap_message_builder *builder = builder_of(false);
	struct dtap_block *block = dtap_block_open(1000);
	struct dtap_uplink_message *message;

	(void)state;
	add(builder, block_of(0, 9, 10), 0);
	free(dtap_message_builder_finish(builder));
	append(block, 9, 20, DTAP_KIND_REQUEST);
	dtap_block_seal(block);
	add(builder, block, 0);
	message = dtap_message_builder_finish(builder);
	assert_int_equal(records_of(message), 1);
	assert_int_equal(message->head.first, 9);
	assert_int_equal(message->head.count, 0);
	free(message);
	dtap_message_builder_free(builder);
}

static void
a_message_is_compressed_if_that_makes_it_smaller(void **state)
{
	struct dtap_message_builder *builder = builder_of(true);
	struct dtap_uplink_message *message;

	(void)state;
	if (!dtap_message_builder_knows_zstd())
		skip();
	add(builder, block_of(0, 10, 5000), 0);
	message = dtap_message_builder_finish(builder);
	assert_int_equal(message->head.encoding, DTAP_FLEET_ZSTD);
	assert_true(message->size < 2000);
	assert_int_equal(dtap_get32(message->data), 0xfd2fb528); /* RFC 8878 */
	free(message);
	add(builder, block_of(10, 1, 1), 0);
	message = dtap_message_builder_finish(builder);
	if (message->head.encoding == DTAP_FLEET_PLAIN)
		assert_int_equal(records_of(message), 1);
	free(message);
	dtap_message_builder_free(builder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_message_is_a_pcap_file_with_the_numbers_of_its_containers),
		cmocka_unit_test(
			a_loss_ends_a_message_and_stands_at_the_front_of_the_next),
		cmocka_unit_test(
			a_message_has_128_kib_of_records_unless_a_block_alone_has_more),
		cmocka_unit_test(
			requests_alone_are_a_message_without_containers),
		cmocka_unit_test(
			a_message_is_compressed_if_that_makes_it_smaller),
	};

	int failed;

	record_clock = dtap_record_clock_new(-5);
	failed = RUN(tests);
	dtap_record_clock_free(record_clock);
	return failed;
}
