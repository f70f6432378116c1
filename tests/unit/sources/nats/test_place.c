/* SPDX-License-Identifier: MIT */
/* The place in a stream, with a link of the test that says what a server might.
 */
#include "sources/nats/place.h"

#include "sources/nats/trouble.h"
#include "support/testing.h"

struct fake_link {
	struct dtap_link calls; /* first */
	struct dtap_link_events events;
	const char *answer; /* to the request for a consumer; NULL: it ends the
			       connection */
	char subject[256], text[512], reply[256]; /* of the last request */
};

static const char *
no_header(const struct dtap_link_delivery *delivery, const char *name)
{
	(void)delivery;
	(void)name;
	return NULL;
}

static void
deliver(struct fake_link *fake, const char *token, const char *text)
{
	const struct dtap_link_delivery delivery = {
		.subject = fake->reply,
		.token = token,
		.data = text,
		.size = strlen(text),
		.header = no_header,
	};

	fake->events.delivered(fake->events.arg, &delivery);
}

static enum dtap_link_result
fake_publish(struct dtap_link *link, const struct dtap_link_message *message)
{
	struct fake_link *fake = (struct fake_link *)link;

	snprintf(fake->subject, sizeof fake->subject, "%s", message->subject);
	snprintf(fake->text, sizeof fake->text, "%.*s", (int)message->size,
		 (const char *)message->data);
	snprintf(fake->reply, sizeof fake->reply, "%s",
		 message->reply != NULL ? message->reply : "");
	if (strstr(message->subject, ".CREATE.") == NULL)
		return DTAP_LINK_OK;
	/* An answer to somebody else first. */
	deliver(fake, "make.999", "{}");
	if (fake->answer != NULL)
		deliver(fake, fake->reply + strlen("_INBOX.x."), fake->answer);
	else
		fake->events.closed(fake->events.arg);
	return DTAP_LINK_OK;
}

struct fixture {
	struct fake_link link;
	struct dtap_inbox *inbox;
	struct dtap_nats_place place;
};

static void
begin(struct fixture *fixture)
{
	struct dtap_inbox *inbox = dtap_inbox_new();

	*fixture = (struct fixture){
		.link = {.calls.publish = fake_publish,
			 .events = dtap_inbox_events(inbox)},
		.inbox = inbox,
	};
	fixture->place = (struct dtap_nats_place){
		.link = &fixture->link.calls,
		.inbox = fixture->inbox,
		.prefix = "_INBOX.x",
		.pull = {.stream = "DIAG-lab", .filters = "\"s\""},
	};
}

static unsigned
make(struct fixture *fixture, const char *answer)
{
	fixture->link.answer = answer;
	return dtap_nats_place_make(&fixture->place);
}

#define AT(number) "{\"delivered\":{\"stream_seq\":" number "}}"

static void
it_goes_on_where_it_was_even_if_nothing_has_come(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_int_equal(make(&f, AT("41")), 0);
	assert_non_null(strstr(f.link.text, "\"deliver_policy\":\"new\""));
	assert_int_equal(make(&f, AT("41")), 0);
	assert_non_null(strstr(f.link.text, "\"opt_start_seq\":42"));
	dtap_inbox_free(f.inbox);
}

static void
a_stream_that_is_younger_is_read_from_its_beginning(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_int_equal(make(&f, AT("41")), 0);
	assert_int_equal(make(&f, AT("3")), DTAP_TROUBLE_NEW_STREAM);
	assert_false(f.place.pull.is_made);
	assert_int_equal(make(&f, AT("0")), 0);
	assert_non_null(strstr(f.link.text, "\"deliver_policy\":\"all\""));
	dtap_inbox_free(f.inbox);
}

