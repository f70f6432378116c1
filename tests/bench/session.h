/* SPDX-License-Identifier: MIT */
/*
 * session.h - the cost of the processes of a session: a server and its helpers.
 *
 * Read from /proc.  One owner, one thread.
 */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include <stdint.h>
#include <sys/types.h>

#define SESSION_MOST 4096

struct session {
	pid_t pids[SESSION_MOST];
	int count;
};

/* Reads the current processes. */
void session_find(struct session *session, pid_t id);

struct session_cost {
	double cpu;        /* seconds of all threads */
	uint64_t switches; /* voluntary context switches */
	long rss, pss;     /* KB */
};

void session_cost(const struct session *session, struct session_cost *cost);

#endif
