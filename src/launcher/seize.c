/* SPDX-License-Identifier: MIT */
#include "launcher/seize.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "launcher/ptrace_request.h"

/* What not every C library has. */
#define EVENT_EXEC    4
#define EVENT_SECCOMP 7
#define EVENT_STOP    128
#define TRACE_SECCOMP (1ul << EVENT_SECCOMP)
#define EXITKILL      (1ul << 20)

static bool
stops_group(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN ||
	       signal == SIGTTOU;
}

enum dtap_stop
dtap_stop_of(int status)
{
	int signal = WSTOPSIG(status);

	switch (status >> 16) {
	case 0:
		return signal == (SIGTRAP | 0x80) ? DTAP_STOP_CALL
						  : DTAP_STOP_SIGNAL;
	case EVENT_SECCOMP:
		return DTAP_STOP_FILTER;
	case EVENT_EXEC:
		return DTAP_STOP_EXEC;
	case EVENT_STOP:
		return stops_group(signal) ? DTAP_STOP_GROUP : DTAP_STOP_OTHER;
	default:
		return DTAP_STOP_OTHER;
	}
}

int
dtap_seize_thread(pid_t tid, bool filter)
{
	unsigned long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE |
				PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
				PTRACE_O_TRACEEXEC |
				(filter ? TRACE_SECCOMP : 0);

	if (dtap_ptrace(DTAP_PTRACE_SEIZE, tid, 0, options | EXITKILL) == 0)
		return 0;
	if (errno != EINVAL)
		return -1;
	return dtap_ptrace(DTAP_PTRACE_SEIZE, tid, 0, options) < 0 ? -1 : 0;
}

/* Those that are not traced yet; their number. */
static unsigned
seize_threads(pid_t process, void (*seized)(void *arg, pid_t tid), void *arg)
{
	unsigned count = 0;
	char path[64];
	struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof path, "/proc/%d/task", (int)process);
	directory = opendir(path);
	if (directory == NULL)
		return 0;
	while ((entry = readdir(directory)) != NULL) {
		pid_t tid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (tid > 0 && dtap_seize_thread(tid, false) == 0) {
			dtap_ptrace(DTAP_PTRACE_INTERRUPT, tid, 0, 0);
			seized(arg, tid);
			count++;
		}
	}
	closedir(directory);
	return count;
}

/* A thread that is traced makes only threads that are. */
bool
dtap_seize_process(pid_t process, void (*seized)(void *arg, pid_t tid),
		   void *arg)
{
	unsigned count, all = 0;

	while ((count = seize_threads(process, seized, arg)) > 0)
		all += count;
	return all > 0;
}
