/* SPDX-License-Identifier: MIT */
/* An uplink with a link of the test, which says what a server might. */
#include "uplink/uplink.h"

#include <errno.h>
#include <pthread.h>

#include "base/clock.h"
#include "support/scripted_source.h"
#include "support/testing.h"

#define CONTAINERS 100
#define MESSAGES   64
#define PATIENCE   (60 * DTAP_NS_PER_S) /* with a machine that is busy */

/* The calls come from the uplink's thread, the counters are read by the test.
 */
struct fake_link {
	struct dtap_link calls; /* first */
	struct dtap_link_events events;
	pthread_mutex_t lock;
	unsigned connects, refused; /* attempts; the first so many fail */
	unsigned breaks;            /* publications that end the connection */
	bool mute;                  /* no answers */
	bool closed;                /* says that the other side has left */
	unsigned published, farewells;
	char ids[MESSAGES][128]; /* of messages, in the order of publication */
};

static struct fake_link *
of(struct dtap_link *link)
{
	return (struct fake_link *)link;
}

static enum dtap_link_result
fake_connect(struct dtap_link *link, const struct dtap_link_events *events,
	     const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	struct fake_link *fake = of(link);
	bool refuse;

	(void)stop;
	pthread_mutex_lock(&fake->lock);
	refuse = fake->connects++ < fake->refused;
	pthread_mutex_unlock(&fake->lock);
	fake->events = *events;
	strcpy(why, refuse ? "not today" : "nats://fake:1");
	return refuse ? DTAP_LINK_CONNECT : DTAP_LINK_OK;
}

/* The answer comes before publish returns, as it may from another thread. */
static void
answer(struct fake_link *fake, const struct dtap_link_message *message)
{
	static const char stored[] = "{\"stream\":\"S\",\"seq\":1}";
	const struct dtap_link_delivery delivery = {
		.subject = message->reply,
		.token = message->reply + strlen("_INBOX.d.b."),
		.data = stored,
		.size = sizeof stored - 1,
	};

	if (!fake->mute)
		fake->events.delivered(fake->events.arg, &delivery);
}

static bool
note(struct fake_link *fake, const struct dtap_link_message *message)
{
	bool broken = fake->breaks > 0;

	pthread_mutex_lock(&fake->lock);
	if (strncmp(message->subject, "$KV.", 4) == 0) {
		fake->farewells += message->header_count > 0;
		broken = false;
	} else {
		snprintf(fake->ids[fake->published % MESSAGES],
			 sizeof *fake->ids, "%s", message->headers[0].value);
		fake->published++;
		fake->breaks -= broken;
	}
	pthread_mutex_unlock(&fake->lock);
	return broken;
}

static enum dtap_link_result
fake_publish(struct dtap_link *link, const struct dtap_link_message *message)
{
	struct fake_link *fake = of(link);

	if (note(fake, message))
		return DTAP_LINK_CLOSED;
	if (message->reply != NULL)
		answer(fake, message);
	if (fake->closed) {
		fake->closed = false;
		fake->events.closed(fake->events.arg);
	}
	return DTAP_LINK_OK;
}

static void
fake_nothing(struct dtap_link *link)
{
	(void)link;
}

static const struct scripted_step steps[] = {
	{.what = SCRIPTED_OPEN},
	{.what = SCRIPTED_NUMBERED, .size = 1000, .times = CONTAINERS},
	{.what = SCRIPTED_FAIL, .error = ENODATA},
};

struct run {
	struct fake_link fake;
	struct dtap_fleet_identity identity;
	struct dtap_record_clock *record_clock;
	struct dtap_log log;
	struct dtap_tap *tap;
	struct dtap_uplink *uplink;
};

