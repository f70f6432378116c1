/* SPDX-License-Identifier: MIT */
#include "launcher/machine.h"

#include <errno.h>
#include <linux/audit.h>
#include <stddef.h>
#include <sys/user.h>

#define WORD(field) (offsetof(struct user_regs_struct, field) / sizeof(long))

#define INSTRUCTION 2 /* bytes of "syscall" */

static int
set_number(pid_t tid, struct dtap_registers *registers, long number)
{
	(void)tid;
	registers->word[WORD(orig_rax)] = (unsigned long)number;
	return 0;
}

static void
repeat(struct dtap_registers *registers, long number)
{
	registers->word[WORD(rax)] = (unsigned long)number;
	registers->word[WORD(rip)] -= INSTRUCTION;
}

static bool
is_entry(const struct dtap_registers *registers)
{
	return (long)registers->word[WORD(rax)] == -ENOSYS;
}

const struct dtap_machine dtap_machine = {
	.name = "x86-64",
	.audit = AUDIT_ARCH_X86_64,
	.words = sizeof(struct user_regs_struct) / sizeof(long),
	.number = WORD(orig_rax),
	.result = WORD(rax),
	.stack = WORD(rsp),
	.arguments = {WORD(rdi), WORD(rsi), WORD(rdx)},
	.red_zone = 128,
	.set_number = set_number,
	.repeat = repeat,
	.is_entry = is_entry,
};
