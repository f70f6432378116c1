/* SPDX-License-Identifier: MIT */
#include "rewrite/rewrite.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "support/made_containers.h"
#include "support/testing.h"

static struct dtap_rewrite_scratch *scratch;

/* Filters one block and compares what is left with the expected containers. */
static void
expect(struct dtap_rewrite *rewrite, const struct made_container *made,
       size_t count, const struct made_container *left, size_t left_count)
{
	struct dtap_block *block = made_block(made, count);
	size_t size;
	uint8_t *all = rewrite_all(rewrite, scratch, block, &size);
	const uint8_t *at = all;

	for (size_t i = 0; i < left_count; i++) {
		assert_int_equal(dtap_get32(at), 1000);
		assert_int_equal(dtap_get32(at + 4), 5);
		assert_int_equal(dtap_get32(at + 8), 4 + left[i].size);
		assert_int_equal(dtap_get16(at + 16), DTAP_PATH_CONTAINER);
		assert_memory_equal(at + 20, left[i].data, left[i].size);
		at += 20 + left[i].size;
	}
	assert_int_equal(size, at - all);
	free(all);
	dtap_block_unref(block);
}

static struct dtap_rewrite *
rewrite_for(const char *codes, const char *ops)
{
	static struct dtap_filter filter;

	memset(&filter, 0, sizeof filter);
	if (codes != NULL)
		assert_true(
			dtap_filter_add_codes(&filter, codes, strlen(codes)));
	if (ops != NULL)
		assert_true(dtap_filter_add_ops(&filter, ops, strlen(ops)));
	return dtap_rewrite_new(&(struct dtap_rewrite_options){
		.filter = &filter, .snaplen = 262144});
}

static void
only_matching_messages_are_left(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for("B0C0,0xb821", NULL);
	struct made_container in[2], out;

	(void)state;
	made_begin(&in[0]);
	made_frame_message(&in[0], 1, 0x10, 0xB0C0);
	made_frame_message(&in[0], -1, 0x10, 0xB0C1);
	made_frame_message(&in[0], -1, 0x10, 0xB821);
	made_frame_message(&in[0], 1, 0x79, 0);
	made_begin(&in[1]);
	made_frame_message(&in[1], 1, 0x60, 0);
	made_begin(&out);
	made_frame_message(&out, 1, 0x10, 0xB0C0);
	made_frame_message(&out, -1, 0x10, 0xB821);
	expect(rewrite, in, 2, &out, 1);
	expect(rewrite, &in[1], 1, NULL, 0);
	dtap_rewrite_free(rewrite);
}

static void
codes_and_opcodes_together(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for("b0c0", "10,79");
	struct made_container in, out;

	(void)state;
	made_begin(&in);
	made_frame_message(&in, 1, 0x10, 0xB0C0);
	made_frame_message(&in, 1, 0x10, 0xB0C1);
	made_frame_message(&in, 1, 0x79, 0);
	made_begin(&out);
	made_frame_message(&out, 1, 0x10, 0xB0C0);
	made_frame_message(&out, 1, 0x79, 0);
	expect(rewrite, &in, 1, &out, 1);
	dtap_rewrite_free(rewrite);
}

static void
frames_are_picked_out_of_a_message(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
	uint8_t frames[256], kept[256];
	size_t size = 0, kept_size = 0;
	struct made_container in, out;

	(void)state;
	size += made_frame(frames + size, 0x10, 1);
	size += made_frame(frames + size, 0x79, 2);
	size += made_frame(frames + size, 0x60, 3);
	size += made_frame(frames + size, 0x79, 4);
	kept_size += made_frame(kept + kept_size, 0x79, 2);
	kept_size += made_frame(kept + kept_size, 0x79, 4);
	made_begin(&in);
	made_message(&in, 1, frames, size);
	made_begin(&out);
	made_message(&out, 1, kept, kept_size);
	expect(rewrite, &in, 1, &out, 1);
	dtap_rewrite_free(rewrite);
}

static void
any_token_is_a_modem(void **state)
{
	static const int32_t tokens[] = {0, -1, -4, INT32_MIN, INT32_MIN + 1};
	struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
	struct made_container in;

	(void)state;
	made_begin(&in);
	for (size_t i = 0; i < COUNT(tokens); i++)
		made_frame_message(&in, tokens[i], 0x79, 0);
	expect(rewrite, &in, 1, &in, 1);
	dtap_rewrite_free(rewrite);
}

