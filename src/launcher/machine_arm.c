/* SPDX-License-Identifier: MIT */
#include "launcher/machine.h"

#include <linux/audit.h>

#include "launcher/ptrace_request.h"

/* Registers r0 to r15, the status register, and r0 before the call. */
enum { WORDS = 18, R7 = 7, R12 = 12, SP = 13, PC = 15, CPSR = 16 };

#define THUMB 0x20 /* in the status register */

static int
set_number(pid_t tid, struct dtap_registers *registers, long number)
{
	(void)registers; /* r7 stays the program's */
	return dtap_ptrace(DTAP_PTRACE_SET_SYSCALL, tid, 0,
			   (unsigned long)number) < 0
		       ? -1
		       : 0;
}

static void
repeat(struct dtap_registers *registers, long number)
{
	registers->word[R7] = (unsigned long)number;
	registers->word[PC] -= registers->word[CPSR] & THUMB ? 2 : 4;
}

/* While a thread is stopped at a call, r12 says on which side. */
static bool
is_entry(const struct dtap_registers *registers)
{
	return registers->word[R12] == 0;
}

const struct dtap_machine dtap_machine = {
	.name = "ARM",
	.audit = AUDIT_ARCH_ARM,
	.words = WORDS,
	.number = R7,
	.result = 0,
	.stack = SP,
	.arguments = {0, 1, 2},
	.red_zone = 0,
	.set_number = set_number,
	.repeat = repeat,
	.is_entry = is_entry,
};
