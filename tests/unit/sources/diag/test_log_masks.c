/* SPDX-License-Identifier: MIT */
#include "sources/diag/log_masks.h"

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/testing.h"

#define LTE       11
#define LTE_CODES 0x9FF

static const struct dtap_mask_options all_kinds = {
	.preset = DTAP_LOGS_SIGNALLING,
	.logs = "0xB063 0x11EB",
	.events = true,
	.messages = 0x1c,
};

/* The next request without framing; *token: it has one.  Asserts its CRC. */
static size_t
next(struct dtap_log_masks *masks, uint8_t packet[DTAP_REQUEST_MAX],
     bool *token)
{
	uint8_t out[DTAP_REQUEST_MAX];
	size_t size = dtap_log_masks_next(masks, out), at = 4, length;

	if (size == 0)
		return 0;
	assert_int_equal(dtap_get32(out), DTAP_DATA);
	*token = dtap_get32(out + 4) == UINT32_MAX;
	at += *token ? 4 : 0;
	assert_int_equal(out[size - 1], DTAP_HDLC_FLAG);
	assert_true(dtap_hdlc_decode(packet, &length, out + at, size - at - 1));
	return length;
}

/* A container with a log packet and, behind it in the same message, a packet.
 */
static const char *
look(struct dtap_log_masks *masks, const uint8_t *packet, size_t size)
{
	static const uint8_t other[] = {0x10, 0, 1, 2, 3};
	uint8_t container[4096];
	size_t at = 12;

	at += dtap_hdlc_encode(container + at, other, sizeof other);
	at += dtap_hdlc_encode(container + at, packet, size);
	dtap_put32(container, DTAP_DATA);
	dtap_put32(container + 4, 1);
	dtap_put32(container + 8, (uint32_t)(at - 12));
	return dtap_log_masks_read(masks, container, at);
}

static const char *
answer_ranges(struct dtap_log_masks *masks)
{
	uint8_t packet[12 + 4 * 16] = {0x73, 0, 0, 0, 1};

	dtap_put32(packet + 12 + 4 * 1, 0xFD6);
	dtap_put32(packet + 12 + 4 * LTE, LTE_CODES);
	return look(masks, packet, sizeof packet);
}

static const char *
answer_mask(struct dtap_log_masks *masks, uint8_t id, uint8_t status)
{
	uint8_t packet[24] = {0x73, 0, 0, 0, 3};

	packet[8] = status;
	packet[12] = id;
	return look(masks, packet, sizeof packet);
}

static bool
has_code(const uint8_t *packet, unsigned code)
{
	return packet[16 + (code & 0xfff) / 8] >> code % 8 & 1;
}

static void
nothing_is_asked_by_default(void **state)
{
	const struct dtap_mask_options none = {.logs = ""};
	struct dtap_log_masks *masks = dtap_log_masks_new(&none);
	uint8_t out[DTAP_REQUEST_MAX];

	(void)state;
	dtap_log_masks_begin(masks, true);
	assert_int_equal(dtap_log_masks_next(masks, out), 0);
	dtap_log_masks_free(masks);
}

