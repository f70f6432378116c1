/* SPDX-License-Identifier: MIT */
#include "launcher/machine.h"

#include <linux/audit.h>
#include <sys/uio.h>

#include "launcher/ptrace_request.h"

/* Registers x0 to x30, sp, pc and the status register. */
enum { WORDS = 34, X7 = 7, X8 = 8, SP = 31, PC = 32 };

#define REGSET_SYSTEM_CALL 0x404 /* NT_ARM_SYSTEM_CALL */
#define INSTRUCTION        4

static int
set_number(pid_t tid, struct dtap_registers *registers, long number)
{
	int value = (int)number;
	struct iovec io = {&value, sizeof value};

	(void)registers;
	return dtap_ptrace(PTRACE_SETREGSET, tid, REGSET_SYSTEM_CALL,
			   DTAP_PTRACE_TO(&io)) < 0
		       ? -1
		       : 0;
}

static void
repeat(struct dtap_registers *registers, long number)
{
	registers->word[X8] = (unsigned long)number;
	registers->word[PC] -= INSTRUCTION;
}

/* While a thread is stopped at a call, x7 says on which side. */
static bool
is_entry(const struct dtap_registers *registers)
{
	return registers->word[X7] == 0;
}

const struct dtap_machine dtap_machine = {
	.name = "aarch64",
	.audit = AUDIT_ARCH_AARCH64,
	.words = WORDS,
	.number = X8,
	.result = 0,
	.stack = SP,
	.arguments = {0, 1, 2},
	.red_zone = 0,
	.set_number = set_number,
	.repeat = repeat,
	.is_entry = is_entry,
};
