/* SPDX-License-Identifier: MIT */
#include "rewrite/scrub.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/made_containers.h"
#include "support/testing.h"

#define KEYS       DTAP_SCRUB_KEYS
#define IDENTITIES DTAP_SCRUB_IDENTITIES

static uint8_t packet[256];

static size_t
make_log(uint16_t code, const void *body, size_t size, bool wrapped)
{
	uint8_t *log = packet + (wrapped ? 8 : 0);

	memset(packet, 0, sizeof packet);
	if (wrapped)
		packet[0] = 0x98;
	log[0] = 0x10;
	dtap_put16(log + 4, (uint16_t)(12 + size));
	dtap_put16(log + 6, code);
	memcpy(log + 16, body, size);
	return (size_t)(log - packet) + 16 + size;
}

static bool
is_zero(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] != 0)
			return false;
	return true;
}

/* A PDCP log of two sub-packets, with keys of 0x55 and PDUs of 0x66. */
static size_t
make_pdcp(uint16_t code, uint8_t id, uint8_t version)
{
	uint8_t body[4 + 2 * 44] = {1, 2};

	for (int i = 0; i < 2; i++) {
		uint8_t *at = body + 4 + 44 * i;

		at[0] = id;
		at[1] = version;
		dtap_put16(at + 2, 44);
		memset(at + 4, 0x55, 32);
		memset(at + 36, 0x66, 8);
	}
	return make_log(code, body, sizeof body, false);
}

static void
keys_of_a_proved_layout_go_and_nothing_else(void **state)
{
	static const struct {
		uint16_t code;
		uint8_t id, version;
	} proved[] = {{0xb0a3, 0xc3, 24},
		      {0xb0a3, 0xc3, 1},
		      {0xb0b3, 0xc3, 26},
		      {0xb0a5, 0xc6, 1},
		      {0xb0b5, 0xc7, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT(proved); i++) {
		size_t size = make_pdcp(proved[i].code, proved[i].id,
					proved[i].version);

		assert_int_equal(dtap_scrub(packet, size, KEYS),
				 DTAP_SCRUBBED_CHANGED);
		for (int sub = 0; sub < 2; sub++) {
			const uint8_t *at = packet + 20 + 44 * sub;

			assert_int_equal(at[0], proved[i].id);
			assert_true(is_zero(at + 4, 32));
			assert_memory_equal(at + 36, "ffffffff", 8);
		}
		make_pdcp(proved[i].code, proved[i].id, proved[i].version);
		assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
				 DTAP_SCRUBBED_KEPT);
	}
}

static void
any_other_layout_loses_its_body(void **state)
{
	size_t size = make_pdcp(0xb0a3, 0xc3, 25);

	(void)state;
	dtap_scrub(packet, size, KEYS);
	assert_true(is_zero(packet + 16, size - 16));
	size = make_pdcp(0xb0b3, 0xc3, 26);
	packet[16] = 2; /* version of the frame */
	dtap_scrub(packet, size, KEYS);
	assert_true(is_zero(packet + 16, size - 16));
	/* One sub-packet more than there is, or one less. */
	for (uint8_t count = 1; count < 4; count += 2) {
		size = make_pdcp(0xb0b3, 0xc3, 26);
		packet[17] = count;
		dtap_scrub(packet, size, KEYS);
		assert_true(is_zero(packet + 16, size - 16));
	}
	/* A length that is too short, and one that leads outside. */
	for (int length = 8; length < 4096; length += 4000) {
		size = make_pdcp(0xb0b3, 0xc3, 26);
		dtap_put16(packet + 22, (uint16_t)length);
		dtap_scrub(packet, size, KEYS);
		assert_true(is_zero(packet + 16, size - 16));
	}
}

static void
all_codes_that_can_hold_keys_are_known(void **state)
{
	static const uint16_t codes[] = {0xb0f2, 0xb0f3, 0xb80e, 0xb80f,
					 0xb811, 0x1098, 0x14ce};

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++)
		for (int wrapped = 0; wrapped < 2; wrapped++) {
			size_t size = make_log(codes[i], "secret", 6, wrapped);

			assert_int_equal(dtap_scrub(packet, size, KEYS),
					 DTAP_SCRUBBED_CHANGED);
			assert_true(is_zero(packet + size - 6, 6));
		}
}

