/* SPDX-License-Identifier: MIT */
/*
 * ptrace_request.h - ptrace(2) with addresses of the other process as what they
 * are, numbers; and requests that not every C library has.
 */
#ifndef DTAP_PTRACE_REQUEST_H
#define DTAP_PTRACE_REQUEST_H

#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum {
	DTAP_PTRACE_SET_SYSCALL = 23, /* ARM */
	DTAP_PTRACE_SEIZE = 0x4206,   /* Linux 3.4 */
	DTAP_PTRACE_INTERRUPT = 0x4207,
	DTAP_PTRACE_LISTEN = 0x4208,
	DTAP_PTRACE_GETSIGMASK = 0x420a, /* Linux 3.11 */
	DTAP_PTRACE_SETSIGMASK = 0x420b,
	DTAP_PTRACE_GET_SYSCALL_INFO = 0x420e, /* Linux 5.3 */
};

/*
 * As the kernel has it: PTRACE_PEEKDATA writes a word to where data points. -1:
 * errno.  Data is a number or a pointer, as DTAP_PTRACE_TO() makes it.
 */
static inline long
dtap_ptrace(int request, pid_t tid, unsigned long address, unsigned long data)
{
	return syscall(SYS_ptrace, (long)request, (long)tid, address, data);
}

#define DTAP_PTRACE_TO(pointer) ((unsigned long)(uintptr_t)(pointer))

#endif
