/* SPDX-License-Identifier: MIT */
/* What QCSuper, scat, rayhunter and MobileInsight send, all on one modem. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct arbiter_fixture f;
static uint8_t request[1024];

static const uint16_t qcsuper_logs[] = {0xb0c0, 0xb0ec}, scat_logs[] = {0xb17f};
static const uint16_t mobile_logs[] = {0xb0ed}, rayhunter_logs[] = {0xb0e2};

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
	arbiter_fixture_clear_modem(&f);
	arbiter_fixture_open(&f);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arbiter_fixture_end(&f);
	return 0;
}

/* It ends if a reply has another opcode; a module ends if the operation or the
 * status is another. */
static void
ask_like_qcsuper(unsigned slot, const void *packet, size_t size)
{
	const uint8_t *reply;

	arbiter_fixture_ask(&f, slot, packet, size);
	assert_int_equal(f.replies.count, 1);
	reply = f.replies.kept[0].packet;
	assert_int_equal(f.replies.kept[0].slot, slot);
	assert_memory_equal(reply, packet, 1);
	if (reply[0] == 0x73) {
		assert_memory_equal(reply, packet, 8);
		assert_int_equal(dtap_get32(reply + 8), 0);
	}
	assert_true(f.replies.kept[0].size >= 3);
}

/* A mask for each equipment id that the modem has. */
static void
qcsuper_sets(unsigned slot, unsigned codes, const uint16_t *code)
{
	uint8_t ranges[76];

	ask_like_qcsuper(slot, BYTES("\x73\0\0\0\1\0\0\0"));
	memcpy(ranges, f.replies.kept[0].packet, sizeof ranges);
	arbiter_fixture_forget(&f);
	for (unsigned id = 0; id < 16; id++) {
		uint32_t items = dtap_get32(ranges + 12 + 4 * id);
		uint16_t none[] = {(uint16_t)(id << 12)};
		bool has = codes > 0 && code[0] >> 12 == id;
		size_t size;

		if (items == 0)
			continue;
		size = log_mask_request(request, items, has ? codes : 0,
					has ? code : none);
		ask_like_qcsuper(slot, request, size);
		arbiter_fixture_forget(&f);
	}
}

static void
qcsuper_begins(unsigned slot)
{
	ask_like_qcsuper(slot, BYTES("\x73\0\0\0\0\0\0\0"));
	arbiter_fixture_forget(&f);
	ask_like_qcsuper(slot, BYTES("\x7d\5\0\0\0\0\0\0"));
	arbiter_fixture_forget(&f);
	qcsuper_sets(slot, 2, qcsuper_logs);
}

/* It throws most replies away, and knows no status. */
static void
scat_begins(unsigned slot)
{
	static const uint8_t ids[] = {1, 4, 5, 7, 10, 11, 13};
	static const struct {
		const char *packet;
		size_t size;
	} first[] = {{BYTES("\x60\0")},
		     {BYTES("\x73\0\0\0\0\0\0\0")},
		     {BYTES("\x7d\5\0\0\0\0\0\0")},
		     {BYTES("\0")},
		     {BYTES("\x7c")},
		     {BYTES("\x60\0")},
		     {BYTES("\x73\0\0\0\1\0\0\0")}};

	for (size_t i = 0; i < COUNT(first); i++) {
		ask_like_qcsuper(slot, first[i].packet, first[i].size);
		arbiter_fixture_forget(&f);
	}
	for (size_t i = 0; i < COUNT(ids); i++) {
		uint16_t none[] = {(uint16_t)(ids[i] << 12)};
		size_t size = log_mask_request(request, 0x209, 0, none);

		ask_like_qcsuper(slot, request, size);
		arbiter_fixture_forget(&f);
	}
	arbiter_fixture_ask(&f, slot, BYTES("\x7d\4\xe8\3\x3f\3"));
	assert_replied(&f, slot, BYTES("\x7d\4\xe8\3\x3f\3\0\0"));
	ask_like_qcsuper(slot, BYTES("\x60\1"));
	arbiter_fixture_forget(&f);
	ask_like_qcsuper(slot, request,
			 log_mask_request(request, 0x9ff, 1, scat_logs));
	arbiter_fixture_forget(&f);
}

