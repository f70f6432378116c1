/* SPDX-License-Identifier: MIT */
/* A record for each frame: what comes out, and that nothing is left out. */
#include "rewrite/container_filter.h"
#include "rewrite/rewrite.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>
#include <dtap/pcap.h>

#include "support/made_containers.h"
#include "support/testing.h"

static struct dtap_rewrite_scratch *scratch;

static struct dtap_rewrite *
splitter(uint32_t snaplen)
{
	return dtap_rewrite_new(&(struct dtap_rewrite_options){
		.split = true, .snaplen = snaplen});
}

/* Splits one container, and compares with the containers expected. */
static void
expect(struct dtap_rewrite *rewrite, const struct made_container *in,
       const struct made_container *out, size_t count)
{
	struct dtap_block *block = made_block(in, 1);
	size_t size;
	uint8_t *all = rewrite_all(rewrite, scratch, block, &size);
	const uint8_t *at = all;

	for (size_t i = 0; i < count; i++) {
		assert_int_equal(dtap_get32(at), 1000);
		assert_int_equal(dtap_get32(at + 8), 4 + out[i].size);
		assert_int_equal(dtap_get16(at + 16), DTAP_PATH_CONTAINER);
		assert_memory_equal(at + 20, out[i].data, out[i].size);
		at += 20 + out[i].size;
	}
	assert_int_equal(size, at - all);
	free(all);
	dtap_block_unref(block);
}

static void
only_frame(struct made_container *made, int32_t token, const uint8_t *data,
	   size_t size)
{
	made_begin(made);
	made_message(made, token, data, size);
}

static void
each_frame_is_a_container(void **state)
{
	struct dtap_rewrite *rewrite = splitter(262144);
	struct made_container in, out[4];
	uint8_t frames[256];
	size_t first = made_frame(frames, 0x10, 0xB0C0), both;

	(void)state;
	both = first + made_frame(frames + first, 0x60, 0);
	made_begin(&in);
	made_message(&in, 1, frames, both);
	made_message(&in, -1, frames, both);
	only_frame(&out[0], 1, frames, first);
	only_frame(&out[1], 1, frames + first, both - first);
	only_frame(&out[2], -1, frames, first);
	only_frame(&out[3], -1, frames + first, both - first);
	expect(rewrite, &in, out, 4);
	dtap_rewrite_free(rewrite);
}

static void
a_wrong_crc_stays_and_flags_go(void **state)
{
	static const uint8_t message[] = "\x7E\x7E"
					 "bad\x7E\x7E"
					 "worse\x7E";
	struct dtap_rewrite *rewrite = splitter(262144);
	struct made_container in, out[2];

	(void)state;
	made_begin(&in);
	made_message(&in, 1, message, sizeof message - 1);
	made_message(&in, -1, message, 0);
	only_frame(&out[0], 1, message + 2, 4);
	only_frame(&out[1], 1, message + 7, 6);
	expect(rewrite, &in, out, 2);
	dtap_rewrite_free(rewrite);
}

static void
a_filter_takes_only_its_frames(void **state)
{
	static struct dtap_filter filter;
	struct dtap_rewrite *rewrite;
	struct made_container in, out[2];

	(void)state;
	memset(&filter, 0, sizeof filter);
	assert_true(dtap_filter_add_codes(&filter, "B0C0", 4));
	rewrite = dtap_rewrite_new(&(struct dtap_rewrite_options){
		.split = true, .snaplen = 262144, .filter = &filter});
	made_begin(&in);
	made_frame_message(&in, 1, 0x10, 0xB0C0);
	made_message(&in, 1, (const uint8_t *)"bad\x7E", 4);
	made_frame_message(&in, 1, 0x10, 0xB0C1);
	made_frame_message(&in, 1, 0x10, 0xB0C0);
	for (size_t i = 0; i < 2; i++) {
		made_begin(&out[i]);
		made_frame_message(&out[i], 1, 0x10, 0xB0C0);
	}
	expect(rewrite, &in, out, 2);
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
		struct dtap_rewrite *rewrite = splitter(262144);
		struct made_container in[2], out[2];

		made_begin(&in[0]);
		made_message(&in[0], 1, frame, cut);
		expect(rewrite, &in[0], NULL, 0);
		made_begin(&in[1]);
		made_frame_message(&in[1], -1, 0x60, 0);
		made_message(&in[1], 1, frame + cut, size - cut);
		made_begin(&out[0]);
		made_frame_message(&out[0], -1, 0x60, 0);
		only_frame(&out[1], 1, frame, size);
		expect(rewrite, &in[1], out, 2);
		assert_int_equal(dtap_rewrite_lost(rewrite), 0);
		dtap_rewrite_free(rewrite);
	}
}

