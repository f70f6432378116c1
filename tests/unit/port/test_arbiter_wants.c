/* SPDX-License-Identifier: MIT */
/* Whose a packet is, and which commands reach the modem. */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static struct arbiter_fixture f;
static unsigned a, b;
static uint8_t request[1024];
static const uint16_t rrc[] = {0xb0c0};

static int
start(void **state)
{
	(void)state;
	arbiter_fixture_start(&f, DTAP_COMMAND_SAFE, NULL);
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

static bool
wants(unsigned slot, const void *packet, size_t size)
{
	/* So that a tool sees a read beyond its end. */
	uint8_t *copy = malloc(size > 0 ? size : 1);
	bool wanted;

	assert_non_null(copy);
	memcpy(copy, packet, size);
	wanted = dtap_arbiter_wants(f.arbiter, slot, copy, size, f.now);
	free(copy);
	return wanted;
}

static void
a_new_client_wants_nothing(void **state)
{
	uint8_t packet[64] = {0};

	(void)state;
	for (unsigned opcode = 0; opcode < 256; opcode++) {
		packet[0] = (uint8_t)opcode;
		for (size_t size = 0; size <= sizeof packet; size++)
			assert_false(wants(a, packet, size));
	}
}

static void
logs_by_their_code(void **state)
{
	uint8_t log[20] = {0x10}, encrypted[24] = {0x9e};
	uint8_t wrapped[28] = {0x98, 1, 0, 0, 1, 0, 0, 0, 0x10};

	(void)state;
	arbiter_fixture_ask(&f, a, request,
			    log_mask_request(request, 0x9ff, 1, rrc));
	dtap_put16(log + 6, 0xb0c0);
	dtap_put16(encrypted + 22, 0xb0c0);
	dtap_put16(wrapped + 8 + 6, 0xb0c0);
	assert_true(wants(a, log, sizeof log));
	assert_true(wants(a, log, 8));
	assert_false(wants(a, log, 7));
	assert_false(wants(b, log, sizeof log));
	assert_true(wants(a, encrypted, sizeof encrypted));
	assert_false(wants(a, encrypted, 23));
	assert_true(wants(a, wrapped, sizeof wrapped));
	assert_false(wants(a, wrapped, 15));
	assert_false(wants(b, wrapped, sizeof wrapped));
	log[6]++;
	encrypted[22]++;
	wrapped[14]++;
	assert_false(wants(a, log, sizeof log));
	assert_false(wants(a, encrypted, sizeof encrypted));
	assert_false(wants(a, wrapped, sizeof wrapped));
}

/* Events 1, 2, 3 with payloads of 1 byte, 2 bytes and a counted one, and 4. */
static const uint8_t report[] = {
	0x60, 45,   0, /* */
	0x01, 0x20, 1,    2,    3,    4, 5, 6, 7, 8, 0xff, 0x02,
	0xc0, 1,    2,    0xff, 0xff, /* short time */
	0x03, 0x60, 1,    2,    3,    4, 5, 6, 7, 8, 2,    0xff,
	0xff, 0x04, 0x00, 1,    2,    3, 4, 5, 6, 7, 8,
};

static void
ask_event(unsigned id)
{
	uint8_t set[6 + 512] = {0x82, 0, 0, 0, 0, 0x10};

	set[6 + id / 8] = (uint8_t)(1 << id % 8);
	arbiter_fixture_ask(&f, a, set, sizeof set);
	arbiter_fixture_forget(&f);
}

static void
a_report_with_one_event_that_is_wanted(void **state)
{
	(void)state;
	for (unsigned id = 0; id < 8; id++) {
		ask_event(id);
		assert_int_equal(wants(a, report, sizeof report),
				 id >= 1 && id <= 4);
		assert_false(wants(b, report, sizeof report));
	}
	ask_event(4);
	for (size_t size = 0; size < sizeof report; size++)
		assert_int_equal(wants(a, report, size),
				 size >= sizeof report - 8);
	ask_event(0xfff);
	assert_false(wants(a, report, sizeof report));
}

static void
messages_by_ssid_and_level(void **state)
{
	static const uint8_t others[] = {0x1f, 0x7e, 0x7f, 0x99, 0x9c, 0x9d};
	static const uint8_t levels[] = {0x79, 0x92};
	uint8_t packet[24] = {0};

	(void)state;
	arbiter_fixture_ask(&f, a,
			    BYTES("\x7d\4\xf4\1\xf5\1\0\0\4\0\0\0\0\0\0\x80"));
	for (size_t i = 0; i < COUNT(levels); i++) {
		packet[0] = levels[i];
		dtap_put16(packet + 14, 500);
		dtap_put32(packet + 16, 4);
		assert_true(wants(a, packet, sizeof packet));
		assert_true(wants(a, packet, 20));
		assert_false(wants(a, packet, 19));
		assert_false(wants(b, packet, sizeof packet));
		dtap_put32(packet + 16, 3);
		assert_false(wants(a, packet, sizeof packet));
		dtap_put16(packet + 14, 501);
		assert_false(wants(a, packet, sizeof packet));
		dtap_put32(packet + 16, UINT32_C(1) << 31);
		assert_true(wants(a, packet, sizeof packet));
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		packet[0] = others[i];
		assert_true(wants(a, packet, 1));
		assert_false(wants(b, packet, 1));
	}
}

static void
a_log_on_demand_passes_once_within_five_seconds(void **state)
{
	uint8_t log[16] = {0x10};

	(void)state;
	dtap_put16(log + 6, 0xb0c0);
	arbiter_fixture_ask(&f, a, BYTES("\x78\xc0\xb0"));
	assert_int_equal(arbiter_fixture_sent(&f, BYTES("\x78\xc0\xb0")), 1);
	assert_replied(&f, a, BYTES("\x13\x78\xc0\xb0"));
	assert_false(wants(b, log, sizeof log));
	assert_true(wants(a, log, sizeof log));
	assert_false(wants(a, log, sizeof log));
	arbiter_fixture_ask(&f, a, BYTES("\x78\xc0\xb0"));
	arbiter_fixture_pass(&f, 5 * SECOND - 1);
	assert_true(wants(a, log, sizeof log));
	arbiter_fixture_ask(&f, a, BYTES("\x78\xc0\xb0"));
	arbiter_fixture_pass(&f, 5 * SECOND);
	assert_false(wants(a, log, sizeof log));
}

static void
streams_of_a_command_go_to_its_last_asker(void **state)
{
	static const char stream[] = "\x4b\x0f\0\0\7\7";

	(void)state;
	assert_false(wants(a, stream, 6));
	arbiter_fixture_ask(&f, a, BYTES("\x4b\x0f\0\0"));
	assert_true(wants(a, stream, 6));
	assert_false(wants(b, stream, 6));
	arbiter_fixture_ask(&f, b, BYTES("\x4b\x0f\0\0"));
	assert_false(wants(a, stream, 6));
	assert_true(wants(b, stream, 6));
	assert_false(wants(b, "\x4b\x0f\1\0", 4));
	dtap_arbiter_detach(f.arbiter, b, f.now);
	assert_int_equal(arbiter_fixture_attach(&f, 3), b);
	assert_false(wants(b, stream, 6));
	/* Requests that set masks have no streams. */
	arbiter_fixture_ask(&f, a, BYTES("\x73\0\0\0\2\0\0\0"));
	assert_false(wants(a, "\x73\0\0\0\2\0\0\0", 8));
}

static size_t
delayed(struct arbiter_fixture *fixture, const uint8_t *packet, size_t size,
	uint8_t *out)
{
	memset(out, 0, 12);
	memcpy(out, packet, size < 4 ? size : 4);
	dtap_put16(out + 8, (uint16_t)(0x100 + fixture->count++));
	return 12;
}

static void
a_delayed_response_goes_to_who_asked_for_it(void **state)
{
	static const char first[] = "\x80\x0f\0\0\0\0\0\0\0\1\1\0late";

	(void)state;
	f.answer = delayed;
	arbiter_fixture_ask(&f, a, BYTES("\x80\x0f\0\0"));
	assert_int_equal(f.replies.count, 1);
	/* Another asks for the same: that of the first is not its reply. */
	arbiter_fixture_send(&f, b, BYTES("\x80\x0f\0\0"));
	assert_false(arbiter_fixture_packet(&f, first, 16));
	assert_true(wants(a, first, 16));
	assert_false(wants(b, first, 16));
	arbiter_fixture_pump(&f);
	assert_int_equal(f.replies.count, 2);
	assert_int_equal(f.replies.kept[1].slot, b);
}

static void
what_is_refused_does_not_reach_the_modem(void **state)
{
	static const struct {
		const char *packet;
		size_t size;
	} requests[] = {{BYTES("\x27\1\0")},       {BYTES("\x27\2\0")},
			{BYTES("\x01")},           {BYTES("\x29\2\0")},
			{BYTES("\x4b\x13\5\0")},   {BYTES("\x4b\x13\4\0")},
			{BYTES("\x4b\x13\4\0\1")}, {BYTES("\xfb")},
			{BYTES("\x4b\x12")}};
	struct dtap_arbiter_counts counts;
	uint8_t error[16];

	(void)state;
	for (size_t i = 0; i < COUNT(requests); i++) {
		arbiter_fixture_ask(&f, a, requests[i].packet,
				    requests[i].size);
		error[0] = 0x47;
		memcpy(error + 1, requests[i].packet, requests[i].size);
		assert_replied(&f, a, error, 1 + requests[i].size);
	}
	assert_int_equal(f.sent.count, 0);
	dtap_arbiter_counts(f.arbiter, a, &counts);
	assert_int_equal(counts.refused, COUNT(requests));
	assert_string_equal(
		f.lines,
		"port: client 1: refused: NV write; port.commands allows it "
		"with \"all\"\n"
		"port: client 1: refused: ESN; port.commands allows it with "
		"\"identity\"\n"
		"WARNING port: client 1: refused: mode change, which is "
		"dangerous; port.commands allows it with \"all\"\n"
		"port: client 1: refused: EFS write; port.commands allows it "
		"with \"all\"\n"
		"port: client 1: refused: EFS read; port.commands allows it "
		"with \"efs\"\n"
		"port: client 1: refused: command 0xfb; port.commands allows "
		"it with \"all\"\n"
		"port: client 1: refused: command 0x4b; port.commands allows "
		"it with \"all\"\n");
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, b, BYTES("\x27\1\0"));
	assert_string_equal(f.lines,
			    "port: client 2: refused: NV write; port.commands "
			    "allows it with \"all\"\n");
}

