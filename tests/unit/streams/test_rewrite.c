/* SPDX-License-Identifier: MIT */
#include "streams/rewrite.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#include "support/testing.h"

static struct dtap_rewrite_scratch *scratch;

/* A container under construction. */
struct made {
	uint8_t data[4096];
	size_t size;
};

static void
begin_container(struct made *made)
{
	memset(made, 0, sizeof *made);
	dtap_put32(made->data, DTAP_DATA);
	made->size = DTAP_CONTAINER_HEADER;
}

static void
add_message(struct made *made, int32_t token, const uint8_t *data, size_t size)
{
	if (token <= 0) {
		dtap_put32(made->data + made->size, (uint32_t)token);
		made->size += 4;
	}
	dtap_put32(made->data + made->size, (uint32_t)size);
	memcpy(made->data + made->size + 4, data, size);
	made->size += 4 + size;
	dtap_put32(made->data + 4, dtap_get32(made->data + 4) + 1);
}

/* The frame of a packet of this opcode, and where it is a log of this code. */
static size_t
make_frame(uint8_t *out, uint8_t opcode, uint16_t code)
{
	uint8_t packet[20] = {opcode};

	dtap_put16(packet + 6, code);
	return dtap_hdlc_encode(out, packet, sizeof packet);
}

static void
add_frame_message(struct made *made, int32_t token, uint8_t opcode,
		  uint16_t code)
{
	uint8_t frame[64];

	add_message(made, token, frame, make_frame(frame, opcode, code));
}

static struct dtap_block *
make_block(const struct made *made, size_t count)
{
	struct dtap_block *block = dtap_block_open(65536);

	for (size_t i = 0; i < count; i++) {
		struct dtap_container container = {
			.data = made[i].data,
			.size = made[i].size,
			.time = {1000, 5000},
			.number = 40 + i,
		};

		assert_int_equal(dtap_block_append(block, &container, 262144),
				 0);
	}
	dtap_block_seal(block);
	return block;
}

/* All pieces of a block in a row; the caller frees it. */
static uint8_t *
rewrite_all(struct dtap_rewrite *rewrite, const struct dtap_block *block,
	    size_t *size)
{
	uint8_t *all = calloc(1, 64); /* a caller looks at a record's head */
	struct dtap_amount loss;
	struct dtap_view view;

	*size = 0;
	dtap_rewrite_begin(rewrite, block);
	while (!dtap_rewrite_is_done(rewrite)) {
		view = dtap_rewrite_next(rewrite, scratch, false, &loss);
		assert_true(view.bytes <= DTAP_REWRITE_PIECE);
		assert_int_equal(loss.containers, 0);
		if (view.bytes == 0)
			continue;
		all = realloc(all, *size + view.bytes);
		memcpy(all + *size, view.iov[0].iov_base, view.bytes);
		*size += view.bytes;
	}
	return all;
}

/* Filters one block and compares what is left with the expected containers. */
static void
expect(struct dtap_rewrite *rewrite, const struct made *made, size_t count,
       const struct made *left, size_t left_count)
{
	struct dtap_block *block = make_block(made, count);
	size_t size;
	uint8_t *all = rewrite_all(rewrite, block, &size);
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
	struct made in[2], out;

	(void)state;
	begin_container(&in[0]);
	add_frame_message(&in[0], 1, 0x10, 0xB0C0);
	add_frame_message(&in[0], -1, 0x10, 0xB0C1);
	add_frame_message(&in[0], -1, 0x10, 0xB821);
	add_frame_message(&in[0], 1, 0x79, 0);
	begin_container(&in[1]);
	add_frame_message(&in[1], 1, 0x60, 0);
	begin_container(&out);
	add_frame_message(&out, 1, 0x10, 0xB0C0);
	add_frame_message(&out, -1, 0x10, 0xB821);
	expect(rewrite, in, 2, &out, 1);
	expect(rewrite, &in[1], 1, NULL, 0);
	dtap_rewrite_free(rewrite);
}

static void
codes_and_opcodes_together(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for("b0c0", "10,79");
	struct made in, out;

	(void)state;
	begin_container(&in);
	add_frame_message(&in, 1, 0x10, 0xB0C0);
	add_frame_message(&in, 1, 0x10, 0xB0C1);
	add_frame_message(&in, 1, 0x79, 0);
	begin_container(&out);
	add_frame_message(&out, 1, 0x10, 0xB0C0);
	add_frame_message(&out, 1, 0x79, 0);
	expect(rewrite, &in, 1, &out, 1);
	dtap_rewrite_free(rewrite);
}

