/* SPDX-License-Identifier: MIT */
/*
 * calls.h - the system calls in which a program can meet its device.
 */
#ifndef DTAP_CALLS_H
#define DTAP_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "launcher/registers.h"

/* ioctl(2) requests of the DIAG driver are below this; of others, above. */
#define DTAP_DIAG_IOCTLS 64

/* The indexes of arguments; directory -1: the working directory. */
struct dtap_open_call {
	long number;
	int directory, path, flags;
	bool how; /* flags points to a struct open_how */
};

extern const struct dtap_open_call dtap_open_calls[];
extern const size_t dtap_open_call_count;

/* NULL: the call opens nothing. */
const struct dtap_open_call *dtap_open_call_find(long number);

/* Whether the call reads or writes the descriptor in its first argument. */
bool dtap_call_is_transfer(long number);

/* Whether an open of a thread that is stopped at its entry closes the
 * descriptor at an exec (O_CLOEXEC). */
bool dtap_open_call_is_cloexec(pid_t tid, const struct dtap_open_call *call,
			       const struct dtap_registers *registers);

/*
 * Whether it opens /dev/diag: the last name of its path is "diag", and the
 * directory before it, however it is written, is the /dev that the thread sees.
 * A link with another name is not followed.
 */
bool dtap_open_call_is_device(pid_t tid, const struct dtap_open_call *call,
			      const struct dtap_registers *registers);

#endif
