/* SPDX-License-Identifier: MIT */
#include "launcher/wait_events.h"

#include "support/testing.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#define STOPPED(number) ((number) << 8 | 0x7f) /* as wait.h takes it apart */
#define EXITED(number)  ((number) << 8)

/* What the kernel has to say, one after the other; 0 is "no more". */
struct script {
	const struct dtap_wait_event *events;
	int error;
};

static struct script *script;

pid_t __wrap_waitpid(pid_t pid, int *status, int options);

pid_t
__wrap_waitpid(pid_t pid, int *status, int options)
{
	const struct dtap_wait_event *event = script->events;

	assert_int_equal(pid, -1);
	assert_int_equal(options, __WALL | WNOHANG | WUNTRACED);
	if (event->tid == 0) {
		errno = script->error;
		return script->error == 0 ? 0 : -1;
	}
	*status = event->status;
	script->events++;
	return event->tid;
}

static bool
collect(struct dtap_wait_events *set, const struct dtap_wait_event *events,
	int error)
{
	struct script said = {events, error};

	script = &said;
	return dtap_wait_events_collect(set);
}

static void
events_are_in_their_order(void **state)
{
	struct dtap_wait_event events[101] = {0};
	struct dtap_wait_events set = {0};

	(void)state;
	for (int i = 0; i < 100; i++)
		events[i] =
			(struct dtap_wait_event){1000 - i, STOPPED(SIGTRAP)};
	assert_true(collect(&set, events, 0));
	assert_int_equal(set.count, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(set.events[i].tid, 1000 - i);
	assert_true(collect(&set, events + 100, 0));
	assert_int_equal(set.count, 0);
	dtap_wait_events_free(&set);
}

/* The stop of a thread that was killed, or whose id another one has. */
static void
later_event_replaces_a_stop(void **state)
{
	const struct dtap_wait_event events[] = {
		{7, STOPPED(SIGTRAP)},
		{8, STOPPED(SIGTRAP)},
		{7, EXITED(3)},
		{9, STOPPED(SIGTRAP)},
		{0, 0},
	};
	struct dtap_wait_events set = {0};

	(void)state;
	assert_true(collect(&set, events, 0));
	assert_int_equal(set.count, 3);
	assert_int_equal(set.events[0].tid, 8);
	assert_int_equal(set.events[1].tid, 7);
	assert_int_equal(set.events[1].status, EXITED(3));
	assert_int_equal(set.events[2].tid, 9);
	dtap_wait_events_free(&set);
}

static void
last_process_is_told_with_its_end(void **state)
{
	const struct dtap_wait_event events[] = {{7, EXITED(0)}, {0, 0}};
	struct dtap_wait_events set = {0};

	(void)state;
	assert_false(collect(&set, events, ECHILD));
	assert_int_equal(set.count, 1);
	assert_true(collect(&set, events + 1, EINTR));
	assert_int_equal(set.count, 0);
	dtap_wait_events_free(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_in_their_order),
		cmocka_unit_test(later_event_replaces_a_stop),
		cmocka_unit_test(last_process_is_told_with_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
