/* SPDX-License-Identifier: MIT */
/*
 * registers.h - the system call at which a traced thread is stopped, and ways
 * to turn it into another one.
 *
 * The thread is stopped by ptrace(2): at the entry or the exit of a call, or
 * by a seccomp filter, which is before the entry.  Each function returns -1
 * with errno ESRCH if the thread has been killed meanwhile.
 */
#ifndef DTAP_REGISTERS_H
#define DTAP_REGISTERS_H

#include "launcher/machine.h"

/* -1 with ENOEXEC: it runs a program for another machine, as 32-bit ones. */
int dtap_registers_read(pid_t tid, struct dtap_registers *registers);

long dtap_registers_number(const struct dtap_registers *registers);
unsigned long dtap_registers_argument(const struct dtap_registers *registers,
				      unsigned index);
long dtap_registers_result(const struct dtap_registers *registers);

/* An address below all that the thread has on its stack, with `size` bytes. */
unsigned long dtap_registers_scratch(const struct dtap_registers *registers,
				     unsigned long size);

/* Whether a stop at a call is its entry. */
bool dtap_registers_is_entry(pid_t tid, const struct dtap_registers *registers);

/* At the entry: another call.  Registers are those of the thread. */
int dtap_call_replace(pid_t tid, const struct dtap_registers *registers,
		      long number, const unsigned long arguments[3]);

/* At the entry: no call, but a result, which is -errno for an error. */
int dtap_call_skip(pid_t tid, const struct dtap_registers *registers,
		   long result);

/* At the exit: one more call. */
int dtap_call_repeat(pid_t tid, const struct dtap_registers *registers,
		     long number, const unsigned long arguments[3]);

/*
 * At the exit of the last of several calls: the thread goes on behind the one
 * that it made, at whose entry it had `registers`, with this result.
 */
int dtap_call_return(pid_t tid, const struct dtap_registers *registers,
		     long result);

#endif
