/* SPDX-License-Identifier: MIT */
#include "launcher/registers.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/uio.h>

#include "launcher/ptrace_request.h"

#define STACK_ALIGNMENT 16ul

#define SYSCALL_INFO_ENTRY 1 /* PTRACE_SYSCALL_INFO_ENTRY */

int
dtap_registers_read(pid_t tid, struct dtap_registers *registers)
{
	struct iovec io = {registers->word, sizeof registers->word};

	if (dtap_ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS,
			DTAP_PTRACE_TO(&io)) < 0)
		return -1;
	if (io.iov_len == dtap_machine.words * sizeof(long))
		return 0;
	errno = ENOEXEC;
	return -1;
}

static int
write_registers(pid_t tid, struct dtap_registers *registers)
{
	struct iovec io = {registers->word, dtap_machine.words * sizeof(long)};

	return dtap_ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS,
			   DTAP_PTRACE_TO(&io)) < 0
		       ? -1
		       : 0;
}

long
dtap_registers_number(const struct dtap_registers *registers)
{
	return (long)registers->word[dtap_machine.number];
}

unsigned long
dtap_registers_argument(const struct dtap_registers *registers, unsigned index)
{
	return registers->word[dtap_machine.arguments[index]];
}

long
dtap_registers_result(const struct dtap_registers *registers)
{
	return (long)registers->word[dtap_machine.result];
}

unsigned long
dtap_registers_scratch(const struct dtap_registers *registers,
		       unsigned long size)
{
	unsigned long top = registers->word[dtap_machine.stack];

	return (top - dtap_machine.red_zone - size) & ~(STACK_ALIGNMENT - 1);
}

bool
dtap_registers_is_entry(pid_t tid, const struct dtap_registers *registers)
{
	uint8_t info[128];

	if (dtap_ptrace(DTAP_PTRACE_GET_SYSCALL_INFO, tid, sizeof info,
			DTAP_PTRACE_TO(info)) > 0)
		return info[0] == SYSCALL_INFO_ENTRY;
	return dtap_machine.is_entry(registers);
}

static void
set_arguments(struct dtap_registers *registers,
	      const unsigned long arguments[3])
{
	for (unsigned i = 0; i < 3; i++)
		registers->word[dtap_machine.arguments[i]] = arguments[i];
}

int
dtap_call_replace(pid_t tid, const struct dtap_registers *registers,
		  long number, const unsigned long arguments[3])
{
	struct dtap_registers other = *registers;

	set_arguments(&other, arguments);
	if (dtap_machine.set_number(tid, &other, number) < 0)
		return -1;
	return write_registers(tid, &other);
}

int
dtap_call_skip(pid_t tid, const struct dtap_registers *registers, long result)
{
	struct dtap_registers other = *registers;

	if (dtap_machine.set_number(tid, &other, -1) < 0)
		return -1;
	other.word[dtap_machine.result] = (unsigned long)result;
	return write_registers(tid, &other);
}

int
dtap_call_repeat(pid_t tid, const struct dtap_registers *registers, long number,
		 const unsigned long arguments[3])
{
	struct dtap_registers other = *registers;

	set_arguments(&other, arguments);
	dtap_machine.repeat(&other, number);
	return write_registers(tid, &other);
}

int
dtap_call_return(pid_t tid, const struct dtap_registers *registers, long result)
{
	struct dtap_registers other = *registers;

	other.word[dtap_machine.result] = (unsigned long)result;
	return write_registers(tid, &other);
}
