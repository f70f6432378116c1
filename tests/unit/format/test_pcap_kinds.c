/* SPDX-License-Identifier: MIT */
/* The records of what is no DIAG device's, and the raw forms beside them. */
#include <dtap/block.h>
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "support/testing.h"

static const uint8_t entry[] = {
	0x10, 7,    3,    0,    1, 2, 3, 4,
	0,    0,    0,    0,    0, 0, 5, 0, /* status header */
	0x45, 0x11, 0x22, 0x33, 9,          /* packet */
	'p',  'a',  'd',                    /* padding */
};

static const struct dtap_container one_entry = {
	.data = entry,
	.size = sizeof entry,
	.time = {2, 3000},
	.shape = {.kind = DTAP_KIND_ENTRY,
		  .head = 16,
		  .tail = 3,
		  .header_format = 4,
		  .missing = 100},
};

static struct dtap_block *
block_of(const struct dtap_container *containers, size_t count)
{
	struct dtap_block *block = dtap_block_open(65536);

	for (size_t i = 0; i < count; i++)
		assert_int_equal(dtap_block_append(block, &containers[i],
						   DTAP_SNAPLEN_MAX),
				 0);
	dtap_block_seal(block);
	return block;
}

static void
assert_form(const struct dtap_block *block, enum dtap_form form,
	    const void *expected, size_t size)
{
	struct dtap_view view = dtap_block_view(block, form, false);
	const uint8_t *at = expected;

	assert_int_equal(view.bytes, size);
	for (size_t i = 0; i < view.count; i++) {
		assert_memory_equal(view.iov[i].iov_base, at,
				    view.iov[i].iov_len);
		at += view.iov[i].iov_len;
	}
}

static void
an_entry_is_header_packet_form_and_padding(void **state)
{
	static const uint8_t expected[] = {
		2,    0,    0,    0,    3, 0, 0, 0,   29,  0,   0,
		0,    129,  0,    0,    0, /* record header */
		0x00, 2,    16,            /* path, a */
		0x10, 7,    3,    0,    1, 2, 3, 4,   0,   0,   0,
		0,    0,    0,    5,    0, 4, 4, 'p', 'a', 'd', /* b */
		0x45, 0x11, 0x22, 0x33, 9,
	};
	struct dtap_block *block = block_of(&one_entry, 1);

	(void)state;
	assert_form(block, DTAP_FORM_PCAP, expected, sizeof expected);
	assert_int_equal(dtap_pcap_room(&one_entry, DTAP_SNAPLEN_MAX),
			 sizeof expected);
	dtap_block_unref(block);
}

static void
raw_is_the_entry_as_it_was_read(void **state)
{
	struct dtap_block *block = block_of(&one_entry, 1);

	(void)state;
	assert_form(block, DTAP_FORM_RAW, entry, sizeof entry);
	assert_form(block, DTAP_FORM_DATA, NULL, 0);
	assert_int_equal(dtap_block_bytes(block), sizeof entry);
	dtap_block_unref(block);
}

static void
an_entry_without_packet_or_padding_has_a_record(void **state)
{
	static const struct dtap_container bare = {
		.data = entry,
		.size = 16,
		.shape = {.kind = DTAP_KIND_ENTRY,
			  .head = 16,
			  .header_format = 4},
	};
	struct dtap_block *block = block_of(&bare, 1);
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	const uint8_t *record = view.iov[0].iov_base;

	(void)state;
	assert_int_equal(view.bytes, 16 + 4 + 16 + 1);
	assert_int_equal(dtap_get32(record + 8), 21);
	assert_int_equal(dtap_get32(record + 12), 21);
	assert_form(block, DTAP_FORM_RAW, entry, 16);
	dtap_block_unref(block);
}