static void
assert_one_round(struct dtap_log_masks *masks, bool remote)
{
	static const uint8_t ranges[] = {0x73, 0, 0, 0, 1, 0, 0, 0};
	static const uint8_t messages[] = {0x7D, 5, 0, 0, 0x1c, 0, 0, 0};
	uint8_t packet[DTAP_REQUEST_MAX] = {0};
	bool token = false;

	assert_int_equal(next(masks, packet, &token), sizeof ranges);
	assert_memory_equal(packet, ranges, sizeof ranges);
	assert_int_equal(token, remote);
	assert_int_equal(next(masks, packet, &token), 0);
	assert_null(answer_ranges(masks));

	assert_int_equal(next(masks, packet, &token), 16 + (0xFD6 + 7) / 8);
	assert_true(has_code(packet, 0x11EB));
	assert_null(answer_mask(masks, LTE, 0)); /* of another's request */
	assert_int_equal(next(masks, packet, &token), 0);
	assert_null(answer_mask(masks, 1, 0));

	assert_int_equal(next(masks, packet, &token), 16 + (LTE_CODES + 7) / 8);
	assert_int_equal(dtap_get32(packet + 8), LTE);
	assert_int_equal(dtap_get32(packet + 12), LTE_CODES);
	assert_true(has_code(packet, 0xB0C0) && has_code(packet, 0xB821) &&
		    has_code(packet, 0xB063));
	assert_false(has_code(packet, 0xB062) || has_code(packet, 0xB064));
	assert_int_equal(packet[16 + LTE_CODES / 8] & 0x80, 0);
	assert_null(answer_mask(masks, LTE, 0));

	assert_int_equal(next(masks, packet, &token), 2);
	assert_memory_equal(packet, ((uint8_t[]){0x60, 1}), 2);
	assert_null(look(masks, (const uint8_t[]){0x60, 0, 0}, 3));
	assert_int_equal(next(masks, packet, &token), sizeof messages);
	assert_memory_equal(packet, messages, sizeof messages);
	assert_null(look(masks, (const uint8_t[]){0x7D, 5, 1, 0}, 4));
}

static void
each_request_waits_for_the_answer_before(void **state)
{
	struct dtap_log_masks *masks = dtap_log_masks_new(&all_kinds);
	uint8_t out[DTAP_REQUEST_MAX];

	(void)state;
	dtap_log_masks_begin(masks, false);
	assert_one_round(masks, false);
	assert_int_equal(dtap_log_masks_next(masks, out), 0);
	/* The device was opened anew, and has a second modem now. */
	dtap_log_masks_begin(masks, true);
	assert_one_round(masks, false);
	assert_one_round(masks, true);
	assert_int_equal(dtap_log_masks_next(masks, out), 0);
	dtap_log_masks_free(masks);
}

static void
all_is_every_code_of_the_modem(void **state)
{
	const struct dtap_mask_options all = {.preset = DTAP_LOGS_ALL,
					      .logs = ""};
	struct dtap_log_masks *masks = dtap_log_masks_new(&all);
	uint8_t packet[DTAP_REQUEST_MAX] = {0};
	bool token = false;

	(void)state;
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	answer_ranges(masks);
	next(masks, packet, &token);
	answer_mask(masks, 1, 0);
	assert_int_equal(next(masks, packet, &token), 16 + (LTE_CODES + 7) / 8);
	for (unsigned code = 0; code < LTE_CODES; code++)
		assert_true(has_code(packet, code));
	/* What fills the last byte is no code. */
	assert_int_equal(packet[16 + LTE_CODES / 8], 0x7f);
	dtap_log_masks_free(masks);
}

/* A modem is as hostile as a network: no count of it is believed. */
static void
a_modem_has_4096_codes_of_a_kind_at_most(void **state)
{
	const struct dtap_mask_options all = {.preset = DTAP_LOGS_ALL,
					      .logs = ""};
	struct dtap_log_masks *masks = dtap_log_masks_new(&all);
	uint8_t packet[DTAP_REQUEST_MAX] = {0};
	uint8_t ranges[12 + 4 * 16] = {0x73, 0, 0, 0, 1};
	bool token = false;

	(void)state;
	dtap_put32(ranges + 12 + 4 * LTE, UINT32_MAX);
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	assert_null(look(masks, ranges, sizeof ranges));
	assert_int_equal(next(masks, packet, &token), 16 + 4096 / 8);
	assert_int_equal(dtap_get32(packet + 12), 4096);
	dtap_log_masks_free(masks);
}

