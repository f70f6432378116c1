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

/* Of every log whose name tells of keys nothing passes. */
static void
all_codes_that_can_hold_keys_are_known(void **state)
{
	static const char *const telling[] = {
		"cipher", "security context", "keys", "UIM data",
		"APDU",   "SIM toolkit",      "EFS"};
	FILE *names = fopen(LOG_CODES, "r");
	char line[256];
	int found = 0;

	(void)state;
	assert_non_null(names);
	while (fgets(line, sizeof line, names) != NULL)
		for (size_t i = 0; i < COUNT(telling); i++) {
			uint16_t code = (uint16_t)strtoul(line, NULL, 0);
			size_t size;

			if (code == 0 || strstr(line, telling[i]) == NULL)
				continue;
			size = make_log(code, "secret", 6, found % 2);
			assert_int_equal(dtap_scrub(packet, size, KEYS),
					 DTAP_SCRUBBED_CHANGED);
			assert_true(is_zero(packet + size - 6, 6));
			found++;
		}
	fclose(names);
	assert_true(found > 20);
}

/* Bytes of the air, of the SIM and of IP; of a second SIM too. */
static void
identities_go(void **state)
{
	static const uint16_t codes[] = {
		0x1113, 0x1568, 0x1572, 0x1581, 0x190f, 0x19b7, 0x5230, 0x5c26,
		0x5c30, 0x713a, 0x7b3a, 0xb062, 0xb063, 0xb16a, 0xb80b, 0xb88a};

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		size_t size = make_log(codes[i], "secret", 6, false);

		assert_int_equal(dtap_scrub(packet, size, IDENTITIES),
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
	size = make_log(0x1ffa, "request", 7, false);
	assert_int_equal(dtap_scrub(packet, size, KEYS), DTAP_SCRUBBED_DROPPED);
	size = make_log(0x138f, "qmi", 3, false);
	assert_int_equal(dtap_scrub(packet, size, KEYS), DTAP_SCRUBBED_DROPPED);
	size = make_log(0xb193, "rsrp", 4, false);
	assert_int_equal(dtap_scrub(packet, size, KEYS | IDENTITIES),
			 DTAP_SCRUBBED_KEPT);
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(dtap_scrub(packet, cut, KEYS),
				 DTAP_SCRUBBED_DROPPED);
}

/* Three events: a short time and no more, a byte, and three behind a size. */
static void
events_pass_where_their_lengths_agree(void **state)
{
	static const uint8_t report[] = {
		0x60, 29,   0,    /* size of what follows */
		1,    0x80, 9, 9, /* ids and flags, times */
		2,    0x20, 8, 7, 6, 5, 4, 3, 2, 1, 42, 3, 0x60,
		8,    7,    6, 5, 4, 3, 2, 1, 3, 1, 2,  3,
	};
	uint8_t copy[40];

	(void)state;
	for (size_t size = 0; size <= sizeof report; size++) {
		memset(copy, 0, sizeof copy);
		memcpy(copy, report, size);
		copy[0] = 0x60;
		assert_int_equal(dtap_scrub(copy, size, KEYS),
				 size == sizeof report ? DTAP_SCRUBBED_KEPT
						       : DTAP_SCRUBBED_DROPPED);
	}
	copy[1] = 28; /* the last one is cut */
	assert_int_equal(dtap_scrub(copy, sizeof report - 1, KEYS),
			 DTAP_SCRUBBED_DROPPED);
	copy[1] = 30; /* a byte behind it */
	assert_int_equal(dtap_scrub(copy, sizeof report + 1, KEYS),
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
	assert_int_equal(dtap_rewrite_scrubbed(rewrite).dropped, 3);
	free(all);
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
	dtap_rewrite_scratch_free(scratch);
}

/* What is dropped of these containers: all that they have. */
static uint64_t
dropped_of(const struct made_container *made, size_t count)
{
	struct dtap_rewrite_scratch *scratch = dtap_rewrite_scratch_new();
	struct dtap_rewrite *rewrite = dtap_rewrite_new(&(
		struct dtap_rewrite_options){.snaplen = 262144, .scrub = KEYS});
	struct dtap_block *block = made_block(made, count);
	uint64_t dropped;
	size_t size;

	free(rewrite_all(rewrite, scratch, block, &size));
	assert_int_equal(size, 0);
	dtap_rewrite_lost(rewrite);
	dropped = dtap_rewrite_scrubbed(rewrite).dropped;
	dtap_block_unref(block);
	dtap_rewrite_free(rewrite);
	dtap_rewrite_scratch_free(scratch);
	return dropped;
}

static void
what_cannot_be_parsed_is_counted(void **state)
{
	struct made_container made[2];

	(void)state;
	made_begin(&made[0]); /* a frame without an end */
	made_message(&made[0], 1, (const uint8_t *)"begin", 5);
	assert_int_equal(dropped_of(made, 1), 1);
	made_begin(&made[0]); /* no message, but bytes */
	made[0].size += 30;
	assert_int_equal(dropped_of(made, 1), 1);
	dtap_put32(made[0].data + 4, 1); /* a message that is longer */
	dtap_put32(made[0].data + 8, 99);
	made_begin(&made[1]);
	dtap_put32(made[1].data, 0x80);
	assert_int_equal(dropped_of(made, 2), 2);
}

/* Requests, and records of other taps. */
static void
other_records_do_not_pass(void **state)
{
	static const uint8_t bytes[] = {0x20, 0,   0,   0,   's', 'e', 'c',
					'r',  'e', 't', 's', '~', 0,   0};
	static const enum dtap_kind kinds[] = {
		DTAP_KIND_REQUEST, DTAP_KIND_NETIF, DTAP_KIND_STRAY};
	struct dtap_rewrite_scratch *scratch = dtap_rewrite_scratch_new();
	struct dtap_rewrite *rewrite =
		dtap_rewrite_new(&(struct dtap_rewrite_options){
			.snaplen = 262144, .split = true, .scrub = IDENTITIES});
	struct dtap_block *block = dtap_block_open(65536);
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct dtap_container container = {
			.data = bytes,
			.size = sizeof bytes,
			.time = {1000, 5000},
			.shape = {.kind = kinds[i]},
		};

		assert_int_equal(dtap_block_append(block, &container, 262144),
				 0);
	}
	dtap_block_seal(block);
	free(rewrite_all(rewrite, scratch, block, &size));
	assert_int_equal(size, 0);
	assert_int_equal(dtap_rewrite_scrubbed(rewrite).dropped, COUNT(kinds));
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
		cmocka_unit_test(identities_go),
		cmocka_unit_test(identities_go_but_not_broadcast),
		cmocka_unit_test(what_is_not_understood_is_dropped),
		cmocka_unit_test(events_pass_where_their_lengths_agree),
		cmocka_unit_test(a_stream_is_scrubbed),
		cmocka_unit_test(what_cannot_be_parsed_is_counted),
		cmocka_unit_test(other_records_do_not_pass),
	};

	return RUN(tests);
}
