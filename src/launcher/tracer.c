/* SPDX-License-Identifier: MIT */
#include "launcher/tracer.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "launcher/calls.h"
#include "launcher/descriptor.h"
#include "launcher/ioctls.h"
#include "launcher/opening.h"
#include "launcher/ptrace_request.h"
#include "launcher/say.h"
#include "launcher/seize.h"

struct dtap_tracer {
	const struct dtap_tracer_options *options;
	struct dtap_attachments *attachments;
	struct dtap_opening opening;
	struct dtap_thread_table table;
	uint64_t stops;
};

/* Without memory for it, a thread would run against the real device. */
static struct dtap_thread *
add(struct dtap_tracer *tracer, pid_t tid)
{
	struct dtap_thread *thread = dtap_thread_add(&tracer->table, tid);

	if (thread != NULL)
		return thread;
	dtap_say(true, "no memory to trace thread %d: killed", (int)tid);
	kill(tid, SIGKILL);
	return NULL;
}

static struct dtap_thread *
find_or_add(struct dtap_tracer *tracer, pid_t tid)
{
	struct dtap_thread *thread = dtap_thread_find(&tracer->table, tid);

	if (thread != NULL)
		return thread;
	thread = add(tracer, tid);
	if (thread != NULL)
		thread->leaving = dtap_attachments_has_left(tracer->attachments,
							    thread->process);
	return thread;
}

/* The thread goes on, with a signal or 0.  ESRCH: it was killed meanwhile. */
static void
resume(struct dtap_tracer *tracer, struct dtap_thread *thread, int signal)
{
	bool to_call = thread->stage != DTAP_STAGE_NONE ||
		       tracer->options->tracing != DTAP_TRACING_FILTER;
	unsigned long number = (unsigned long)signal;
	pid_t tid = thread->tid;

	if (thread->leaving && thread->stage == DTAP_STAGE_NONE) {
		dtap_thread_remove(&tracer->table, tid);
		dtap_ptrace(PTRACE_DETACH, tid, 0, number);
		return;
	}
	dtap_ptrace(to_call ? PTRACE_SYSCALL : PTRACE_CONT, tid, 0, number);
}

static void
answered(void *arg, pid_t tid, int error)
{
	struct dtap_tracer *tracer = arg;
	struct dtap_thread *thread = dtap_thread_find(&tracer->table, tid);

	if (thread == NULL || thread->stage != DTAP_STAGE_ANSWER)
		return;
	dtap_opening_answered(&tracer->opening, thread, error);
	resume(tracer, thread, 0);
}

static void
seized(void *arg, pid_t tid)
{
	add(arg, tid);
}

static void
closed(void *arg, pid_t process, bool left)
{
	struct dtap_tracer *tracer = arg;

	if (left && dtap_seize_process(process, seized, tracer))
		dtap_say(tracer->options->verbose, "pid %d is traced again",
			 (int)process);
}

struct dtap_tracer *
dtap_tracer_new(const struct dtap_tracer_options *options)
{
	static const struct dtap_attachments_ops ops = {answered, closed};
	struct dtap_tracer *tracer = calloc(1, sizeof *tracer);

	if (tracer == NULL)
		return NULL;
	tracer->options = options;
	tracer->attachments = dtap_attachments_new(&options->address, &ops,
						   tracer, options->verbose);
	if (tracer->attachments == NULL) {
		free(tracer);
		return NULL;
	}
	tracer->opening =
		(struct dtap_opening){tracer->attachments, options->socket,
				      options->wait, options->verbose};
	return tracer;
}

void
dtap_tracer_free(struct dtap_tracer *tracer)
{
	if (tracer == NULL)
		return;
	dtap_thread_table_clear(&tracer->table);
	dtap_attachments_free(tracer->attachments);
	free(tracer);
}

