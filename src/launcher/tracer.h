/* SPDX-License-Identifier: MIT */
/*
 * tracer.h - traces a program, and answers its calls to /dev/diag.
 *
 * Three ways, for what a kernel has:
 *
 * FILTER  a seccomp filter stops the program at the calls of calls.h, and at no
 *         others.
 * LEAVE   the program is stopped at each call until it has opened the device
 *         and reads or writes it for the first time.  Then its process is no
 *         longer traced.  It is traced again as soon as it has closed the
 *         device.  An ioctl(2) or a second open in between is not seen.
 * ALL     the program is stopped at each call, for as long as it runs.
 *
 * The owner has started the program, which waits to be traced, and passes on
 * what waitpid(2) says.  One thread.
 */
#ifndef DTAP_TRACER_H
#define DTAP_TRACER_H

#include "launcher/address.h"
#include "launcher/attachments.h"

enum dtap_tracing {
	DTAP_TRACING_FILTER,
	DTAP_TRACING_LEAVE,
	DTAP_TRACING_ALL,
};

struct dtap_tracer;

struct dtap_tracer_options {
	enum dtap_tracing tracing;
	const char *socket; /* of diagtapd, as the user wrote it */
	struct dtap_address address;
	int64_t wait; /* ns that an open waits for diagtapd */
	bool verbose;
};

/* Options stay the caller's.  NULL: ENOMEM. */
struct dtap_tracer *dtap_tracer_new(const struct dtap_tracer_options *options);

/* Processes that are traced are killed, if the kernel can do that (3.8). */
void dtap_tracer_free(struct dtap_tracer *tracer);

/* Begins to trace a process with one thread.  -1: errno. */
int dtap_tracer_begin(struct dtap_tracer *tracer, pid_t process);

/* What waitpid(2) says of a thread.  False: it is not traced. */
bool dtap_tracer_take(struct dtap_tracer *tracer, pid_t tid, int status);

/* Waits until `signals` is readable, or something has happened. */
void dtap_tracer_wait(struct dtap_tracer *tracer, int signals);

/* Whether anything has the device open that was traced. */
bool dtap_tracer_is_attached(const struct dtap_tracer *tracer);

/* How often a thread was stopped. */
uint64_t dtap_tracer_stops(const struct dtap_tracer *tracer);

#endif
