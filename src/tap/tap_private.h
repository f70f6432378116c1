/* SPDX-License-Identifier: MIT */
/*
 * tap_private.h - the struct of a tap, for tap.c and reader.c, the thread that
 * reads its source.
 */
#ifndef DTAP_TAP_PRIVATE_H
#define DTAP_TAP_PRIVATE_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include <dtap/tap.h>

#include "tap/accumulator.h"
#include "tap/requests.h"

/* Ends a read(2) of the reader. */
#define DTAP_TAP_WAKE_SIGNAL SIGURG

struct dtap_tap {
	struct dtap_tap_options options;
	struct dtap_ring *ring;
	struct dtap_accumulator *accumulator;
	dtap_tap_observer *observer;
	void *observer_arg;
	void (*session_wake)(void *arg); /* NULL: nobody is told */
	void *session_arg;
	pthread_t reader;
	struct dtap_requests requests;
	atomic_bool stopping;
	atomic_bool complete; /* the ring ended with the source */
	atomic_ullong turn;   /* of the reader: odd while it works, even while
				 it waits */

	/* Only the reader uses these while it runs. */
	struct dtap_source *source;
	uint8_t *buffer;
	int64_t retry_ms;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t changed;
	bool reader_ended;
	enum dtap_tap_state state;
	char why[DTAP_WHY_SIZE];
	uint64_t failures;
};

/* Sets the state; tells the observer of changes only, without the lock. */
void dtap_tap_set_state(struct dtap_tap *tap, enum dtap_tap_state state,
			const char *why);

/* What the reader thread runs; arg is the tap. */
void *dtap_tap_reader_main(void *arg);

#endif