static void
assert_passes(unsigned commands, const char *packet, size_t size, bool passes)
{
	unsigned slot;

	arbiter_fixture_end(&f);
	arbiter_fixture_start(&f, commands, NULL);
	arbiter_fixture_open(&f);
	slot = arbiter_fixture_attach(&f, 1);
	arbiter_fixture_forget(&f);
	arbiter_fixture_ask(&f, slot, packet, size);
	assert_int_equal(f.sent.count, passes);
	assert_int_equal(f.replies.count, 1);
}

static void
classes_are_passed_on_if_they_are_named(void **state)
{
	static const struct {
		const char *packet;
		size_t size;
		unsigned class;
	} requests[] = {
		{BYTES("\x1c"), DTAP_COMMAND_SAFE},
		{BYTES("\x26\1\0"), DTAP_COMMAND_IDENTITY},
		{BYTES("\x4b\x13\4\0"), DTAP_COMMAND_EFS},
		{BYTES("\x27\1\0"), DTAP_COMMAND_REFUSED},
		{BYTES("\xfb"), DTAP_COMMAND_REFUSED},
		{BYTES("\x29\2\0"), DTAP_COMMAND_DANGEROUS},
		{BYTES("\x4b\x12\x18\2"), 0}, /* local: never */
	};

	static const unsigned commands[] = {0, 1, 2, 4, 8, 16, 31, ~0U};

	(void)state;
	for (size_t i = 0; i < COUNT(requests); i++)
		for (size_t j = 0; j < COUNT(commands); j++)
			assert_passes(commands[j], requests[i].packet,
				      requests[i].size,
				      (commands[j] & requests[i].class) != 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_client_wants_nothing),
		TEST(logs_by_their_code),
		TEST(a_report_with_one_event_that_is_wanted),
		TEST(messages_by_ssid_and_level),
		TEST(a_log_on_demand_passes_once_within_five_seconds),
		TEST(streams_of_a_command_go_to_its_last_asker),
		TEST(a_delayed_response_goes_to_who_asked_for_it),
		TEST(what_is_refused_does_not_reach_the_modem),
		TEST(classes_are_passed_on_if_they_are_named),
	};

	return RUN(tests);
}