static void
identities_go_but_not_broadcast(void **state)
{
	/* LTE RRC, version 20: PDU 7 is DL-DCCH, PDU 1 BCCH. */
	uint8_t rrc[22] = {20, [12] = 7, [17] = 3, [19] = 1, 2, 3};
	size_t size = make_log(0xb0ed, "imsi", 4, true);

	(void)state;
	assert_int_equal(dtap_scrub(packet, size, KEYS), DTAP_SCRUBBED_KEPT);
	assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
			 DTAP_SCRUBBED_CHANGED);
	assert_true(is_zero(packet + size - 4, 4));
	size = make_log(0xb0c0, rrc, sizeof rrc, false);
	assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
			 DTAP_SCRUBBED_CHANGED);
	assert_true(is_zero(packet + 16, size - 16));
	rrc[12] = 1;
	size = make_log(0xb0c0, rrc, sizeof rrc, false);
	assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
			 DTAP_SCRUBBED_KEPT);
	rrc[12] = 99; /* no such PDU number */
	size = make_log(0xb0c0, rrc, sizeof rrc, false);
	assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
			 DTAP_SCRUBBED_CHANGED);
}

static void
what_is_not_understood_is_dropped(void **state)
{
	static const uint8_t opcodes[] = {0x79, 0x92, 0x99, 0x4b,
					  0x73, 0x00, 0x9e, 0xff};
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT(opcodes); i++) {
		memset(packet, 0, 40);
		packet[0] = opcodes[i];
		assert_int_equal(dtap_scrub(packet, 40, KEYS),
				 DTAP_SCRUBBED_DROPPED);
	}
	packet[0] = 0x60;
	assert_int_equal(dtap_scrub(packet, 40, KEYS), DTAP_SCRUBBED_KEPT);
	size = make_log(0x138f, "qmi", 3, false);
	assert_int_equal(dtap_scrub(packet, size, KEYS), DTAP_SCRUBBED_DROPPED);
	size = make_log(0xb193, "rsrp", 4, false);
	assert_int_equal(dtap_scrub(packet, size, KEYS | IDENTITIES),
			 DTAP_SCRUBBED_KEPT);
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(dtap_scrub(packet, cut, KEYS),
				 DTAP_SCRUBBED_DROPPED);
}

/* In a stream: the CRC is made anew, wrong ones and notices do not pass. */
static void
a_stream_is_scrubbed(void **state)
{
	struct dtap_rewrite_scratch *scratch = dtap_rewrite_scratch_new();
	struct dtap_rewrite *rewrite = dtap_rewrite_new(&(
		struct dtap_rewrite_options){.snaplen = 262144, .scrub = KEYS});
	struct made_container made[2];
	uint8_t frame[600], out[600];
	struct dtap_block *block;
	size_t size = make_log(0xb0f2, "secret}~", 8, false), length;
	uint8_t *all;

	(void)state;
	made_begin(&made[0]);
	made_message(&made[0], -1, frame,
		     dtap_hdlc_encode(frame, packet, size));
	made_message(&made[0], 1, (const uint8_t *)"wrong\x7E", 6);
	made_frame_message(&made[0], 1, 0x79, 0);
	made_begin(&made[1]);
	dtap_put32(made[1].data, DTAP_LOG_MASKS);
	block = made_block(made, 2);
	all = rewrite_all(rewrite, scratch, block, &size);
	assert_int_equal(size, 16 + dtap_get32(all + 8));
	assert_int_equal(dtap_get32(all + 24), 1);
	assert_int_equal((int32_t)dtap_get32(all + 28), -1);
	length = dtap_get32(all + 32);
	assert_int_equal(36 + length, size);
	assert_true(dtap_hdlc_decode(out, &length, all + 36, length - 1));
	assert_int_equal(length, 24);
	assert_true(is_zero(out + 16, 8));
	assert_int_equal(dtap_rewrite_scrubbed(rewrite).changed, 1);
	assert_int_equal(dtap_rewrite_scrubbed(rewrite).dropped, 2);
	free(all);
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
	dtap_rewrite_scratch_free(scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_a_proved_layout_go_and_nothing_else),
		cmocka_unit_test(any_other_layout_loses_its_body),
		cmocka_unit_test(all_codes_that_can_hold_keys_are_known),
		cmocka_unit_test(identities_go_but_not_broadcast),
		cmocka_unit_test(what_is_not_understood_is_dropped),
		cmocka_unit_test(a_stream_is_scrubbed),
	};

	return RUN(tests);
}
