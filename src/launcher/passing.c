/* SPDX-License-Identifier: MIT */
#include "launcher/passing.h"

#include <sys/signalfd.h>
#include <unistd.h>

/* Those of our own mistakes end us; SIGPIPE is of our own output. */
static const int not_passed[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
				 SIGTRAP, SIGABRT, SIGSYS, SIGPIPE};

int
dtap_passing_open(struct dtap_passing *passing)
{
	sigset_t set, blocked;

	*passing = (struct dtap_passing){.fd = -1};
	sigfillset(&set);
	for (size_t i = 0; i < sizeof not_passed / sizeof *not_passed; i++)
		sigdelset(&set, not_passed[i]);
	blocked = set;
	sigaddset(&blocked, SIGPIPE);
	/* An ignored SIGCHLD would hide the end of the program. */
	signal(SIGCHLD, SIG_DFL);
	if (sigprocmask(SIG_BLOCK, &blocked, &passing->mask) < 0)
		return -1;
	passing->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return passing->fd < 0 ? -1 : 0;
}

static void
pass(struct dtap_passing *passing, const struct signalfd_siginfo *info,
     pid_t program)
{
	int number = (int)info->ssi_signo;

	switch (number) {
	case SIGCHLD:
		return;
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		passing->stopping = true;
		break;
	case SIGCONT:
		passing->stopping = false;
		break;
	}
	if (info->ssi_code != SI_KERNEL)
		kill(program, number);
}

void
dtap_passing_read(struct dtap_passing *passing, pid_t program)
{
	struct signalfd_siginfo info;

	while (read(passing->fd, &info, sizeof info) == (ssize_t)sizeof info)
		if (program > 0)
			pass(passing, &info, program);
}

void
dtap_passing_stopped(struct dtap_passing *passing)
{
	if (!passing->stopping)
		return;
	passing->stopping = false;
	raise(SIGSTOP);
}
