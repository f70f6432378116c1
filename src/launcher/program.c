/* SPDX-License-Identifier: MIT */
#include "launcher/program.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "launcher/filter.h"
#include "launcher/hide.h"
#include "launcher/say.h"

#define CANNOT_START   125
#define CANNOT_EXECUTE 126
#define NOT_FOUND      127

static void
run(int go, char *const argv[], const sigset_t *mask, bool filter)
{
	char byte;

	/* No byte: the launcher has ended. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || read(go, &byte, 1) != 1)
		_exit(CANNOT_START);
	if (dtap_hide_device() < 0)
		dtap_say(true,
			 "/dev/diag cannot be hidden from the program: %s",
			 strerror(errno));
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (filter && dtap_filter_set() < 0) {
		dtap_say(true, "seccomp: %s", strerror(errno));
		_exit(CANNOT_START);
	}
	execvp(argv[0], argv);
	dtap_say(true, "%s: %s", argv[0], strerror(errno));
	_exit(errno == ENOENT ? NOT_FOUND : CANNOT_EXECUTE);
}

int
dtap_program_start(struct dtap_program *out, char *const argv[],
		   const sigset_t *mask, bool filter)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	out->process = fork();
	if (out->process == 0) {
		close(ends[1]);
		run(ends[0], argv, mask, filter);
	}
	close(ends[0]);
	out->go = ends[1];
	if (out->process > 0)
		return 0;
	close(out->go);
	return -1;
}

void
dtap_program_go(struct dtap_program *program)
{
	ssize_t sent = write(program->go, "", 1);

	(void)sent; /* it has been killed meanwhile */
	close(program->go);
	program->go = -1;
}
