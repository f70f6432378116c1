/* SPDX-License-Identifier: MIT */
/*
 * wait_events.h - what waitpid(2) has, of all processes and threads, at one
 * time.
 *
 * Nobody goes on while it is collected, so that each thread is in it once and
 * the collecting ends: a thread that makes system calls all the time holds up
 * neither the other threads nor signals and diagtapd's answers.
 */
#ifndef DTAP_WAIT_EVENTS_H
#define DTAP_WAIT_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct dtap_wait_event {
	pid_t tid;
	int status; /* as of waitpid(2) */
};

struct dtap_wait_events {
	struct dtap_wait_event *events;
	size_t count, room;
};

/*
 * Replaces what was collected before, without waiting for more.  Events are in
 * the order in which they happened.  Without memory for all the rest stays with
 * the kernel, for the next time.  False: no process is left.
 */
bool dtap_wait_events_collect(struct dtap_wait_events *set);

void dtap_wait_events_free(struct dtap_wait_events *set);

#endif