/* Which others' requests, and the modem itself, put between ours. */
static void
other_packets_are_no_answers(void **state)
{
	static const uint8_t report[] = {0x60, 9, 0, 1, 2, 3, 4, 5, 6};
	static const uint8_t refused[] = {0x13, 0x7D, 3, 0, 0};
	const struct dtap_mask_options events = {.logs = "", .events = true};
	struct dtap_log_masks *masks = dtap_log_masks_new(&events);
	uint8_t packet[DTAP_REQUEST_MAX] = {0}, got[24] = {0x73, 0, 0, 0, 4};
	bool token = false;

	(void)state;
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	assert_null(look(masks, report, sizeof report));
	assert_null(look(masks, refused, sizeof refused));
	assert_true(dtap_log_masks_is_waiting(masks));
	dtap_log_masks_free(masks);

	masks = dtap_log_masks_new(&all_kinds);
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	answer_ranges(masks);
	next(masks, packet, &token);
	got[12] = 1; /* the mask of this equipment, asked for by another */
	assert_null(look(masks, got, sizeof got));
	assert_true(dtap_log_masks_is_waiting(masks));
	dtap_log_masks_free(masks);
}

/* At every byte; what came before the request is not joined to it. */
static void
an_answer_that_is_cut_across_containers_is_found(void **state)
{
	static const uint8_t answer[] = {0x60, 1, 0};
	const struct dtap_mask_options events = {.logs = "", .events = true};
	uint8_t frame[DTAP_HDLC_ROOM(sizeof answer)], container[64] = {0x20};
	size_t size = dtap_hdlc_encode(frame, answer, sizeof answer);

	(void)state;
	container[4] = 1;
	for (size_t cut = 1; cut < size; cut++) {
		struct dtap_log_masks *masks = dtap_log_masks_new(&events);
		uint8_t packet[DTAP_REQUEST_MAX];
		bool token;

		dtap_log_masks_begin(masks, false);
		next(masks, packet, &token);
		for (size_t at = 0; at < size; at += cut) {
			size_t part = cut < size - at ? cut : size - at;

			assert_true(dtap_log_masks_is_waiting(masks));
			dtap_put32(container + 8, (uint32_t)part);
			memcpy(container + 12, frame + at, part);
			assert_null(dtap_log_masks_read(masks, container,
							12 + part));
		}
		assert_false(dtap_log_masks_is_waiting(masks));
		dtap_log_masks_free(masks);
	}
}

static void
what_was_cut_before_a_request_is_not_joined_to_its_answer(void **state)
{
	static const uint8_t begin[] = {0x20, 0, 0, 0, 1, 0, 0, 0,
					3,    0, 0, 0, 1, 2, 3};
	const struct dtap_mask_options events = {.logs = "", .events = true};
	struct dtap_log_masks *masks = dtap_log_masks_new(&events);
	uint8_t packet[DTAP_REQUEST_MAX], frame[32], container[64] = {0x20};
	size_t size = dtap_hdlc_encode(frame, (const uint8_t[]){0x60, 1, 0}, 3);
	bool token;

	(void)state;
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	dtap_log_masks_read(masks, begin, sizeof begin);
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	container[4] = 1;
	dtap_put32(container + 8, (uint32_t)size);
	memcpy(container + 12, frame, size);
	dtap_log_masks_read(masks, container, 12 + size);
	assert_false(dtap_log_masks_is_waiting(masks));
	dtap_log_masks_free(masks);
}

/*
 * Processors of a modem share a token: the driver may give the answer of one in
 * the midst of a frame of another.
 */
static void
an_answer_in_the_midst_of_a_cut_frame_is_found(void **state)
{
	static const uint8_t begin[] = {0x20, 0, 0, 0, 1, 0, 0, 0,
					3,    0, 0, 0, 1, 2, 3};
	const struct dtap_mask_options events = {.logs = "", .events = true};
	struct dtap_log_masks *masks = dtap_log_masks_new(&events);
	uint8_t packet[DTAP_REQUEST_MAX], frame[32], container[64] = {0x20};
	size_t size = dtap_hdlc_encode(frame, (const uint8_t[]){0x60, 1, 0}, 3);
	bool token;

	(void)state;
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	dtap_log_masks_read(masks, begin, sizeof begin);
	container[4] = 1;
	dtap_put32(container + 8, (uint32_t)size);
	memcpy(container + 12, frame, size);
	assert_null(dtap_log_masks_read(masks, container, 12 + size));
	assert_false(dtap_log_masks_is_waiting(masks));
	dtap_log_masks_free(masks);
}