static const char *const ways[] = {
	[DTAP_TRACING_FILTER] = "by a seccomp filter",
	[DTAP_TRACING_LEAVE] = "until it reads or writes its device",
	[DTAP_TRACING_ALL] = "at every call",
};

int
dtap_tracer_begin(struct dtap_tracer *tracer, pid_t process)
{
	bool filter = tracer->options->tracing == DTAP_TRACING_FILTER;

	if (dtap_seize_thread(process, filter) < 0)
		return -1;
	dtap_say(tracer->options->verbose, "pid %d is traced %s", (int)process,
		 ways[tracer->options->tracing]);
	add(tracer, process);
	/* To be stopped at its calls, it has to be stopped once. */
	if (!filter)
		dtap_ptrace(DTAP_PTRACE_INTERRUPT, process, 0, 0);
	return 0;
}

/* The device is set up: from now on nothing stops this process. */
static void
leave(struct dtap_tracer *tracer, struct dtap_thread *thread, ino_t inode)
{
	struct dtap_thread_table *table = &tracer->table;

	dtap_say(tracer->options->verbose,
		 "pid %d is not traced any more, after %llu stops",
		 (int)thread->process, (unsigned long long)tracer->stops);
	dtap_attachments_leave(tracer->attachments, inode);
	for (size_t i = 0; i < table->count; i++) {
		if (table->threads[i]->process != thread->process)
			continue;
		table->threads[i]->leaving = true;
		if (table->threads[i] != thread)
			dtap_ptrace(DTAP_PTRACE_INTERRUPT,
				    table->threads[i]->tid, 0, 0);
	}
}

static void
answer_ioctl(struct dtap_tracer *tracer, struct dtap_thread *thread,
	     const struct dtap_registers *registers, ino_t inode)
{
	unsigned long request = dtap_registers_argument(registers, 1);
	unsigned long argument = dtap_registers_argument(registers, 2);

	if (dtap_ioctl_is_forwarded(request))
		dtap_attachments_ioctl(
			tracer->attachments, inode, (uint32_t)request,
			dtap_ioctl_argument(thread->tid, request, argument));
	thread->result = dtap_ioctl_answer(thread->tid, request, argument);
	thread->stage = DTAP_STAGE_SKIP;
	dtap_call_skip(thread->tid, registers, thread->result);
	dtap_say(tracer->options->verbose, "pid %d: ioctl %lu is %ld",
		 (int)thread->process, request, thread->result);
}

/* A call that has its descriptor in its first argument. */
static void
use_descriptor(struct dtap_tracer *tracer, struct dtap_thread *thread,
	       const struct dtap_registers *registers, bool transfer)
{
	ino_t inode;

	if (dtap_attachments_count(tracer->attachments) == 0)
		return;
	inode = dtap_descriptor_socket(thread->tid,
				       dtap_registers_argument(registers, 0));
	if (inode == 0 || !dtap_attachments_has(tracer->attachments, inode))
		return;
	if (!transfer)
		answer_ioctl(tracer, thread, registers, inode);
	else if (tracer->options->tracing == DTAP_TRACING_LEAVE)
		leave(tracer, thread, inode);
}

/* At the entry of a call. */
static void
enter(struct dtap_tracer *tracer, struct dtap_thread *thread,
      const struct dtap_registers *registers)
{
	long number = dtap_registers_number(registers);
	const struct dtap_open_call *call = dtap_open_call_find(number);

	if (call != NULL) {
		if (dtap_open_call_is_device(thread->tid, call, registers))
			dtap_opening_begin(
				&tracer->opening, thread, registers,
				dtap_open_call_is_cloexec(thread->tid, call,
							  registers));
	} else if (number == SYS_ioctl) {
		if (dtap_registers_argument(registers, 1) < DTAP_DIAG_IOCTLS)
			use_descriptor(tracer, thread, registers, false);
	} else if (dtap_call_is_transfer(number)) {
		use_descriptor(tracer, thread, registers, true);
	}
}

