/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "hub/blocks.h"
#include "support/device_messages.h"

/* The pcap form of all blocks of some items, one after the other. */
struct output {
	uint8_t data[16384];
	size_t size;
	uint64_t containers;
};

static void
take(struct output *output, struct dtap_block *block)
{
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_PCAP, false);

	for (size_t i = 0; i < view.count; i++) {
		memcpy(output->data + output->size, view.iov[i].iov_base,
		       view.iov[i].iov_len);
		output->size += view.iov[i].iov_len;
	}
	output->containers += dtap_block_containers(block);
	dtap_block_unref(block);
}

static void
put(struct output *output, struct dtap_blocks *blocks,
    struct dtap_sequence_item *item, const struct made_message *message)
{
	struct dtap_block *block;

	item->message = made_message_read(message);
	dtap_blocks_put(blocks, item);
	while ((block = dtap_blocks_next(blocks)) != NULL)
		take(output, block);
	dtap_device_message_free(item->message);
}

static const struct made_message three = {
	.device = "a", .boot = 1, .first = 5, .count = 3, .arrived = 2000000};

#define RECORD (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + 12)

static void
gives_containers_again(void **state)
{
	struct dtap_blocks *blocks =
		dtap_blocks_new(DTAP_BLOCKS_CONTAINERS, INT64_MIN);
	struct output output = {.size = 0};
	struct dtap_sequence_item item = {0};
	uint32_t mark = 0;

	(void)state;
	item.mark = &mark;
	assert_null(dtap_blocks_begin(blocks));
	put(&output, blocks, &item, &three);
	assert_int_equal(output.containers, 3);
	assert_int_equal(output.size, 3 * RECORD);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(dtap_get64(output.data + i * RECORD +
					    DTAP_PCAP_RECORD_HEADER +
					    DTAP_PREAMBLE + 4),
				 5 + i);
	dtap_blocks_free(blocks);
}

static void
marks_a_gap(void **state)
{
	struct dtap_blocks *blocks =
		dtap_blocks_new(DTAP_BLOCKS_CONTAINERS, INT64_MIN);
	struct output output = {.size = 0};
	uint32_t mark = 0;
	struct dtap_sequence_item item = {
		.gap = {.messages = 1, .containers = 9}, .mark = &mark};
	const uint8_t *record = output.data + DTAP_PCAP_RECORD_HEADER;

	(void)state;
	put(&output, blocks, &item, &three);
	assert_int_equal(output.containers, 3);
	assert_int_equal(dtap_get16(record), DTAP_PATH_LOSS);
	assert_int_equal(dtap_get64(record + 3), 9);
	dtap_blocks_free(blocks);
}

static void
leaves_out_what_is_older(void **state)
{
	/* The records were made at 2000000.0005 s of the server. */
	const int64_t when = 2000000 * DTAP_NS_PER_S + 500000;

	(void)state;
	for (int64_t since = when; since <= when + 1; since++) {
		struct dtap_blocks *blocks =
			dtap_blocks_new(DTAP_BLOCKS_CONTAINERS, since);
		struct output output = {.size = 0};
		uint32_t mark = 0;
		struct dtap_sequence_item item = {.mark = &mark};

		put(&output, blocks, &item, &three);
		assert_int_equal(output.containers, since == when ? 3 : 0);
		dtap_blocks_free(blocks);
	}
}

/* Walks the blocks of pcapng; returns how many of a type there are. */
static unsigned
count(const struct output *output, uint32_t type)
{
	unsigned found = 0;

	for (size_t at = 0; at < output->size;) {
		uint32_t length = dtap_get32(output->data + at + 4);

		assert_true(length >= 12 && length % 4 == 0);
		assert_int_equal(dtap_get32(output->data + at + length - 4),
				 length);
		found += dtap_get32(output->data + at) == type;
		at += length;
	}
	return found;
}

static void
gives_each_tap_an_interface(void **state)
{
	struct dtap_blocks *blocks =
		dtap_blocks_new(DTAP_BLOCKS_PCAPNG, INT64_MIN);
	struct output output = {.size = 0};
	struct made_message other = three;
	uint32_t marks[2] = {0};
	struct dtap_sequence_item item = {.mark = &marks[0]};

	(void)state;
	take(&output, dtap_blocks_begin(blocks));
	assert_int_equal(count(&output, 0x0A0D0D0A), 1);
	put(&output, blocks, &item, &three);
	put(&output, blocks, &item, &three);
	assert_int_equal(count(&output, 1), 1);
	item.mark = &marks[1];
	item.gap.messages = 1;
	other.device = "b";
	put(&output, blocks, &item, &other);
	assert_int_equal(count(&output, 1), 2);
	assert_int_equal(count(&output, 6), 3 + 3 + 1 + 3);
	assert_int_equal(marks[1], 2);
	assert_non_null(memmem(output.data, output.size, "b/diag", 6));
	dtap_blocks_free(blocks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_containers_again),
		cmocka_unit_test(marks_a_gap),
		cmocka_unit_test(leaves_out_what_is_older),
		cmocka_unit_test(gives_each_tap_an_interface),
	};

	return RUN(tests);
}