static void
a_frame_names_its_linktype_and_what_is_missing(void **state)
{
	static const uint8_t expected[] = {
		0, 0, 0, 0,    0, 0, 0, 0, 11, 0, 0,   0,   61,  0,
		0, 0, 1, 0x02, 4, 1, 0, 0, 0,  0, 'f', 'r', 'm',
	};
	static const struct dtap_container frame = {
		.data = (const uint8_t *)"frm",
		.size = 3,
		.shape = {.kind = DTAP_KIND_NETIF,
			  .linktype = 1,
			  .missing = 50},
	};
	struct dtap_block *block = block_of(&frame, 1);

	(void)state;
	assert_form(block, DTAP_FORM_PCAP, expected, sizeof expected);
	assert_form(block, DTAP_FORM_RAW, "frm", 3);
	dtap_block_unref(block);
}

/* Bytes 0x20 0 0 0 are the type word of traffic, in a DIAG device's only. */
static void
stray_bytes_are_in_raw_and_a_record_of_their_own(void **state)
{
	static const uint8_t bytes[] = {0x20, 0, 0, 0, 0, 0, 0, 0};
	static const struct dtap_container stray = {
		.data = bytes,
		.size = sizeof bytes,
		.shape = {.kind = DTAP_KIND_STRAY},
	};
	struct dtap_block *block = block_of(&stray, 1);
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	const uint8_t *record = view.iov[0].iov_base;

	(void)state;
	assert_memory_equal(record + 16, "\x02\x02\0\0", 4);
	assert_form(block, DTAP_FORM_RAW, bytes, sizeof bytes);
	assert_form(block, DTAP_FORM_DATA, NULL, 0);
	dtap_block_unref(block);
}

/* As dtap_pcap_write_loss() has it for a lag. */
static void
a_source_s_loss_is_the_loss_record_and_not_counted(void **state)
{
	const struct dtap_amount loss = {77, 0};
	uint8_t label[DTAP_LOSS_LABEL], expected[DTAP_LOSS_RECORD];
	const struct dtap_container containers[] = {
		{.data = label,
		 .size = sizeof label,
		 .shape = {.kind = DTAP_KIND_LOSS}},
		one_entry,
	};
	struct dtap_view view;
	struct dtap_block *block;

	(void)state;
	dtap_pcap_loss_label(label, &loss);
	block = block_of(containers, 2);
	view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	dtap_pcap_write_loss(expected, &loss, (const uint8_t[16]){0});
	assert_memory_equal(view.iov[0].iov_base, expected, sizeof expected);
	assert_form(block, DTAP_FORM_RAW, entry, sizeof entry);
	assert_int_equal(dtap_block_containers(block), 1);
	assert_int_equal(dtap_block_bytes(block), sizeof entry);
	dtap_block_unref(block);
}

/* Each takes three pieces of one sendmsg(2). */
static void
a_block_takes_no_more_entries_than_one_send_does(void **state)
{
	struct dtap_block *block = dtap_block_open(1 << 20);
	struct dtap_view view;
	size_t count = 0;

	(void)state;
	while (dtap_block_append(block, &one_entry, DTAP_SNAPLEN_MAX) == 0)
		count++;
	assert_int_equal(count, (1024 - 3) / 3);
	dtap_block_seal(block);
	view = dtap_block_view(block, DTAP_FORM_RAW, true);
	assert_true(view.count <= 1024);
	view = dtap_block_view(block, DTAP_FORM_RAW, false);
	assert_int_equal(view.bytes, count * sizeof entry);
	dtap_block_unref(block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_header_packet_form_and_padding),
		cmocka_unit_test(raw_is_the_entry_as_it_was_read),
		cmocka_unit_test(
			an_entry_without_packet_or_padding_has_a_record),
		cmocka_unit_test(
			a_frame_names_its_linktype_and_what_is_missing),
		cmocka_unit_test(
			stray_bytes_are_in_raw_and_a_record_of_their_own),
		cmocka_unit_test(
			a_source_s_loss_is_the_loss_record_and_not_counted),
		cmocka_unit_test(
			a_block_takes_no_more_entries_than_one_send_does),
	};

	return RUN(tests);
}
