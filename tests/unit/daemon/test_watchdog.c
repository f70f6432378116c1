/* SPDX-License-Identifier: MIT */
#include "daemon/watchdog.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "base/clock.h"
#include "support/scripted_source.h"
#include "support/testing.h"

/* An observer that does not return while it is held: a reader that hangs. */
static atomic_bool held;

static void
hang(void *arg, const struct dtap_tap *tap, enum dtap_tap_state state,
     const char *why)
{
	(void)arg;
	(void)tap;
	(void)why;
	while (state == DTAP_TAP_RUNNING && atomic_load(&held))
		sched_yield();
}

struct fixture {
	struct dtap_log log;
	struct dtap_service service;
	struct dtap_watchdog watchdog;
};

static void
make(struct fixture *fixture, const struct scripted_step *steps, size_t count)
{
	static const struct dtap_tap_options options = {
		.name = "diag", .ring_bytes = 1 << 20, .snaplen = 65535};
	struct dtap_service *service = &fixture->service;

	*fixture = (struct fixture){.log = {.most = DTAP_NOTHING}};
	service->fanout = dtap_fanout_new(&fixture->log, 4);
	service->tap_count = 2; /* the second is disabled */
	service->taps[0].name = "diag";
	service->taps[1].name = "ipa";
	service->taps[0].tap =
		dtap_tap_new(&options, scripted_new(steps, count));
	assert_non_null(service->taps[0].tap);
	assert_int_equal(dtap_fanout_watch(service->fanout,
					   dtap_tap_ring(service->taps[0].tap)),
			 0);
	fixture->watchdog.service = service;
}

static void
free_fixture(struct fixture *fixture)
{
	dtap_fanout_free(fixture->service.fanout);
	dtap_service_free_taps(&fixture->service);
}

/* Asks until it has the wanted answer, as a daemon does from time to time. */
static void
await_answer(struct fixture *fixture, const char *wanted)
{
	const char *answer;

	do {
		sched_yield();
		answer = dtap_watchdog_ask(&fixture->watchdog);
	} while ((answer == NULL) != (wanted == NULL) ||
		 (answer != NULL && wanted != NULL &&
		  strcmp(answer, wanted) != 0));
}

static const struct scripted_step quiet[] = {{.what = SCRIPTED_OPEN}};

static void
a_reader_inside_its_source_is_well(void **state)
{
	struct fixture fixture;

	(void)state;
	make(&fixture, quiet, COUNT(quiet));
	assert_int_equal(dtap_fanout_start(fixture.service.fanout), 0);
	dtap_service_start_taps(&fixture.service, NULL, NULL);
	for (unsigned i = 0; i < 100; i++)
		await_answer(&fixture, NULL);
	dtap_service_stop_taps(&fixture.service);
	dtap_fanout_stop(fixture.service.fanout, 0);
	free_fixture(&fixture);
}

static void
a_reader_that_waits_to_open_again_is_well(void **state)
{
	static const struct scripted_step fails[] = {
		{.what = SCRIPTED_OPEN, .error = ENODEV, .times = 1000000}};
	struct dtap_tap_status status;
	struct fixture fixture;

	(void)state;
	make(&fixture, fails, COUNT(fails));
	assert_int_equal(dtap_fanout_start(fixture.service.fanout), 0);
	dtap_service_start_taps(&fixture.service, NULL, NULL);
	do
		dtap_tap_status(fixture.service.taps[0].tap, &status);
	while (status.failures == 0);
	for (unsigned i = 0; i < 100; i++)
		await_answer(&fixture, NULL);
	dtap_service_stop_taps(&fixture.service);
	dtap_fanout_stop(fixture.service.fanout, 0);
	free_fixture(&fixture);
}

static void
a_reader_that_hangs_is_found(void **state)
{
	struct fixture fixture;

	(void)state;
	atomic_store(&held, true);
	make(&fixture, quiet, COUNT(quiet));
	assert_int_equal(dtap_fanout_start(fixture.service.fanout), 0);
	dtap_service_start_taps(&fixture.service, hang, NULL);
	await_answer(&fixture, "diag");
	atomic_store(&held, false);
	await_answer(&fixture, NULL);
	dtap_service_stop_taps(&fixture.service);
	dtap_fanout_stop(fixture.service.fanout, 0);
	free_fixture(&fixture);
}

static void
a_fan_out_that_does_not_go_round_is_found(void **state)
{
	struct fixture fixture;

	(void)state;
	make(&fixture, quiet, COUNT(quiet));
	/* It is not started: the first question has no answer. */
	assert_null(dtap_watchdog_ask(&fixture.watchdog));
	assert_string_equal(dtap_watchdog_ask(&fixture.watchdog),
			    "the fan-out");
	assert_int_equal(dtap_fanout_start(fixture.service.fanout), 0);
	await_answer(&fixture, NULL);
	dtap_ring_end(dtap_tap_ring(fixture.service.taps[0].tap));
	dtap_fanout_stop(fixture.service.fanout, 0);
	free_fixture(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_inside_its_source_is_well),
		cmocka_unit_test(a_reader_that_waits_to_open_again_is_well),
		cmocka_unit_test(a_reader_that_hangs_is_found),
		cmocka_unit_test(a_fan_out_that_does_not_go_round_is_found),
	};

	return RUN(tests);
}
