/* SPDX-License-Identifier: MIT */
#include "base/signals.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

static bool
is_ignored(int number)
{
	struct sigaction action;

	return sigaction(number, NULL, &action) == 0 &&
	       action.sa_handler == SIG_IGN;
}

void
dtap_signals_ignore(sigset_t *changed)
{
	static const int numbers[] = {SIGPIPE, SIGXFSZ, SIGUSR1, SIGUSR2};

	if (changed != NULL)
		sigemptyset(changed);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (is_ignored(numbers[i]))
			continue;
		signal(numbers[i], SIG_IGN);
		if (changed != NULL)
			sigaddset(changed, numbers[i]);
	}
}

int
dtap_signals_open(bool children)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	sigset_t set;

	sigemptyset(&set);
	/* One that is ignored would arrive if it were blocked. */
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!is_ignored(numbers[i]))
			sigaddset(&set, numbers[i]);
	if (children) {
		/* An ignored SIGCHLD would hide the end of a child. */
		signal(SIGCHLD, SIG_DFL);
		sigaddset(&set, SIGCHLD);
	}
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int
dtap_signals_next(int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof info) != (ssize_t)sizeof info)
		return SIGTERM;
	return (int)info.ssi_signo;
}

bool
dtap_signals_has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
