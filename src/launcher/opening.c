/* SPDX-License-Identifier: MIT */
#include "launcher/opening.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "launcher/descriptor.h"
#include "launcher/listener.h"
#include "launcher/memory.h"
#include "launcher/ptrace_request.h"
#include "launcher/say.h"

#define NAP_NS 100000000l /* between two looks for diagtapd */

static bool
signal_mask(const struct dtap_thread *thread, int request, uint64_t *mask)
{
	return dtap_ptrace(request, thread->tid, sizeof *mask,
			   DTAP_PTRACE_TO(mask)) == 0;
}

static void
block_signals(struct dtap_thread *thread)
{
	uint64_t all = ~UINT64_C(0);

	thread->blocked =
		signal_mask(thread, DTAP_PTRACE_GETSIGMASK, &thread->signals) &&
		signal_mask(thread, DTAP_PTRACE_SETSIGMASK, &all);
}

static void
unblock_signals(struct dtap_thread *thread)
{
	if (thread->blocked)
		signal_mask(thread, DTAP_PTRACE_SETSIGMASK, &thread->signals);
	thread->blocked = false;
}

/* What we have for an open that goes on without it. */
static void
drop_descriptors(struct dtap_thread *thread)
{
	if (thread->listener >= 0)
		close(thread->listener);
	if (thread->daemon >= 0)
		close(thread->daemon);
	thread->listener = thread->daemon = -1;
}

/* At the exit of the last call. */
static void
finish(struct dtap_thread *thread, long result)
{
	dtap_call_return(thread->tid, &thread->call, result);
	unblock_signals(thread);
	drop_descriptors(thread);
	thread->until = 0;
	thread->stage = DTAP_STAGE_NONE;
}

/* At the entry: the open fails. */
static void
fail(struct dtap_thread *thread)
{
	drop_descriptors(thread);
	thread->until = 0;
	thread->result = -EINVAL;
	dtap_call_skip(thread->tid, &thread->call, thread->result);
	thread->stage = DTAP_STAGE_SKIP;
}

/* The arguments of a nap.  False: the thread has no room on its stack. */
static bool
write_nap(const struct dtap_thread *thread, unsigned long arguments[3])
{
	static const long nap[2] = {0, NAP_NS}; /* a struct timespec */
	unsigned long at = dtap_registers_scratch(&thread->call, sizeof nap);

	arguments[0] = at;
	arguments[1] = arguments[2] = 0;
	return dtap_memory_write(thread->tid, at, nap, sizeof nap);
}

/* At the entry: a nap in the place of the open. */
static void
nap(struct dtap_thread *thread)
{
	unsigned long arguments[3];

	drop_descriptors(thread);
	if (!write_nap(thread, arguments)) {
		fail(thread);
		return;
	}
	dtap_call_replace(thread->tid, &thread->call, SYS_nanosleep, arguments);
	thread->stage = DTAP_STAGE_SLEEP;
}

static void
make_socket(struct dtap_thread *thread)
{
	unsigned long arguments[3] = {
		AF_UNIX, SOCK_SEQPACKET | (thread->cloexec ? SOCK_CLOEXEC : 0),
		0};

	thread->listener = dtap_listener_open();
	if (thread->listener < 0) {
		dtap_say(true, "cannot listen for the program: %s",
			 strerror(errno));
		fail(thread);
		return;
	}
	block_signals(thread);
	dtap_call_replace(thread->tid, &thread->call, SYS_socket, arguments);
	thread->stage = DTAP_STAGE_SOCKET;
}

void
dtap_opening_begin(const struct dtap_opening *opening,
		   struct dtap_thread *thread,
		   const struct dtap_registers *registers, bool cloexec)
{
	int64_t now = dtap_clock_now();
	bool first = thread->until == 0;
	const char *why;

	if (first)
		thread->until = now + opening->wait;
	thread->call = *registers;
	thread->cloexec = cloexec;
	thread->daemon = dtap_attachments_reach(opening->attachments);
	why = thread->daemon < 0 ? strerror(errno) : "it does not answer";
	if (thread->daemon >= 0 && (first || now < thread->until)) {
		make_socket(thread);
	} else if (now < thread->until) {
		dtap_say(first, "no diagtapd answers at %s: %s; waiting",
			 opening->socket, why);
		nap(thread);
	} else {
		dtap_say(
			true,
			"no diagtapd answers at %s: %s; open fails with EINVAL",
			opening->socket, why);
		fail(thread);
	}
}

