/* SPDX-License-Identifier: MIT */
#include "launcher/launcher.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launcher/passing.h"
#include "launcher/program.h"
#include "launcher/say.h"
#include "launcher/seize.h"
#include "launcher/wait_events.h"

#define FAILED    125
#define SIGNALLED 128

struct launcher {
	struct dtap_tracer *tracer;
	struct dtap_program program;
	struct dtap_passing passing;
	struct dtap_wait_events happened;
	bool ended; /* the program has, with: */
	int status;
};

/* The program itself, and not another thread or process. */
static void
note(struct launcher *launcher, int status, bool traced)
{
	if (WIFEXITED(status) || WIFSIGNALED(status)) {
		launcher->ended = true;
		launcher->status = WIFEXITED(status)
					   ? WEXITSTATUS(status)
					   : SIGNALLED + WTERMSIG(status);
		return;
	}
	if (!traced || dtap_stop_of(status) == DTAP_STOP_GROUP)
		dtap_passing_stopped(&launcher->passing);
}

/* What has happened until now, once.  False: no process is left. */
static bool
take_all(struct launcher *launcher)
{
	struct dtap_wait_events *happened = &launcher->happened;
	bool some = dtap_wait_events_collect(happened);
	const struct dtap_wait_event *event;
	bool traced;

	for (size_t i = 0; i < happened->count; i++) {
		event = &happened->events[i];
		traced = dtap_tracer_take(launcher->tracer, event->tid,
					  event->status);
		if (event->tid == launcher->program.process)
			note(launcher, event->status, traced);
	}
	return some;
}

static void
run(struct launcher *launcher)
{
	dtap_program_go(&launcher->program);
	while (take_all(launcher) ||
	       dtap_tracer_is_attached(launcher->tracer)) {
		dtap_tracer_wait(launcher->tracer, launcher->passing.fd);
		dtap_passing_read(&launcher->passing,
				  launcher->ended ? 0
						  : launcher->program.process);
	}
}

static int
start(struct launcher *launcher, const struct dtap_tracer_options *options,
      char *const argv[])
{
	bool filter = options->tracing == DTAP_TRACING_FILTER;

	if (dtap_passing_open(&launcher->passing) < 0 ||
	    dtap_program_start(&launcher->program, argv,
			       &launcher->passing.mask, filter) < 0) {
		dtap_say(true, "cannot start: %s", strerror(errno));
		return -1;
	}
	if (dtap_tracer_begin(launcher->tracer, launcher->program.process) == 0)
		return 0;
	dtap_say(true, "cannot trace the program: %s", strerror(errno));
	close(launcher->program.go); /* it exits */
	return -1;
}

int
dtap_launcher_run(const struct dtap_tracer_options *options, char *const argv[])
{
	struct launcher launcher = {.tracer = dtap_tracer_new(options),
				    .status = FAILED};

	if (launcher.tracer == NULL) {
		dtap_say(true, "%s", strerror(ENOMEM));
		return FAILED;
	}
	if (start(&launcher, options, argv) == 0)
		run(&launcher);
	dtap_say(options->verbose, "%llu stops",
		 (unsigned long long)dtap_tracer_stops(launcher.tracer));
	dtap_wait_events_free(&launcher.happened);
	dtap_tracer_free(launcher.tracer);
	return launcher.status;
}
