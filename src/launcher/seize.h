/* SPDX-License-Identifier: MIT */
/*
 * seize.h - begins to trace processes, and ends it: PTRACE_SEIZE (Linux 3.4).
 */
#ifndef DTAP_SEIZE_H
#define DTAP_SEIZE_H

#include <stdbool.h>
#include <sys/types.h>

/* Stops of a thread, as waitpid(2) reports them. */
enum dtap_stop {
	DTAP_STOP_CALL,   /* at a system call */
	DTAP_STOP_FILTER, /* by a seccomp filter */
	DTAP_STOP_EXEC,   /* in another program now */
	DTAP_STOP_GROUP,  /* its process is stopped, as by SIGSTOP */
	DTAP_STOP_SIGNAL, /* before it takes a signal */
	DTAP_STOP_OTHER,  /* new, interrupted, or with a new child */
};

enum dtap_stop dtap_stop_of(int status);

/*
 * Traces a thread, and all threads and processes that it makes.  filter: stops
 * of a seccomp filter too.  If the tracer ends they are killed (Linux 3.8).
 * -1: errno; EPERM: something traces it already, or we may not.
 */
int dtap_seize_thread(pid_t tid, bool filter);

/*
 * All threads of a process, each of which is stopped soon; calls `seized` for
 * each.  Those that are traced already stay as they are.  False: there is none.
 */
bool dtap_seize_process(pid_t process, void (*seized)(void *arg, pid_t tid),
			void *arg);

#endif