/* A container that is not what its lengths say keeps its bytes. */
static void
what_is_no_message_stays(void **state)
{
	struct dtap_rewrite *rewrite = splitter(262144);
	struct made_container in, out[2];

	(void)state;
	/* The second of three messages claims more than there is. */
	made_begin(&in);
	made_frame_message(&in, 1, 0x60, 0);
	dtap_put32(in.data + 4, 3);
	memcpy(in.data + in.size, "\x00\x10\x00\x00short\x7Eshort", 15);
	in.size += 15;
	made_begin(&out[0]);
	made_frame_message(&out[0], 1, 0x60, 0);
	made_begin(&out[1]);
	dtap_put32(out[1].data + 4, 2);
	memcpy(out[1].data + 8, "\x00\x10\x00\x00short\x7Eshort", 15);
	out[1].size += 15;
	expect(rewrite, &in, out, 2);
	/* Bytes behind the last message. */
	made_begin(&in);
	made_frame_message(&in, 1, 0x60, 0);
	memcpy(in.data + in.size, "more", 4);
	in.size += 4;
	made_begin(&out[1]);
	memcpy(out[1].data + 8, "more", 4);
	out[1].size += 4;
	expect(rewrite, &in, out, 2);
	dtap_rewrite_free(rewrite);
}

static void
notices_and_stumps_are_not_touched(void **state)
{
	static const uint8_t stump[] = {0x20, 0, 0, 0, 1};
	struct dtap_rewrite *rewrite = splitter(262144);
	struct made_container in = {.size = 12};

	(void)state;
	dtap_put32(in.data, DTAP_LOG_MASKS);
	expect(rewrite, &in, &in, 1);
	memcpy(in.data, stump, sizeof stump);
	in.size = sizeof stump;
	expect(rewrite, &in, &in, 1);
	dtap_rewrite_free(rewrite);
}

/* Longer than there is memory for: it comes in messages that go on. */
static void
an_endless_frame_loses_nothing(void **state)
{
	struct dtap_rewrite *rewrite = splitter(262144);
	size_t total = 3 * (size_t)DTAP_FILTER_FRAME, size, joined = 0;
	uint8_t *data = malloc(total + 16), *all;
	struct dtap_block *block = dtap_block_open(total + 4096);
	struct dtap_container container = {.data = data, .time = {1, 0}};

	(void)state;
	memset(data, 'x', total + 16);
	data[total + 11] = DTAP_HDLC_FLAG;
	dtap_put32(data, DTAP_DATA);
	dtap_put32(data + 4, 1);
	dtap_put32(data + 8, (uint32_t)total);
	container.size = total + 12;
	assert_int_equal(dtap_block_append(block, &container, 262144), 0);
	dtap_block_seal(block);
	all = rewrite_all(rewrite, scratch, block, &size);
	for (const uint8_t *at = all; at < all + size;
	     at += 16 + dtap_get32(at + 8)) {
		assert_int_equal(dtap_get16(at + 16), DTAP_PATH_CONTAINER);
		assert_int_equal(dtap_get32(at + 24), 1);
		joined += dtap_get32(at + 28);
	}
	assert_int_equal(joined, total);
	assert_int_equal(dtap_rewrite_lost(rewrite), 0);
	free(all);
	free(data);
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
}

