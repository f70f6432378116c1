/* SPDX-License-Identifier: MIT */
/* Log masks of clients, and the union that the modem has. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

#define LTE_ITEMS 0x9ff

static struct arbiter_fixture f;
static unsigned a, b; /* two clients */
static uint8_t request[1024];

static const uint16_t rrc[] = {0xb0c0}, nas[] = {0xb0ec, 0xb0ed};
static const uint16_t both[] = {0xb0c0, 0xb0ec, 0xb0ed};

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_clear_modem(&f);
	arbiter_fixture_open(&f);
	a = arbiter_fixture_attach(&f, 1);
	b = arbiter_fixture_attach(&f, 2);
	arbiter_fixture_forget(&f);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	return 0;
}

/* The reply to a request that sets log masks. */
static size_t
log_mask_reply(uint8_t *out, size_t size, uint32_t status)
{
	memcpy(out, request, 8);
	dtap_put32(out + 8, status);
	memcpy(out + 12, request + 8, size - 8);
	return size + 4;
}

static void
ask_logs(unsigned slot, uint32_t items, unsigned count, const uint16_t *codes)
{
	size_t size = log_mask_request(request, items, count, codes);
	uint8_t reply[1024];

	arbiter_fixture_ask(&f, slot, request, size);
	size = log_mask_reply(reply, size, 0);
	assert_replied(&f, slot, reply, size);
}

static void
assert_modem_has(unsigned count, const uint16_t *codes)
{
	const struct dtap_masks *masks = dtap_virtual_modem_masks(f.modem);

	assert_int_equal(dtap_masks_count_logs(masks), count);
	for (unsigned i = 0; i < count; i++)
		assert_true(dtap_masks_has_log(masks, codes[i]));
	assert_memory_equal(dtap_arbiter_union(f.arbiter)->logs[11].bits,
			    masks->logs[11].bits, sizeof masks->logs[11].bits);
}

static void
the_modem_has_the_union_of_log_masks(void **state)
{
	(void)state;
	ask_logs(a, LTE_ITEMS, 1, rrc);
	assert_modem_has(1, rrc);
	ask_logs(b, LTE_ITEMS, 2, nas);
	assert_modem_has(3, both);
	assert_true(
		dtap_masks_has_log(dtap_arbiter_masks(f.arbiter, a), 0xb0c0));
	assert_false(
		dtap_masks_has_log(dtap_arbiter_masks(f.arbiter, a), 0xb0ec));
	assert_int_equal(f.sent.count, 2);
	assert_int_equal(f.sent.kept[0].number, 1);
	assert_int_equal(f.sent.kept[1].number, 2);
	assert_int_equal(f.changed, 2);
}

static void
a_mask_replaces_and_a_shorter_one_clears_the_rest(void **state)
{
	static const uint16_t low[] = {0xb001}, one[] = {0xb000};

	(void)state;
	ask_logs(a, LTE_ITEMS, 1, rrc);
	ask_logs(a, 8, 1, low);
	assert_modem_has(1, low);
	assert_int_equal(dtap_arbiter_masks(f.arbiter, a)->logs[11].items, 8);
	ask_logs(a, LTE_ITEMS, 1, one);
	assert_modem_has(1, one);
}

static void
bits_beyond_the_items_are_nothing(void **state)
{
	static const uint8_t set[] = {0x73, 0, 0, 0, 3, 0, 0, 0,   11,
				      0,    0, 0, 2, 0, 0, 0, 0xff};
	static const uint16_t two[] = {0xb000, 0xb001};
	uint8_t reply[sizeof set + 4];

	(void)state;
	memcpy(request, set, sizeof set);
	arbiter_fixture_ask(&f, a, set, sizeof set);
	log_mask_reply(reply, sizeof set, 0);
	reply[20] = 3;
	assert_replied(&f, a, reply, sizeof reply);
	assert_modem_has(2, two);
}

static void
clear_all_clears_the_askers_own(void **state)
{
	(void)state;
	ask_logs(a, LTE_ITEMS, 1, rrc);
	ask_logs(b, LTE_ITEMS, 2, nas);
	arbiter_fixture_ask(&f, a, BYTES("\x73\0\0\0\0\0\0\0"));
	assert_replied(&f, a, BYTES("\x73\0\0\0\0\0\0\0\0\0\0\0"));
	assert_modem_has(2, nas);
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x73\0\0\0\0")), 0);
}

