/* SPDX-License-Identifier: MIT */
/* The control frames and timers of a WebSocket; the test sets the time. */
#include "streams/websocket.h"

#include "base/clock.h"
#include "support/testing.h"

#define S     DTAP_NS_PER_S
#define BEGIN (1000 * S)

static const struct dtap_websocket_options options = {.ping_ms = 30000,
						      .stall_ms = 20000};

struct fixture {
	struct dtap_websocket *ws;
	uint8_t frame[DTAP_WS_FRAME_MAX];
	size_t size;
};

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);

	fixture->ws = dtap_websocket_new(&options, BEGIN);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	dtap_websocket_free(fixture->ws);
	free(fixture);
	return 0;
}

/* The opcode of the next control frame, 0 for none. */
static unsigned
next(struct fixture *fixture, int64_t now)
{
	fixture->size = dtap_websocket_take(fixture->ws, fixture->frame, now);
	return fixture->size == 0 ? 0 : fixture->frame[0] & 0x0f;
}

/* A frame of the client, masked with zeros. */
static void
receive(struct fixture *fixture, enum dtap_ws_opcode opcode,
	const void *payload, size_t size, int64_t now)
{
	uint8_t frame[16 + 300] = {0};
	size_t head = dtap_ws_frame_head(frame, opcode, size);

	assert_true(size <= 300);
	frame[1] |= 0x80;
	memcpy(frame + head + 4, payload, size);
	dtap_websocket_receive(fixture->ws, frame, head + 4 + size, now);
}

static unsigned
code_of(const struct fixture *fixture)
{
	return (unsigned)fixture->frame[2] << 8 | fixture->frame[3];
}

static void
a_ping_is_answered_with_its_payload(void **state)
{
	struct fixture *f = *state;

	receive(f, DTAP_WS_PING, "abc", 3, BEGIN);
	assert_int_equal(next(f, BEGIN), DTAP_WS_PONG);
	assert_int_equal(f->size, 5);
	assert_memory_equal(f->frame, "\x8a\3abc", 5);
	assert_int_equal(next(f, BEGIN), 0);
}

static void
of_many_pings_the_last_one_is_answered(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 10000; i++)
		receive(f, DTAP_WS_PING, &(char){(char)i}, 1, BEGIN);
	assert_int_equal(next(f, BEGIN), DTAP_WS_PONG);
	assert_int_equal(f->frame[2], 9999 & 0xff);
	assert_int_equal(next(f, BEGIN), 0);
}

static void
a_client_that_answers_is_pinged_again(void **state)
{
	struct fixture *f = *state;
	int64_t now = BEGIN;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(dtap_websocket_due(f->ws), now + 30 * S);
		assert_true(dtap_websocket_tick(f->ws, now + 30 * S - 1));
		assert_int_equal(next(f, now), 0);
		now += 30 * S;
		assert_true(dtap_websocket_tick(f->ws, now));
		assert_int_equal(next(f, now), DTAP_WS_PING);
		assert_int_equal(next(f, now), 0);
		receive(f, DTAP_WS_PONG, "", 0, now + S);
	}
}

static void
a_client_that_does_not_answer_ends(void **state)
{
	struct fixture *f = *state;

	assert_true(dtap_websocket_tick(f->ws, BEGIN + 30 * S));
	assert_int_equal(next(f, BEGIN + 31 * S), DTAP_WS_PING);
	assert_int_equal(dtap_websocket_due(f->ws), BEGIN + 61 * S);
	assert_true(dtap_websocket_tick(f->ws, BEGIN + 61 * S - 1));
	assert_false(dtap_websocket_tick(f->ws, BEGIN + 61 * S));
}

static void
a_client_that_takes_nothing_is_closed_with_1013(void **state)
{
	struct fixture *f = *state;

	dtap_websocket_blocked(f->ws, BEGIN + S);
	dtap_websocket_blocked(f->ws, BEGIN + 5 * S);
	assert_int_equal(dtap_websocket_due(f->ws), BEGIN + 21 * S);
	assert_true(dtap_websocket_tick(f->ws, BEGIN + 21 * S - 1));
	assert_false(dtap_websocket_is_closing(f->ws));
	assert_true(dtap_websocket_tick(f->ws, BEGIN + 21 * S));
	assert_true(dtap_websocket_is_closing(f->ws));
	assert_int_equal(next(f, BEGIN + 22 * S), DTAP_WS_CLOSE);
	assert_int_equal(code_of(f), 1013);
	assert_memory_equal(f->frame + 4, "nothing was taken for 20 s", 26);
	assert_true(dtap_websocket_is_closed(f->ws));
}

static void
a_client_that_takes_a_little_does_not_stall(void **state)
{
	struct fixture *f = *state;

	for (int64_t now = BEGIN; now < BEGIN + 29 * S; now += S) {
		dtap_websocket_blocked(f->ws, now);
		assert_true(dtap_websocket_tick(f->ws, now));
		if ((now - BEGIN) / S % 15 == 14)
			dtap_websocket_moved(f->ws);
	}
	assert_false(dtap_websocket_is_closing(f->ws));
}

