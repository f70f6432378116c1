/* SPDX-License-Identifier: MIT */
#include "launcher/wait_events.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static bool
make_room(struct dtap_wait_events *set)
{
	size_t room = set->room == 0 ? 16 : set->room * 2;
	struct dtap_wait_event *more;

	if (set->count < set->room)
		return true;
	more = realloc(set->events, room * sizeof *more);
	if (more == NULL)
		return false;
	set->events = more;
	set->room = room;
	return true;
}

/*
 * A thread that has stopped was killed, or another one has its id after
 * execve(2): its stop is nothing that could be answered any more.
 */
static void
remove_earlier(struct dtap_wait_events *set, pid_t tid)
{
	struct dtap_wait_event *event = set->events;
	size_t at = 0;

	while (at < set->count && event[at].tid != tid)
		at++;
	if (at == set->count)
		return;
	set->count--;
	memmove(event + at, event + at + 1, (set->count - at) * sizeof *event);
}

bool
dtap_wait_events_collect(struct dtap_wait_events *set)
{
	pid_t tid;
	int status;

	set->count = 0;
	while (make_room(set)) {
		tid = waitpid(-1, &status, __WALL | WNOHANG | WUNTRACED);
		if (tid < 0)
			return errno != ECHILD;
		if (tid == 0)
			return true;
		remove_earlier(set, tid);
		set->events[set->count++] =
			(struct dtap_wait_event){tid, status};
	}
	return true;
}

void
dtap_wait_events_free(struct dtap_wait_events *set)
{
	free(set->events);
	*set = (struct dtap_wait_events){0};
}
