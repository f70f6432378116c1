/* SPDX-License-Identifier: MIT */
/*
 * program.h - starts the program that is to be traced.
 */
#ifndef DTAP_PROGRAM_H
#define DTAP_PROGRAM_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct dtap_program {
	pid_t process;
	int go; /* -1: it has been let go */
};

/*
 * Starts argv[0], looked up in PATH, as a child that waits until it is let go.
 * It gets the signal mask, and with `filter` the seccomp filter.  It is killed
 * when this process ends, and cannot open the real device (hide.h).  If it
 * cannot be executed it exits with 126, or 127 if it is not found.  -1: errno.
 */
int dtap_program_start(struct dtap_program *out, char *const argv[],
		       const sigset_t *mask, bool filter);

void dtap_program_go(struct dtap_program *program);

#endif
