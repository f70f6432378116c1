/* SPDX-License-Identifier: MIT */
/*
 * calls.h - what a program reads and writes at /dev/diag_calls, see diag.c.
 *
 * Both ends are of one machine: host order, natural alignment.
 */
#ifndef DTAP_TESTS_CALLS_H
#define DTAP_TESTS_CALLS_H

#include <linux/types.h>

enum call_kind {
	CALL_OPEN,     /* result: its handle */
	CALL_RELEASE,  /* result: 0 */
	CALL_READ,     /* argument: room; result: the bytes behind the answer */
	CALL_WRITE,    /* size bytes behind the call; result: what it returns */
	CALL_IOCTL,    /* result: what it returns */
	CALL_INTERRUPT /* a signal came for this read: it is to be answered */
};

/* One read. */
struct call {
	__u64 number;
	__u64 argument;
	__u32 kind;
	__u32 thread; /* of the caller */
	__u32 handle;
	__u32 command; /* of an ioctl */
	__u32 size;
	__u32 unused;
};

/* One write. */
struct call_answer {
	__u64 number;
	__s64 result; /* or an errno, negative */
};

#endif