/* A stalled client is not ended because its pong is missing. */
static void
no_pong_is_asked_of_a_client_that_stalls(void **state)
{
	struct fixture *f = *state;

	assert_true(dtap_websocket_tick(f->ws, BEGIN + 30 * S));
	assert_int_equal(next(f, BEGIN + 30 * S), DTAP_WS_PING);
	dtap_websocket_blocked(f->ws, BEGIN + 45 * S);
	assert_true(dtap_websocket_tick(f->ws, BEGIN + 60 * S));
	assert_false(dtap_websocket_is_closing(f->ws));
	dtap_websocket_moved(f->ws);
	assert_false(dtap_websocket_tick(f->ws, BEGIN + 90 * S));
}

static void
a_close_is_answered_with_its_code(void **state)
{
	static const struct {
		const char *payload;
		size_t size;
		unsigned code;
	} cases[] = {
		{"", 0, 1000},         {"\3\xe8", 2, 1000},
		{"\3\xe9", 2, 1001},   {"\x0f\xa0hello", 7, 4000},
		{"\3\xf6", 2, 1014},   {"\3", 1, 1002},
		{"\3\xe7", 2, 1002},   {"\3\xed", 2, 1002},
		{"\3\xf7", 2, 1002},   {"\0\0", 2, 1002},
		{"\x13\x88", 2, 1002},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = {.ws = dtap_websocket_new(&options, BEGIN)};

		receive(&f, DTAP_WS_CLOSE, cases[i].payload, cases[i].size,
			BEGIN);
		assert_int_equal(next(&f, BEGIN), DTAP_WS_CLOSE);
		if (code_of(&f) != cases[i].code)
			fail_msg("case %zu: %u", i, code_of(&f));
		assert_int_equal(next(&f, BEGIN), 0);
		dtap_websocket_free(f.ws);
	}
}

static void
behind_a_close_frame_nothing_is_read_or_sent(void **state)
{
	struct fixture *f = *state;

	receive(f, DTAP_WS_PING, "p", 1, BEGIN);
	dtap_websocket_close(f->ws, DTAP_WS_GOING_AWAY, "so", BEGIN);
	dtap_websocket_close(f->ws, DTAP_WS_NORMAL, "no", BEGIN);
	receive(f, DTAP_WS_PING, "p", 1, BEGIN);
	assert_int_equal(next(f, BEGIN), DTAP_WS_CLOSE);
	assert_memory_equal(f->frame, "\x88\4\3\xe9so", 6);
	assert_int_equal(next(f, BEGIN), 0);
}

static void
a_close_without_an_answer_ends(void **state)
{
	struct fixture *f = *state;

	dtap_websocket_close(f->ws, DTAP_WS_NORMAL, "", BEGIN);
	assert_int_equal(dtap_websocket_due(f->ws), BEGIN + 5 * S);
	assert_true(dtap_websocket_tick(f->ws, BEGIN + 5 * S - 1));
	assert_false(dtap_websocket_tick(f->ws, BEGIN + 5 * S));
}

static void
data_from_a_client_is_ignored_up_to_1_mib(void **state)
{
	struct fixture *f = *state;
	static const char data[256];

	for (int i = 0; i < 1024 * 1024 / 256; i++)
		receive(f, DTAP_WS_TEXT, data, sizeof data, BEGIN);
	assert_false(dtap_websocket_is_closing(f->ws));
	receive(f, DTAP_WS_BINARY, data, 1, BEGIN);
	assert_int_equal(next(f, BEGIN), DTAP_WS_CLOSE);
	assert_int_equal(code_of(f), 1009);
}

static void
what_is_forbidden_is_answered_with_1002(void **state)
{
	struct fixture *f = *state;

	dtap_websocket_receive(f->ws, (const uint8_t *)"\x81\0", 2, BEGIN);
	assert_int_equal(next(f, BEGIN), DTAP_WS_CLOSE);
	assert_int_equal(code_of(f), 1002);
}

static void
without_a_ping_period_nothing_is_timed(void **state)
{
	static const struct dtap_websocket_options none = {0};
	struct fixture f = {.ws = dtap_websocket_new(&none, BEGIN)};

	(void)state;
	dtap_websocket_blocked(f.ws, BEGIN);
	assert_int_equal(dtap_websocket_due(f.ws), INT64_MAX);
	assert_true(dtap_websocket_tick(f.ws, BEGIN + 1000000 * S));
	assert_int_equal(next(&f, BEGIN), 0);
	dtap_websocket_free(f.ws);
}

#define WITH_FIXTURE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_ping_is_answered_with_its_payload),
		WITH_FIXTURE(of_many_pings_the_last_one_is_answered),
		WITH_FIXTURE(a_client_that_answers_is_pinged_again),
		WITH_FIXTURE(a_client_that_does_not_answer_ends),
		WITH_FIXTURE(a_client_that_takes_nothing_is_closed_with_1013),
		WITH_FIXTURE(a_client_that_takes_a_little_does_not_stall),
		WITH_FIXTURE(no_pong_is_asked_of_a_client_that_stalls),
		cmocka_unit_test(a_close_is_answered_with_its_code),
		WITH_FIXTURE(behind_a_close_frame_nothing_is_read_or_sent),
		WITH_FIXTURE(a_close_without_an_answer_ends),
		WITH_FIXTURE(data_from_a_client_is_ignored_up_to_1_mib),
		WITH_FIXTURE(what_is_forbidden_is_answered_with_1002),
		cmocka_unit_test(without_a_ping_period_nothing_is_timed),
	};

	return RUN(tests);
}