static void
get_answers_the_askers_own(void **state)
{
	static const char get[] = "\x73\0\0\0\4\0\0\0\x0b\0\0\0";
	uint8_t reply[20 + (0xfff + 7) / 8] = {0x73, 0, 0, 0, 4};
	uint8_t small[24] = {0x73, 0, 0, 0, 4};

	(void)state;
	ask_logs(b, LTE_ITEMS, 2, nas);
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, a, get, 12);
	dtap_put32(reply + 12, 11); /* nothing is set; the modem's items */
	dtap_put32(reply + 16, 0xfff);
	assert_replied(&f, a, reply, sizeof reply);
	ask_logs(a, 30, 1, (const uint16_t[]){0xb009});
	dtap_put32(small + 12, 11);
	dtap_put32(small + 16, 30);
	small[21] = 2;
	arbiter_fixture_ask(&f, a, get, 12);
	assert_replied(&f, a, small, sizeof small);
}

static void
no_such_equipment_is_status_1(void **state)
{
	static const struct {
		const char *packet;
		size_t size;
		const char *reply;
		size_t reply_size;
	} cases[] = {
		{BYTES("\x73\0\0\0\3\0\0\0\x10\0\0\0\x08\0\0\0\xff"),
		 BYTES("\x73\0\0\0\3\0\0\0\1\0\0\0\x10\0\0\0\x08\0\0\0")},
		{BYTES("\x73\0\0\0\3\0\0\0\x0b\0\0\0\0\0\0\0"),
		 BYTES("\x73\0\0\0\3\0\0\0\1\0\0\0\x0b\0\0\0\0\0\0\0")},
		{BYTES("\x73\0\0\0\4\0\0\0\x10\0\0\0"),
		 BYTES("\x73\0\0\0\4\0\0\0\1\0\0\0\x10\0\0\0\0\0\0\0")},
		/* Cut, or longer than there are bytes. */
		{BYTES("\x73\0\0\0\3\0\0\0\x0b\0\0\0\xff\xff\xff\xff\1"),
		 BYTES("\x15\x73\0\0\0\3\0\0\0\x0b\0\0\0\xff\xff\xff\xff\1")},
		{BYTES("\x73\0\0"), BYTES("\x15\x73\0\0")},
		{BYTES("\x73\0\0\0\x05\0\0\0"),
		 BYTES("\x14\x73\0\0\0\x05\0\0\0")},
		{BYTES("\x7d"), BYTES("\x15\x7d")},
		{BYTES("\x7d\x09"), BYTES("\x14\x7d\x09")},
		{BYTES("\x60"), BYTES("\x15\x60")},
		{BYTES("\x82\0\0\0\x10\0\1"), BYTES("\x15\x82\0\0\0\x10\0\1")},
		{BYTES("\x82\0\0\0\0\0"), BYTES("\x82\1\0\0\0\0")},
		{BYTES("\x0f\1"), BYTES("\x13\x0f\1")},
		{BYTES("\x5d\1"), BYTES("\x13\x5d\1")},
		{BYTES("\x78\1"), BYTES("\x15\x78\1")},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		arbiter_fixture_ask(&f, a, cases[i].packet, cases[i].size);
		assert_replied(&f, a, cases[i].reply, cases[i].reply_size);
	}
	assert_int_equal(f.sent.count, 0);
	assert_int_equal(f.changed, 0);
}

static void
many_items_are_cut(void **state)
{
	static uint8_t set[16 + 625];
	const struct dtap_masks *masks = dtap_arbiter_masks(f.arbiter, a);

	(void)state;
	memset(set, 0xff, sizeof set);
	memcpy(set, "\x73\0\0\0\3\0\0\0\x0b\0\0\0\x88\x13\0\0", 16); /* 5000 */
	arbiter_fixture_ask(&f, a, set, sizeof set);
	assert_int_equal(f.replies.kept[0].size, 20 + 4096 / 8);
	assert_int_equal(dtap_get32(f.replies.kept[0].packet + 16), 4096);
	assert_int_equal(masks->logs[11].items, 4096);
	assert_int_equal(dtap_masks_count_logs(masks), 4096);
	assert_int_equal(
		dtap_masks_count_logs(dtap_virtual_modem_masks(f.modem)),
		0xfff); /* what the modem has */
}

static void
the_reply_comes_after_the_modems(void **state)
{
	size_t size = log_mask_request(request, LTE_ITEMS, 1, rrc);

	(void)state;
	arbiter_fixture_send(&f, a, request, size);
	assert_int_equal(f.sent.count, 1);
	assert_no_reply(&f, a);
	/* What another has must not be believed before, either. */
	arbiter_fixture_send(&f, b, request, size);
	assert_no_reply(&f, b);
	arbiter_fixture_pump(&f);
	assert_int_equal(f.replies.count, 2);
	assert_int_equal(f.sent.count, 1);
}

