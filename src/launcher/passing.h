/* SPDX-License-Identifier: MIT */
/*
 * passing.h - passes signals on to the program, as if it had been started
 * without us.
 *
 * Signals of the terminal reach the program by themselves, for it is in our
 * process group; those that a process sends to us are sent on.  When the
 * terminal has stopped the program, we stop too, so that a shell sees it.
 */
#ifndef DTAP_PASSING_H
#define DTAP_PASSING_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct dtap_passing {
	int fd;        /* readable when a signal has come; a child's end too */
	sigset_t mask; /* of the process before */
	bool stopping; /* a stop was asked for */
};

/* Blocks the signals of the process.  -1: errno. */
int dtap_passing_open(struct dtap_passing *passing);

/* Reads what has come, and passes it on. */
void dtap_passing_read(struct dtap_passing *passing, pid_t program);

/* The program has been stopped. */
void dtap_passing_stopped(struct dtap_passing *passing);

#endif