/* Cut at every byte, among frames of another modem. */
static void
a_cut_frame_is_whole_where_it_ends(void **state)
{
	uint8_t frame[64];
	size_t size = made_frame(frame, 0x79, 0x7E7D);

	(void)state;
	for (size_t cut = 1; cut < size; cut++) {
		struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
		struct made_container in[2], out;

		made_begin(&in[0]);
		made_message(&in[0], 1, frame, cut);
		made_frame_message(&in[0], -1, 0x10, 9);
		made_begin(&in[1]);
		made_message(&in[1], 1, frame + cut, size - cut);
		made_begin(&out);
		made_message(&out, 1, frame, size);
		expect(rewrite, &in[0], 1, NULL, 0);
		expect(rewrite, &in[1], 1, &out, 1);
		expect(rewrite, in, 2, &out, 1);
		expect(rewrite, &in[0], 1, NULL, 0);
		dtap_rewrite_lost(rewrite);
		expect(rewrite, &in[1], 1, NULL, 0);
		dtap_rewrite_free(rewrite);
	}
}

static void
multi_radio_counts_as_what_it_holds(void **state)
{
	static const struct {
		const char *codes, *ops;
		bool passes;
	} cases[] = {
		{"B0C0", NULL, true}, {"B0C1", NULL, false},
		{NULL, "98", true},   {NULL, "10", true},
		{NULL, "79", false},  {"B0C1", "98", true},
	};
	uint8_t packet[24] = {0x98, 1, 0, 0, 1, 0, 0, 0, 0x10};

	(void)state;
	dtap_put16(packet + 14, 0xB0C0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_filter filter = {0};

		if (cases[i].codes != NULL)
			dtap_filter_add_codes(&filter, cases[i].codes,
					      strlen(cases[i].codes));
		if (cases[i].ops != NULL)
			dtap_filter_add_ops(&filter, cases[i].ops,
					    strlen(cases[i].ops));
		assert_int_equal(
			dtap_filter_passes(&filter, packet, sizeof packet),
			cases[i].passes);
		for (size_t n = 0; n < sizeof packet; n++)
			dtap_filter_passes(&filter, packet, n);
	}
}

static void
lists_of_anything_else_are_refused(void **state)
{
	static const char *const bad[] = {
		"", ",", "B0C0,", "10000", "xyz", "B0C0;", "0x", "-1", "b0 c0"};
	struct dtap_filter filter = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(
			dtap_filter_add_codes(&filter, bad[i], strlen(bad[i])));
	assert_false(dtap_filter_add_ops(&filter, "100", 3));
}

static void
a_request_passes_where_nothing_is_filtered(void **state)
{
	struct dtap_rewrite *smaller = dtap_rewrite_new(
		&(struct dtap_rewrite_options){.snaplen = 1024});
	struct dtap_rewrite *filtering = rewrite_for("B0C0", NULL);
	struct dtap_block *block = dtap_block_open(4096);
	struct dtap_container request = {.shape = {.kind = DTAP_KIND_REQUEST}};
	struct made_container made;
	uint8_t *all;
	size_t size;

	(void)state;
	made_begin(&made);
	made_frame_message(&made, 1, 0x73, 0);
	request.data = made.data;
	request.size = made.size;
	assert_int_equal(dtap_block_append(block, &request, 4096), 0);
	request.size = 1500; /* fits no record of the smaller */
	assert_int_equal(dtap_block_append(block, &request, 4096), 0);
	dtap_block_seal(block);
	all = rewrite_all(smaller, scratch, block, &size);
	assert_int_equal(size,
			 DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + made.size);
	assert_int_equal(dtap_get16(all + 16), DTAP_PATH_REQUEST);
	free(all);
	free(rewrite_all(filtering, scratch, block, &size));
	assert_int_equal(size, 0);
	dtap_block_unref(block);
	dtap_rewrite_free(smaller);
	dtap_rewrite_free(filtering);
}

static int
set_up(void **state)
{
	(void)state;
	scratch = dtap_rewrite_scratch_new();
	return scratch != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	dtap_rewrite_scratch_free(scratch);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_matching_messages_are_left),
		cmocka_unit_test(codes_and_opcodes_together),
		cmocka_unit_test(frames_are_picked_out_of_a_message),
		cmocka_unit_test(any_token_is_a_modem),
		cmocka_unit_test(a_cut_frame_is_whole_where_it_ends),
		cmocka_unit_test(multi_radio_counts_as_what_it_holds),
		cmocka_unit_test(lists_of_anything_else_are_refused),
		cmocka_unit_test(a_request_passes_where_nothing_is_filtered),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
