/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "base/clock.h"
#include "fleet/ack_subject.h"
#include "fleet/pull.h"

static void
reads_where_a_message_stands(void **state)
{
	struct dtap_ack_subject ack;

	(void)state;
	assert_true(dtap_ack_subject_read(
		&ack, "$JS.ACK.DIAG-lab.hub-1.1.42.7.1764446400000000001.3"));
	assert_string_equal(ack.consumer, "hub-1");
	assert_int_equal(ack.sequence, 42);
	assert_int_equal(ack.time, INT64_C(1764446400000000001));
	assert_true(dtap_ack_subject_read(
		&ack, "$JS.ACK._.hash.DIAG-lab.hub-2.1.43.7.5.3"));
	assert_string_equal(ack.consumer, "hub-2");
	assert_int_equal(ack.sequence, 43);
	assert_true(dtap_ack_subject_read(
		&ack, "$JS.ACK.hub.hash.S.C.1.44.7.5.3.random"));
	assert_int_equal(ack.sequence, 44);
}

static void
refuses_other_subjects(void **state)
{
	static const char *const wrong[] = {
		"",
		"$JS.ACK",
		"$JS.ACK.S.C.1.42.7.5",
		"$JS.NAK.S.C.1.42.7.5.3",
		"$JS.ACK.S.C.1.x.7.5.3",
		"$JS.ACK.S.C.1..7.5.3",
		"$JS.ACK.S.C.1.99999999999999999999.7.5.3",
		"$JS.ACK.S.C.1.9223372036854775808.7.5.3",
		"$JS.ACK.a.b.S.C.1.42.7.5.3.r.s",
		"_INBOX.abc.0.1"};
	struct dtap_ack_subject ack;
	char text[128];

	(void)state;
	snprintf(text, sizeof text, "$JS.ACK.S.%064d.1.42.7.5.3", 0);
	assert_false(dtap_ack_subject_read(&ack, text));
	snprintf(text, sizeof text, "$JS.ACK.S.%063d.1.42.7.5.3", 0);
	assert_true(dtap_ack_subject_read(&ack, text));
	assert_false(dtap_ack_subject_read(&ack, NULL));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(dtap_ack_subject_read(&ack, wrong[i]));
}

/* The text that makes the consumer has these words. */
static void
expect_text(const struct dtap_pull *pull, const char *words)
{
	char *text = dtap_pull_make_text(pull);

	assert_non_null(text);
	assert_non_null(strstr(text, words));
	free(text);
}

static char filters[] = "\"diag.lab.*.diag.pcap\"";

static void
makes_a_consumer_where_it_is(void **state)
{
	struct dtap_pull pull = {.stream = "DIAG-lab",
				 .filters = filters,
				 .start = DTAP_PULL_TIME,
				 .since = 1764446400 * DTAP_NS_PER_S + 5};

	(void)state;
	expect_text(&pull, "\"deliver_policy\":\"by_start_time\","
			   "\"opt_start_time\":"
			   "\"2025-11-29T20:00:00.000000005Z\"");
	expect_text(&pull, "\"filter_subjects\":[\"diag.lab.*.diag.pcap\"]");
	assert_true(dtap_pull_take(&pull, 17, 1));
	expect_text(&pull, "\"deliver_policy\":\"by_start_sequence\","
			   "\"opt_start_seq\":18");
	assert_false(dtap_pull_take(&pull, 17, 1)); /* it came before */
}

static void
asks_again_when_a_request_is_over(void **state)
{
	char text[DTAP_PULL_ASK_ROOM];
	struct dtap_pull pull = {.is_made = true};

	(void)state;
	dtap_pull_ask_text(&pull, text, 0);
	assert_non_null(strstr(text, "\"max_bytes\":1048576"));
	for (uint64_t i = 1; i < DTAP_PULL_MESSAGES; i++)
		dtap_pull_take(&pull, i, 1);
	assert_true(pull.is_asked);
	dtap_pull_take(&pull, DTAP_PULL_MESSAGES, 1);
	assert_false(pull.is_asked);
	assert_true(pull.is_made);

	dtap_pull_ask_text(&pull, text, 1);
	dtap_pull_status(&pull, 1, "408", "Request Timeout", 2); /* the old */
	assert_true(pull.is_asked);
	dtap_pull_status(&pull, 2, "100", "Idle Heartbeat", 2);
	assert_true(pull.is_asked);
	dtap_pull_status(&pull, 2, "408", "Request Timeout", 2);
	assert_false(pull.is_asked);
	assert_true(pull.is_made);
}

static void
asks_for_a_large_message_alone(void **state)
{
	char text[DTAP_PULL_ASK_ROOM];
	struct dtap_pull pull = {.is_made = true};

	(void)state;
	dtap_pull_ask_text(&pull, text, 0);
	dtap_pull_status(&pull, 1, "409", "Message Size Exceeds MaxBytes", 0);
	assert_true(pull.is_made);
	dtap_pull_ask_text(&pull, text, 0);
	assert_null(strstr(text, "max_bytes"));
	assert_non_null(strstr(text, "\"batch\":1,"));
	dtap_pull_take(&pull, 1, 0);
	dtap_pull_ask_text(&pull, text, 0);
	assert_non_null(strstr(text, "max_bytes"));
}

static void
makes_it_again_when_it_is_gone(void **state)
{
	char text[DTAP_PULL_ASK_ROOM];
	struct dtap_pull pull = {.is_made = true};

	(void)state;
	dtap_pull_ask_text(&pull, text, 0);
	dtap_pull_check(&pull, 15 * DTAP_NS_PER_S);
	assert_true(pull.is_made);
	dtap_pull_check(&pull, 16 * DTAP_NS_PER_S); /* no sign of life */
	assert_false(pull.is_made);
	pull.is_made = true;
	dtap_pull_ask_text(&pull, text, 0);
	dtap_pull_status(&pull, 2, "409", "Consumer Deleted", 7);
	assert_false(pull.is_made);
	assert_true(pull.retry > 7);
	pull.is_made = true;
	dtap_pull_ask_text(&pull, text, 0);
	dtap_pull_status(&pull, 3, "503", NULL, 7);
	assert_false(pull.is_made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_where_a_message_stands),
		cmocka_unit_test(refuses_other_subjects),
		cmocka_unit_test(makes_a_consumer_where_it_is),
		cmocka_unit_test(asks_again_when_a_request_is_over),
		cmocka_unit_test(asks_for_a_large_message_alone),
		cmocka_unit_test(makes_it_again_when_it_is_gone),
	};

	return RUN(tests);
}