/* The program has no use for its socket. */
static void
give_up(struct dtap_thread *thread, bool again)
{
	unsigned long arguments[3] = {(unsigned long)thread->fd, 0, 0};

	drop_descriptors(thread);
	thread->again = again;
	thread->result = -EINVAL;
	dtap_call_repeat(thread->tid, &thread->call, SYS_close, arguments);
	thread->stage = DTAP_STAGE_CLOSE;
}

static void
connect_socket(struct dtap_thread *thread, long fd)
{
	struct dtap_address name;
	unsigned long at;

	if (fd < 0) {
		finish(thread, fd);
		return;
	}
	thread->fd = (int)fd;
	at = dtap_registers_scratch(&thread->call, sizeof name.un);
	if (!dtap_listener_name(thread->listener, &name) ||
	    !dtap_memory_write(thread->tid, at, &name.un, name.size)) {
		give_up(thread, false);
		return;
	}
	dtap_call_repeat(thread->tid, &thread->call, SYS_connect,
			 (unsigned long[3]){(unsigned long)fd, at, name.size});
	thread->stage = DTAP_STAGE_CONNECT;
}

static void
attach(const struct dtap_opening *opening, struct dtap_thread *thread,
       long result)
{
	ino_t inode =
		dtap_descriptor_socket(thread->tid, (unsigned long)thread->fd);
	int daemon = thread->daemon, device = -1;

	if (result == 0 && inode != 0)
		device =
			dtap_listener_accept(thread->listener, thread->process);
	if (device < 0) {
		dtap_say(true, "the program cannot connect: %s",
			 strerror(result < 0 ? (int)-result : ECONNREFUSED));
		give_up(thread, false);
		return;
	}
	thread->daemon = -1;
	thread->stage = DTAP_STAGE_ANSWER;
	if (dtap_attachments_add(opening->attachments, device, daemon,
				 thread->process, thread->tid, inode) < 0)
		give_up(thread, true);
}

/* After close(2): the open again, behind a nap, or its end. */
static void
end_close(struct dtap_thread *thread)
{
	unsigned long arguments[3];

	if (!thread->again || !write_nap(thread, arguments)) {
		finish(thread, thread->result);
		return;
	}
	unblock_signals(thread);
	dtap_call_repeat(thread->tid, &thread->call, SYS_nanosleep, arguments);
	thread->stage = DTAP_STAGE_SLEEP;
}

static void
repeat_open(struct dtap_thread *thread)
{
	const struct dtap_registers *call = &thread->call;
	unsigned long arguments[3];

	for (unsigned i = 0; i < 3; i++)
		arguments[i] = dtap_registers_argument(call, i);
	dtap_call_repeat(thread->tid, call, dtap_registers_number(call),
			 arguments);
	thread->stage = DTAP_STAGE_NONE;
}

static void
end_skip(struct dtap_thread *thread, const struct dtap_registers *registers)
{
	if (dtap_registers_result(registers) != thread->result)
		dtap_call_return(thread->tid, registers, thread->result);
	thread->stage = DTAP_STAGE_NONE;
}

void
dtap_opening_next(const struct dtap_opening *opening,
		  struct dtap_thread *thread,
		  const struct dtap_registers *registers)
{
	long result = dtap_registers_result(registers);

	switch (thread->stage) {
	case DTAP_STAGE_SKIP:
		end_skip(thread, registers);
		break;
	case DTAP_STAGE_SLEEP:
		repeat_open(thread);
		break;
	case DTAP_STAGE_SOCKET:
		connect_socket(thread, result);
		break;
	case DTAP_STAGE_CONNECT:
		attach(opening, thread, result);
		break;
	case DTAP_STAGE_CLOSE:
		end_close(thread);
		break;
	case DTAP_STAGE_ANSWER:
	case DTAP_STAGE_NONE:
		break;
	}
}

void
dtap_opening_answered(const struct dtap_opening *opening,
		      struct dtap_thread *thread, int error)
{
	if (error == 0) {
		dtap_say(opening->verbose, "pid %d: open of /dev/diag is %d",
			 (int)thread->process, thread->fd);
		finish(thread, thread->fd);
		return;
	}
	dtap_say(error != ECONNRESET, "diagtapd does not attach pid %d: %s",
		 (int)thread->process, strerror(error));
	give_up(thread, error == ECONNRESET);
}