/* It writes all of its requests at once, and reads nothing. */
static void
mobileinsight_begins(unsigned slot)
{
	static const uint16_t equipment[][2] = {
		{0x1000, 0xfd3}, {0x4000, 0x920}, {0x7000, 0xb56}};

	arbiter_fixture_send(&f, slot, BYTES("\x73\0\0\0\0\0\0\0"));
	for (size_t i = 0; i < COUNT(equipment); i++)
		arbiter_fixture_send(&f, slot, request,
				     log_mask_request(request, equipment[i][1],
						      0, &equipment[i][0]));
	arbiter_fixture_send(&f, slot, request,
			     log_mask_request(request, 0xfff, 1, mobile_logs));
	arbiter_fixture_pump(&f);
	assert_int_equal(f.replies.count, 5);
	for (size_t i = 0; i < 5; i++) {
		const uint8_t *reply = f.replies.kept[i].packet;

		assert_int_equal(dtap_get32(reply + 4), i == 0 ? 0 : 3);
		assert_int_equal(dtap_get32(reply + 8), 0);
	}
	assert_int_equal(f.replies.kept[2].packet[12], 4);
	arbiter_fixture_forget(&f);
}

static void
assert_only(unsigned slot, unsigned count, const uint16_t *codes)
{
	static const uint16_t all[] = {0xb0c0, 0xb0ec, 0xb17f, 0xb0ed, 0xb0e2};
	uint8_t log[16] = {0x10};

	for (size_t i = 0; i < COUNT(all); i++) {
		bool wanted = false;

		for (unsigned j = 0; j < count; j++)
			wanted = wanted || codes[j] == all[i];
		dtap_put16(log + 6, all[i]);
		assert_int_equal(dtap_arbiter_wants(f.arbiter, slot, log,
						    sizeof log, f.now),
				 wanted);
	}
}

static void
each_has_what_it_asked_for(void **state)
{
	unsigned qcsuper = arbiter_fixture_attach(&f, 1);
	unsigned scat = arbiter_fixture_attach(&f, 2);
	unsigned mobile = arbiter_fixture_attach(&f, 3);
	unsigned rayhunter = arbiter_fixture_attach(&f, 4);

	(void)state;
	qcsuper_begins(qcsuper);
	scat_begins(scat);
	mobileinsight_begins(mobile);
	qcsuper_sets(rayhunter, 1, rayhunter_logs); /* rayhunter does so, too */
	assert_only(qcsuper, 2, qcsuper_logs);
	assert_only(scat, 1, scat_logs);
	assert_only(mobile, 1, mobile_logs);
	assert_only(rayhunter, 1, rayhunter_logs);
	/* They leave, each in its way; the others keep what they have. */
	qcsuper_sets(qcsuper, 0, NULL);
	arbiter_fixture_ask(&f, mobile, BYTES("\x73\0\0\0\0\0\0\0"));
	dtap_arbiter_detach(f.arbiter, scat, f.now);
	arbiter_fixture_pass(&f, 3 * SECOND);
	assert_only(qcsuper, 0, NULL);
	assert_only(mobile, 0, NULL);
	assert_only(rayhunter, 1, rayhunter_logs);
	assert_int_equal(
		dtap_masks_count_logs(dtap_virtual_modem_masks(f.modem)), 1);
}

static void
a_new_client_is_served_while_another_waits(void **state)
{
	unsigned a = arbiter_fixture_attach(&f, 1);
	unsigned b = arbiter_fixture_attach(&f, 2);

	(void)state;
	f.mute = true;
	arbiter_fixture_forget(&f);
	arbiter_fixture_send(&f, a, BYTES("\x1c"));
	ask_like_qcsuper(b, BYTES("\x73\0\0\0\0\0\0\0"));
	arbiter_fixture_forget(&f);
	ask_like_qcsuper(b, BYTES("\x7d\5\0\0\0\0\0\0"));
	arbiter_fixture_forget(&f);
	qcsuper_sets(b, 0, NULL); /* the ranges are known */
	assert_int_equal(f.sent.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_has_what_it_asked_for),
		TEST(a_new_client_is_served_while_another_waits),
	};

	return RUN(tests);
}
