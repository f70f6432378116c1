/* SPDX-License-Identifier: MIT */
#include "client/stop_signals.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

int
dtap_stop_signals_open(bool children)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (children)
		sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int
dtap_stop_signals_received(int stop)
{
	struct signalfd_siginfo info;

	if (read(stop, &info, sizeof info) != (ssize_t)sizeof info)
		return SIGTERM;
	return (int)info.ssi_signo;
}
