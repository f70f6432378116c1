/* SPDX-License-Identifier: MIT */
/*
 * thread_table.h - the threads that are traced, and the open of /dev/diag that
 * each of them may be in.
 */
#ifndef DTAP_THREAD_TABLE_H
#define DTAP_THREAD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "launcher/registers.h"

/* What a thread does in the place of the call that it made. */
enum dtap_stage {
	DTAP_STAGE_NONE,
	DTAP_STAGE_SKIP,    /* nothing: its call has a result of ours */
	DTAP_STAGE_SLEEP,   /* nanosleep(2), then the open again */
	DTAP_STAGE_SOCKET,  /* socket(2) */
	DTAP_STAGE_CONNECT, /* connect(2) */
	DTAP_STAGE_ANSWER,  /* it is stopped until diagtapd answers */
	DTAP_STAGE_CLOSE,   /* close(2), then the open again, or its result */
};

struct dtap_thread {
	pid_t tid;
	pid_t process;
	bool leaving; /* it is no longer traced from its next stop on */
	enum dtap_stage stage;

	/* The open that it is in. */
	struct dtap_registers call; /* as it was made */
	bool cloexec;
	int64_t until;        /* of its wait, monotonic ns; 0: it does not */
	int listener, daemon; /* ours; -1: none */
	int fd;               /* the program's */
	bool blocked;         /* all signals are; its mask was: */
	uint64_t signals;
	long result; /* of a call that is skipped, or after close(2) */
	bool again;  /* after close(2): the open again */
};

struct dtap_thread_table {
	struct dtap_thread **threads;
	size_t count, room;
};

/* NULL: it is not in the table. */
struct dtap_thread *dtap_thread_find(const struct dtap_thread_table *table,
				     pid_t tid);

/* A new thread; its process is looked up.  NULL: ENOMEM. */
struct dtap_thread *dtap_thread_add(struct dtap_thread_table *table, pid_t tid);

/* Closes what its open has; an unknown one is ignored. */
void dtap_thread_remove(struct dtap_thread_table *table, pid_t tid);

/* Frees all, and closes what they have. */
void dtap_thread_table_clear(struct dtap_thread_table *table);

#endif