static void
what_a_server_refuses_is_told_apart(void **state)
{
	static const struct {
		const char *answer, *detail;
		unsigned trouble;
	} cases[] = {
		{"{\"error\":{\"err_code\":10059,\"description\":\"a b\"}}",
		 "a b", DTAP_TROUBLE_NO_STREAM},
		{"{\"error\":{\"err_code\":1,\"description\":\"a\x7f[b\"}}",
		 "a?[b", DTAP_TROUBLE_REFUSED},
		{"{\"error\":7}", "an error", DTAP_TROUBLE_REFUSED},
		{AT("-1"), NULL, DTAP_TROUBLE_REFUSED},
		{"{}", NULL, DTAP_TROUBLE_REFUSED},
		{"nothing", NULL, DTAP_TROUBLE_REFUSED},
		{NULL, "", DTAP_LINK_CLOSED},
	};
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin(&f);
		assert_int_equal(make(&f, cases[i].answer), cases[i].trouble);
		assert_false(f.place.pull.is_made);
		if (cases[i].detail != NULL)
			assert_string_equal(f.place.detail, cases[i].detail);
		for (const char *at = f.place.detail; *at != '\0'; at++)
			assert_true(*at >= ' ' && *at <= '~');
		dtap_inbox_free(f.inbox);
	}
}

static void
a_message_is_taken_once_and_only_of_its_own_consumer(void **state)
{
	struct dtap_letter letter = {.subject = "s"};
	struct dtap_ack_subject ack;
	char reply[256];
	struct fixture f;

	(void)state;
	begin(&f);
	assert_int_equal(make(&f, AT("41")), 0);
	assert_int_equal(dtap_nats_place_ask(&f.place), 0);
	snprintf(reply, sizeof reply, "$JS.ACK.DIAG-lab.%s.1.42.1.5.0",
		 f.place.pull.name);
	letter.reply = reply;
	assert_true(dtap_nats_place_take(&f.place, &letter, &ack));
	assert_int_equal(ack.sequence, 42);
	assert_false(dtap_nats_place_take(&f.place, &letter, &ack));
	letter.reply = "$JS.ACK.DIAG-lab.tap-other.1.43.1.5.0";
	assert_false(dtap_nats_place_take(&f.place, &letter, &ack));
	letter.reply = NULL;
	assert_false(dtap_nats_place_take(&f.place, &letter, &ack));
	dtap_inbox_free(f.inbox);
}

static void
a_consumer_that_is_gone_is_said(void **state)
{
	struct dtap_letter letter = {.token = "ask.1", .status = "409"};
	struct dtap_ack_subject ack;
	struct fixture f;

	(void)state;
	begin(&f);
	assert_int_equal(make(&f, AT("41")), 0);
	assert_int_equal(dtap_nats_place_ask(&f.place), 0);
	letter.description = "Consumer Deleted";
	assert_false(dtap_nats_place_take(&f.place, &letter, &ack));
	assert_int_equal(dtap_nats_place_ask(&f.place), DTAP_TROUBLE_FORGOTTEN);
	dtap_inbox_free(f.inbox);
}

/* More than was asked for. */
static void
a_server_that_floods_is_left(void **state)
{
	char why[DTAP_LINK_WHY];
	struct fixture f;

	(void)state;
	begin(&f);
	for (int i = 0; i < 1024; i++)
		deliver(&f.link, "x", "y");
	assert_false(dtap_inbox_is_closed(f.inbox, why));
	deliver(&f.link, "x", "y");
	assert_true(dtap_inbox_is_closed(f.inbox, why));
	assert_string_equal(why, "it sends more than was asked for");
	f.link.events = dtap_inbox_events(f.inbox);
	assert_false(dtap_inbox_is_closed(f.inbox, why));
	assert_null(dtap_inbox_next(f.inbox));
	dtap_inbox_free(f.inbox);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			it_goes_on_where_it_was_even_if_nothing_has_come),
		cmocka_unit_test(
			a_stream_that_is_younger_is_read_from_its_beginning),
		cmocka_unit_test(what_a_server_refuses_is_told_apart),
		cmocka_unit_test(
			a_message_is_taken_once_and_only_of_its_own_consumer),
		cmocka_unit_test(a_consumer_that_is_gone_is_said),
		cmocka_unit_test(a_server_that_floods_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
