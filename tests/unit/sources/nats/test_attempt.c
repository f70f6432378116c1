/* SPDX-License-Identifier: MIT */
#include "sources/nats/attempt.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "base/clock.h"
#include "support/testing.h"

/* A link that connects at once, or waits until it is cancelled. */
struct fake_link {
	struct dtap_link calls; /* first */
	bool waits;
	atomic_bool begun, cancelled;
};

static enum dtap_link_result
fake_connect(struct dtap_link *link, const struct dtap_link_events *events,
	     const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	struct fake_link *fake = (struct fake_link *)link;

	(void)events;
	strcpy(why, "nats://fake:1");
	atomic_store(&fake->begun, true);
	while (fake->waits && !(atomic_load(stop) && fake->cancelled))
		dtap_clock_sleep(dtap_clock_now() + DTAP_NS_PER_MS);
	return fake->waits ? DTAP_LINK_CANCELLED : DTAP_LINK_OK;
}

static void
fake_cancel(struct dtap_link *link)
{
	atomic_store(&((struct fake_link *)link)->cancelled, true);
}

static void
make(struct fake_link *fake, bool waits)
{
	*fake = (struct fake_link){
		.calls = {.connect = fake_connect, .cancel = fake_cancel},
		.waits = waits,
	};
}

static void
it_does_what_the_link_does(void **state)
{
	const struct dtap_link_events events = {.arg = NULL};
	char why[DTAP_LINK_WHY];
	struct fake_link fake;

	(void)state;
	make(&fake, false);
	assert_int_equal(dtap_attempt_connect(&fake.calls, &events, why),
			 DTAP_LINK_OK);
	assert_string_equal(why, "nats://fake:1");
	assert_false(fake.cancelled);
}

struct interrupter {
	struct fake_link *fake;
	pthread_t reader;
};

/* As a tap that stops its reader: until it has noticed. */
static void *
interrupt(void *arg)
{
	struct interrupter *interrupter = arg;

	while (!atomic_load(&interrupter->fake->cancelled)) {
		if (atomic_load(&interrupter->fake->begun))
			pthread_kill(interrupter->reader, SIGURG);
		dtap_clock_sleep(dtap_clock_now() + DTAP_NS_PER_MS);
	}
	return NULL;
}

static void
on_signal(int number)
{
	(void)number;
}

static void
a_signal_ends_it(void **state)
{
	const struct sigaction action = {.sa_handler = on_signal};
	const struct dtap_link_events events = {.arg = NULL};
	char why[DTAP_LINK_WHY];
	struct fake_link fake;
	struct interrupter interrupter = {&fake, pthread_self()};
	enum dtap_link_result result;
	pthread_t thread;
	int error;

	(void)state;
	make(&fake, true);
	sigaction(SIGURG, &action, NULL);
	assert_int_equal(pthread_create(&thread, NULL, interrupt, &interrupter),
			 0);
	result = dtap_attempt_connect(&fake.calls, &events, why);
	error = errno;
	pthread_join(thread, NULL);
	assert_int_equal(result, DTAP_LINK_CANCELLED);
	assert_int_equal(error, EINTR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_does_what_the_link_does),
		cmocka_unit_test(a_signal_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
