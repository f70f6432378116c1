/* SPDX-License-Identifier: MIT */
/*
 * machine.h - what ptrace(2) and seccomp(2) need to know of a processor.
 *
 * One file for each: machine_x86_64.c, machine_arm.c (EABI), machine_aarch64.c.
 * The build takes one of them.  The registers of a thread are an array of
 * machine words, as PTRACE_GETREGSET has them; the table says which is which.
 *
 * Sources: ptrace(2), syscall(2); arch/x86/entry, arch/arm/kernel/ptrace.c and
 * arch/arm64/kernel/ptrace.c of Linux.
 */
#ifndef DTAP_MACHINE_H
#define DTAP_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define DTAP_REGISTER_WORDS 40 /* room for any of them */

struct dtap_registers {
	unsigned long word[DTAP_REGISTER_WORDS];
};

struct dtap_machine {
	const char *name;
	uint32_t audit;        /* its AUDIT_ARCH_, for the filter */
	unsigned words;        /* registers of a thread */
	unsigned number;       /* the register with the number of a call */
	unsigned result;       /* the one with what the call returned */
	unsigned stack;        /* the stack pointer */
	unsigned arguments[3]; /* the first three of a call */
	unsigned red_zone;     /* bytes below the stack pointer that are used */

	/*
	 * At the entry of a call: another number; -1: no call at all.  Changes
	 * the registers, the thread, or both.  -1: errno.
	 */
	int (*set_number)(pid_t tid, struct dtap_registers *registers,
			  long number);

	/* At the exit of a call: the thread makes one more, with this number,
	 * by the same instruction. */
	void (*repeat)(struct dtap_registers *registers, long number);

	/* Whether a stop at a call is its entry, and not its exit. */
	bool (*is_entry)(const struct dtap_registers *registers);
};

extern const struct dtap_machine dtap_machine;

#endif