static void
at_call(struct dtap_tracer *tracer, struct dtap_thread *thread)
{
	struct dtap_registers registers;
	bool entry;

	if (dtap_registers_read(thread->tid, &registers) == 0) {
		entry = dtap_registers_is_entry(thread->tid, &registers);
		if (thread->stage == DTAP_STAGE_NONE && entry)
			enter(tracer, thread, &registers);
		else if (thread->stage != DTAP_STAGE_NONE && !entry)
			dtap_opening_next(&tracer->opening, thread, &registers);
	}
	if (thread->stage != DTAP_STAGE_ANSWER)
		resume(tracer, thread, 0);
}

static void
at_filter(struct dtap_tracer *tracer, struct dtap_thread *thread)
{
	struct dtap_registers registers;

	if (thread->stage == DTAP_STAGE_NONE &&
	    dtap_registers_read(thread->tid, &registers) == 0)
		enter(tracer, thread, &registers);
	/* A call that is skipped here has no exit. */
	if (thread->stage == DTAP_STAGE_SKIP)
		thread->stage = DTAP_STAGE_NONE;
	resume(tracer, thread, 0);
}

/* The other threads have ended, and the one that called has this id now. */
static void
at_exec(struct dtap_tracer *tracer, pid_t process)
{
	struct dtap_registers registers;
	struct dtap_thread *thread;
	unsigned long former = 0;

	dtap_ptrace(PTRACE_GETEVENTMSG, process, 0, DTAP_PTRACE_TO(&former));
	dtap_thread_remove(&tracer->table, (pid_t)former);
	dtap_thread_remove(&tracer->table, process);
	if (dtap_registers_read(process, &registers) < 0 && errno == ENOEXEC) {
		dtap_say(true, "pid %d: its program is not for %s: killed",
			 (int)process, dtap_machine.name);
		kill(process, SIGKILL);
	}
	thread = add(tracer, process);
	if (thread != NULL)
		resume(tracer, thread, 0);
}

static void
at_stop(struct dtap_tracer *tracer, struct dtap_thread *thread, int status)
{
	switch (dtap_stop_of(status)) {
	case DTAP_STOP_CALL:
		at_call(tracer, thread);
		break;
	case DTAP_STOP_FILTER:
		at_filter(tracer, thread);
		break;
	case DTAP_STOP_EXEC:
		at_exec(tracer, thread->tid);
		break;
	case DTAP_STOP_GROUP:
		if (thread->leaving && thread->stage == DTAP_STAGE_NONE)
			resume(tracer, thread, 0);
		else
			dtap_ptrace(DTAP_PTRACE_LISTEN, thread->tid, 0, 0);
		break;
	case DTAP_STOP_SIGNAL:
		resume(tracer, thread, WSTOPSIG(status));
		break;
	case DTAP_STOP_OTHER:
		resume(tracer, thread, 0);
		break;
	}
}

bool
dtap_tracer_take(struct dtap_tracer *tracer, pid_t tid, int status)
{
	bool known = dtap_thread_find(&tracer->table, tid) != NULL;
	struct dtap_thread *thread;

	if (!WIFSTOPPED(status)) {
		dtap_thread_remove(&tracer->table, tid);
		return known;
	}
	/* A new one that is traced says so; a child that is not, does not. */
	if (!known && dtap_stop_of(status) == DTAP_STOP_SIGNAL)
		return false;
	tracer->stops++;
	thread = find_or_add(tracer, tid);
	if (thread != NULL)
		at_stop(tracer, thread, status);
	return true;
}

void
dtap_tracer_wait(struct dtap_tracer *tracer, int signals)
{
	dtap_attachments_wait(tracer->attachments, signals);
}

bool
dtap_tracer_is_attached(const struct dtap_tracer *tracer)
{
	return dtap_attachments_count(tracer->attachments) > 0;
}

uint64_t
dtap_tracer_stops(const struct dtap_tracer *tracer)
{
	return tracer->stops;
}