static void
frames_are_picked_out_of_a_message(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
	uint8_t frames[256], kept[256];
	size_t size = 0, kept_size = 0;
	struct made in, out;

	(void)state;
	size += make_frame(frames + size, 0x10, 1);
	size += make_frame(frames + size, 0x79, 2);
	size += make_frame(frames + size, 0x60, 3);
	size += make_frame(frames + size, 0x79, 4);
	kept_size += make_frame(kept + kept_size, 0x79, 2);
	kept_size += make_frame(kept + kept_size, 0x79, 4);
	begin_container(&in);
	add_message(&in, 1, frames, size);
	begin_container(&out);
	add_message(&out, 1, kept, kept_size);
	expect(rewrite, &in, 1, &out, 1);
	dtap_rewrite_free(rewrite);
}

static void
any_token_is_a_modem(void **state)
{
	static const int32_t tokens[] = {0, -1, -4, INT32_MIN, INT32_MIN + 1};
	struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
	struct made in;

	(void)state;
	begin_container(&in);
	for (size_t i = 0; i < COUNT(tokens); i++)
		add_frame_message(&in, tokens[i], 0x79, 0);
	expect(rewrite, &in, 1, &in, 1);
	dtap_rewrite_free(rewrite);
}

/* Cut at every byte, among frames of another modem. */
static void
a_cut_frame_is_whole_where_it_ends(void **state)
{
	uint8_t frame[64];
	size_t size = make_frame(frame, 0x79, 0x7E7D);

	(void)state;
	for (size_t cut = 1; cut < size; cut++) {
		struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
		struct made in[2], out;

		begin_container(&in[0]);
		add_message(&in[0], 1, frame, cut);
		add_frame_message(&in[0], -1, 0x10, 9);
		begin_container(&in[1]);
		add_message(&in[1], 1, frame + cut, size - cut);
		begin_container(&out);
		add_message(&out, 1, frame, size);
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
a_chunk_is_framed_around_what_is_left(void **state)
{
	struct dtap_rewrite *rewrite = rewrite_for(NULL, "79");
	struct made in;
	struct dtap_block *block;
	struct dtap_amount loss;
	struct dtap_view view;
	char *end;

	(void)state;
	begin_container(&in);
	add_frame_message(&in, 1, 0x79, 0);
	block = make_block(&in, 1);
	dtap_rewrite_begin(rewrite, block);
	view = dtap_rewrite_next(rewrite, scratch, true, &loss);
	assert_true(dtap_rewrite_is_done(rewrite));
	assert_int_equal(strtoul(view.iov[0].iov_base, &end, 16), 20 + in.size);
	assert_memory_equal(end, "\r\n", 2);
	assert_memory_equal((char *)view.iov[0].iov_base + view.bytes - 2,
			    "\r\n", 2);
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
}

static void
a_request_passes_where_nothing_is_filtered(void **state)
{
	struct dtap_rewrite *smaller = dtap_rewrite_new(
		&(struct dtap_rewrite_options){.snaplen = 1024});
	struct dtap_rewrite *filtering = rewrite_for("B0C0", NULL);
	struct dtap_block *block = dtap_block_open(4096);
	struct dtap_container request = {.shape = {.kind = DTAP_KIND_REQUEST}};
	struct made made;
	uint8_t *all;
	size_t size;

	(void)state;
	begin_container(&made);
	add_frame_message(&made, 1, 0x73, 0);
	request.data = made.data;
	request.size = made.size;
	assert_int_equal(dtap_block_append(block, &request, 4096), 0);
	request.size = 1500; /* fits no record of the smaller */
	assert_int_equal(dtap_block_append(block, &request, 4096), 0);
	dtap_block_seal(block);
	all = rewrite_all(smaller, block, &size);
	assert_int_equal(size,
			 DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + made.size);
	assert_int_equal(dtap_get16(all + 16), DTAP_PATH_REQUEST);
	free(all);
	free(rewrite_all(filtering, block, &size));
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
		cmocka_unit_test(a_chunk_is_framed_around_what_is_left),
		cmocka_unit_test(a_request_passes_where_nothing_is_filtered),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