static struct dtap_block *
block_with_loss(const struct made_container *before)
{
	struct dtap_block *block = dtap_block_open(4096);
	struct dtap_amount lost = {7, 1000};
	uint8_t label[DTAP_LOSS_LABEL];
	struct dtap_container data = {.data = before->data,
				      .size = before->size};
	struct dtap_container loss = {.data = label,
				      .size = sizeof label,
				      .shape = {.kind = DTAP_KIND_LOSS}};

	dtap_pcap_loss_label(label, &lost);
	assert_int_equal(dtap_block_append(block, &data, 262144), 0);
	assert_int_equal(dtap_block_append(block, &loss, 262144), 0);
	dtap_block_seal(block);
	return block;
}

static void
a_loss_counts_the_beginning_of_a_frame(void **state)
{
	struct dtap_rewrite *rewrite = splitter(262144);
	struct made_container in;
	struct dtap_block *block;
	size_t size;
	uint8_t *all;

	(void)state;
	made_begin(&in);
	made_message(&in, 1, (const uint8_t *)"begun", 5);
	block = block_with_loss(&in);
	all = rewrite_all(rewrite, scratch, block, &size);
	assert_int_equal(size, DTAP_LOSS_RECORD);
	assert_int_equal(dtap_get64(all + 19), 7);
	assert_int_equal(dtap_get64(all + 27), 1005);
	free(all);
	dtap_block_unref(block);
	expect(rewrite, &in, NULL, 0);
	assert_int_equal(dtap_rewrite_lost(rewrite), 5);
	assert_int_equal(dtap_rewrite_lost(rewrite), 0);
	dtap_rewrite_free(rewrite);
}

/* A log with this time of the modem, in ms. */
static void
add_log(struct made_container *made, int64_t unix_ms)
{
	uint8_t packet[20] = {0x10}, frame[64];

	dtap_put64(packet + 8, dtap_modem_time_of_unix_us(unix_ms * 1000));
	made_message(made, 1, frame,
		     dtap_hdlc_encode(frame, packet, sizeof packet));
}

static void
each_frame_has_its_own_time(void **state)
{
	static const uint32_t ms[] = {0, 500, 500, 750};
	struct dtap_rewrite *rewrite =
		dtap_rewrite_new(&(struct dtap_rewrite_options){
			.split = true, .modem_times = true, .snaplen = 262144});
	struct made_container in;
	struct dtap_container container = {.data = in.data};
	struct dtap_block *block = dtap_block_open(4096);
	const uint8_t *at;
	uint8_t *all;
	size_t size;

	(void)state;
	made_begin(&in);
	made_frame_message(&in, 1, 0x60, 0); /* no time, none before it */
	add_log(&in, 1000000000500);
	made_frame_message(&in, 1, 0x60, 0);
	add_log(&in, 1000000000750);
	container.size = in.size;
	assert_int_equal(dtap_block_append(block, &container, 262144), 0);
	container.time = (struct timespec){2000, 0}; /* a record's own stays */
	assert_int_equal(dtap_block_append(block, &container, 262144), 0);
	dtap_block_seal(block);
	all = rewrite_all(rewrite, scratch, block, &size);
	at = all;
	for (size_t i = 0; i < 8; i++) {
		bool own = i < 4;

		assert_int_equal(dtap_get32(at), i == 0 ? 0
						 : own  ? 1000000000
							: 2000);
		assert_int_equal(dtap_get32(at + 4), own ? ms[i] * 1000 : 0);
		at += 16 + dtap_get32(at + 8);
	}
	assert_int_equal(size, at - all);
	free(all);
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
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
		cmocka_unit_test(each_frame_is_a_container),
		cmocka_unit_test(a_wrong_crc_stays_and_flags_go),
		cmocka_unit_test(a_filter_takes_only_its_frames),
		cmocka_unit_test(a_cut_frame_is_whole_where_it_ends),
		cmocka_unit_test(what_is_no_message_stays),
		cmocka_unit_test(notices_and_stumps_are_not_touched),
		cmocka_unit_test(an_endless_frame_loses_nothing),
		cmocka_unit_test(a_loss_counts_the_beginning_of_a_frame),
		cmocka_unit_test(each_frame_has_its_own_time),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