static void
begin(struct run *run)
{
	const struct dtap_tap_options tap = {.name = "diag",
					     .ring_bytes = 1 << 20,
					     .flush_ms = 10,
					     .snaplen = 65536};
	struct dtap_uplink_options options = {
		.link.inbox = "_INBOX.d.b",
		.identity = &run->identity,
		.record_clock = run->record_clock,
		.version = "1",
		.linger_ms = 10,
		.window_bytes = 1 << 20,
	};

	run->fake.calls =
		(struct dtap_link){fake_connect, fake_publish, fake_nothing,
				   fake_nothing, fake_nothing};
	pthread_mutex_init(&run->fake.lock, NULL);
	run->tap = dtap_tap_new(&tap, scripted_new(steps, COUNT(steps)));
	run->uplink = dtap_uplink_new(&options, &run->fake.calls, &run->log);
	assert_non_null(run->uplink);
	assert_int_equal(dtap_uplink_add(run->uplink, run->tap), 0);
	assert_int_equal(dtap_tap_start(run->tap, NULL, NULL), 0);
	assert_int_equal(dtap_uplink_start(run->uplink), 0);
}

static struct run
run_of(void)
{
	return (struct run){
		.identity = {.group = "lab", .device = "rig-7", .boot = 1},
		.record_clock = dtap_record_clock_new(0),
		.log.most = DTAP_NOTHING,
	};
}

static struct dtap_uplink_status
status_of(struct run *run)
{
	struct dtap_uplink_status status;

	dtap_uplink_status(run->uplink, &status);
	return status;
}

static void
await_stored(struct run *run)
{
	int64_t until = dtap_clock_now() + PATIENCE;

	while (status_of(run).taps[0].stored.containers < CONTAINERS) {
		assert_true(dtap_clock_now() < until);
		dtap_clock_sleep(dtap_clock_now() + DTAP_NS_PER_MS);
	}
}

static void
end(struct run *run)
{
	dtap_tap_stop(run->tap);
	dtap_uplink_finish(run->uplink, 100);
	dtap_uplink_stop(run->uplink);
}

static void
clear(struct run *run)
{
	dtap_uplink_free(run->uplink);
	dtap_tap_free(run->tap);
	dtap_record_clock_free(run->record_clock);
	pthread_mutex_destroy(&run->fake.lock);
}

static void
all_is_stored_in_order_and_the_device_says_farewell(void **state)
{
	struct run run = run_of();
	struct dtap_uplink_status status;

	(void)state;
	begin(&run);
	await_stored(&run);
	end(&run);
	status = status_of(&run);
	assert_int_equal(status.state, DTAP_UPLINK_STOPPED);
	assert_int_equal(status.taps[0].waiting.containers, 0);
	assert_int_equal(status.taps[0].lost.containers, 0);
	assert_int_equal(status.taps[0].messages, run.fake.published);
	assert_int_equal(run.fake.farewells, 1);
	assert_string_equal(run.fake.ids[0], "rig-7.0000000000000001.diag.0");
	clear(&run);
}

static void
a_server_that_is_away_is_tried_again(void **state)
{
	struct run run = run_of();

	(void)state;
	run.fake.refused = 1;
	begin(&run);
	await_stored(&run);
	end(&run);
	assert_int_equal(status_of(&run).failures, 1);
	assert_int_equal(status_of(&run).connections, 1);
	assert_string_equal(status_of(&run).why, "");
	clear(&run);
}

static void
a_connection_that_ends_makes_the_same_message_be_sent_again(void **state)
{
	struct run run = run_of();

	(void)state;
	run.fake.breaks = 1;
	run.fake.closed = true; /* and later the other side leaves, too */
	begin(&run);
	await_stored(&run);
	end(&run);
	assert_true(status_of(&run).connections >= 2);
	assert_string_equal(run.fake.ids[0], run.fake.ids[1]);
	clear(&run);
}

static void
without_answers_nothing_counts_as_stored_and_the_stop_does_not_wait(
	void **state)
{
	struct run run = run_of();
	struct dtap_uplink_status status;

	(void)state;
	run.fake.mute = true;
	begin(&run);
	end(&run);
	status = status_of(&run);
	assert_int_equal(status.taps[0].stored.containers, 0);
	assert_int_equal(status.taps[0].messages, 0);
	assert_int_equal(status.state, DTAP_UPLINK_STOPPED);
	clear(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			all_is_stored_in_order_and_the_device_says_farewell),
		cmocka_unit_test(a_server_that_is_away_is_tried_again),
		cmocka_unit_test(
			a_connection_that_ends_makes_the_same_message_be_sent_again),
		cmocka_unit_test(
			without_answers_nothing_counts_as_stored_and_the_stop_does_not_wait),
	};

	return RUN(tests);
}