static void
each_error_of_the_modem_is_a_refusal(void **state)
{
	static const uint8_t errors[] = {0x13, 0x14, 0x15, 0x18, 0x42, 0x47};

	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++) {
		struct dtap_log_masks *masks = dtap_log_masks_new(&all_kinds);
		uint8_t packet[DTAP_REQUEST_MAX] = {0};
		uint8_t refused[DTAP_REQUEST_MAX + 1];
		bool token = false;
		size_t size;

		dtap_log_masks_begin(masks, false);
		size = next(masks, packet, &token);
		refused[0] = errors[i];
		memcpy(refused + 1, packet, size);
		assert_non_null(look(masks, refused, size + 1));
		dtap_log_masks_free(masks);
	}
}

static void
a_refused_request_is_reported_and_the_rest_is_asked(void **state)
{
	struct dtap_log_masks *masks = dtap_log_masks_new(&all_kinds);
	uint8_t packet[DTAP_REQUEST_MAX] = {0}, refused[DTAP_REQUEST_MAX + 1];
	bool token = false;
	size_t size;

	(void)state;
	dtap_log_masks_begin(masks, false);
	next(masks, packet, &token);
	answer_ranges(masks);
	next(masks, packet, &token);
	assert_string_equal(answer_mask(masks, 1, 2),
			    "masks: the modem refuses log masks of equipment 1 "
			    "(0x02)");
	size = next(masks, packet, &token);
	refused[0] = 0x13;
	memcpy(refused + 1, packet, size);
	assert_string_equal(look(masks, refused, size + 1),
			    "masks: the modem refuses log masks of equipment "
			    "11 (0x13)");
	assert_int_equal(next(masks, packet, &token), 2);
	dtap_log_masks_skip(masks); /* could not be written */
	assert_int_equal(next(masks, packet, &token), 8);
	assert_string_equal(look(masks, (const uint8_t[]){0x7D, 5, 0, 0}, 4),
			    "masks: the modem refuses messages (0x01)");
	assert_int_equal(next(masks, packet, &token), 0);
	dtap_log_masks_free(masks);
}

/* Answers of every length, and containers cut anywhere, are survived. */
static void
short_answers_are_no_answers(void **state)
{
	(void)state;
	for (size_t size = 0; size < 12 + 4 * 16; size++) {
		struct dtap_log_masks *masks = dtap_log_masks_new(&all_kinds);
		uint8_t *packet = calloc(1, 12 + 4 * 16);
		uint8_t out[DTAP_REQUEST_MAX];

		packet[0] = 0x73;
		packet[4] = 1;
		dtap_log_masks_begin(masks, false);
		dtap_log_masks_next(masks, out);
		assert_int_equal(look(masks, packet, size) != NULL, size >= 12);
		assert_null(dtap_log_masks_read(masks, packet, size));
		free(packet);
		dtap_log_masks_free(masks);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_asked_by_default),
		cmocka_unit_test(each_request_waits_for_the_answer_before),
		cmocka_unit_test(all_is_every_code_of_the_modem),
		cmocka_unit_test(a_modem_has_4096_codes_of_a_kind_at_most),
		cmocka_unit_test(other_packets_are_no_answers),
		cmocka_unit_test(
			an_answer_that_is_cut_across_containers_is_found),
		cmocka_unit_test(
			what_was_cut_before_a_request_is_not_joined_to_its_answer),
		cmocka_unit_test(
			an_answer_in_the_midst_of_a_cut_frame_is_found),
		cmocka_unit_test(each_error_of_the_modem_is_a_refusal),
		cmocka_unit_test(
			a_refused_request_is_reported_and_the_rest_is_asked),
		cmocka_unit_test(short_answers_are_no_answers),
	};

	return RUN(tests);
}