static void
a_union_that_stays_is_answered_at_once(void **state)
{
	size_t size = log_mask_request(request, LTE_ITEMS, 1, rrc);
	uint8_t reply[1024];

	(void)state;
	ask_logs(a, LTE_ITEMS, 3, both);
	arbiter_fixture_forget(&f);
	f.mute = true;
	arbiter_fixture_send(&f, b, request, size);
	size = log_mask_reply(reply, size, 0);
	assert_replied(&f, b, reply, size);
	arbiter_fixture_send(&f, b, BYTES("\x73\0\0\0\0\0\0\0"));
	assert_replied(&f, b, BYTES("\x73\0\0\0\0\0\0\0\0\0\0\0"));
	assert_int_equal(f.sent.count, 0);
}

/* It takes one log code at most. */
static size_t
refuse_many(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	    uint8_t *out)
{
	unsigned bits = 0;

	for (size_t i = 16; packet[0] == 0x73 && i < size; i++)
		bits += (unsigned)__builtin_popcount(packet[i]);
	size = dtap_virtual_modem_answer(fixture->modem, packet, size, out);
	if (bits > 1)
		out[8] = 7;
	return size;
}

static void
a_refused_union_goes_back(void **state)
{
	uint8_t reply[20];
	size_t size;

	(void)state;
	ask_logs(a, LTE_ITEMS, 1, rrc);
	f.answer = refuse_many;
	size = log_mask_request(request, LTE_ITEMS, 2, nas);
	arbiter_fixture_ask(&f, b, request, size);
	log_mask_reply(reply, 16, 7);
	assert_replied(&f, b, reply, 20);
	assert_false(dtap_masks_has_any_log(dtap_arbiter_masks(f.arbiter, b)));
	assert_modem_has(1, rrc);
	assert_int_equal(f.changed, 1);
	assert_string_equal(f.lines, "");
}

/* It sets what it is told, and does not say so. */
static size_t
set_in_silence(struct arbiter_fixture *fixture, const uint8_t *packet,
	       size_t size, uint8_t *out)
{
	size = dtap_virtual_modem_answer(fixture->modem, packet, size, out);
	return fixture->count++ == 0 ? 0 : size;
}

static void
a_union_that_is_not_confirmed_goes_back(void **state)
{
	static const char error[] = "\x13\x73\0\0\0\3";

	(void)state;
	ask_logs(a, LTE_ITEMS, 1, rrc);
	f.answer = set_in_silence;
	arbiter_fixture_ask(&f, b, request,
			    log_mask_request(request, LTE_ITEMS, 2, nas));
	arbiter_fixture_pass(&f, 3 * SECOND);
	assert_int_equal(f.replies.count, 1);
	assert_memory_equal(f.replies.kept[0].packet, error, 6);
	assert_false(dtap_masks_has_any_log(dtap_arbiter_masks(f.arbiter, b)));
	assert_int_equal(
		dtap_masks_count_logs(dtap_virtual_modem_masks(f.modem)), 3);
	arbiter_fixture_pass(&f, SECOND);
	assert_modem_has(1, rrc);
	assert_int_equal(f.changed, 1);
}

static size_t
refuse_events(struct arbiter_fixture *fixture, const uint8_t *packet,
	      size_t size, uint8_t *out)
{
	if (packet[0] == 0x60)
		return dtap_command_error(out, 0x18, packet, size);
	return dtap_virtual_modem_answer(fixture->modem, packet, size, out);
}

static void
an_error_of_the_modem_has_the_clients_request(void **state)
{
	(void)state;
	f.answer = refuse_events;
	arbiter_fixture_ask(&f, a, BYTES("\x60\1\2"));
	assert_replied(&f, a, BYTES("\x18\x60\1\2"));
	assert_false(
		dtap_masks_has_any_event(dtap_arbiter_masks(f.arbiter, a)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_modem_has_the_union_of_log_masks),
		TEST(a_mask_replaces_and_a_shorter_one_clears_the_rest),
		TEST(bits_beyond_the_items_are_nothing),
		TEST(clear_all_clears_the_askers_own),
		TEST(get_answers_the_askers_own),
		TEST(no_such_equipment_is_status_1),
		TEST(many_items_are_cut),
		TEST(the_reply_comes_after_the_modems),
		TEST(a_union_that_stays_is_answered_at_once),
		TEST(a_refused_union_goes_back),
		TEST(a_union_that_is_not_confirmed_goes_back),
		TEST(an_error_of_the_modem_has_the_clients_request),
	};

	return RUN(tests);
}
