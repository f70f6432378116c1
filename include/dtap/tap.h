/* SPDX-License-Identifier: MIT */
/*
 * tap.h - a source teed into a ring.
 *
 * A tap owns its source and its ring.  Its reader thread opens the source,
 * reads containers, and copies each into the open block; a second thread ends
 * the flush period.  A source that fails is opened anew for as long as the tap
 * runs.
 *
 * The core does not log: it counts, and tells its owner by a callback.
 */
#ifndef DTAP_TAP_H
#define DTAP_TAP_H

#include <dtap/record_clock.h>
#include <dtap/ring.h>
#include <dtap/source.h>

struct dtap_tap;

/* What happens when a source has ended for good. */
enum dtap_at_end {
	DTAP_AT_END_END,  /* the ring ends, and with it the streams */
	DTAP_AT_END_EXIT, /* the same; the owner exits too */
	DTAP_AT_END_HOLD, /* streams stay open, and wait */
	DTAP_AT_END_LOOP, /* the source is opened again, from its beginning */
};

struct dtap_tap_options {
	const char *name; /* a static string */
	const struct dtap_record_clock
		*record_clock; /* outlives it; NULL: the host's clock */
	size_t ring_bytes;
	unsigned flush_ms;         /* 0: every container goes out at once */
	uint32_t snaplen;          /* DTAP_SNAPLEN_MIN..MAX */
	bool packets;              /* it gives packets, and no DIAG */
	unsigned wait_subscribers; /* before the first read */
	enum dtap_at_end at_end;
};

enum dtap_tap_state {
	DTAP_TAP_OFF,      /* not started */
	DTAP_TAP_OPENING,  /* never opened yet */
	DTAP_TAP_WAITING,  /* open, waits for wait_subscribers */
	DTAP_TAP_RUNNING,  /* reads */
	DTAP_TAP_RETRYING, /* the source failed, it is opened anew */
	DTAP_TAP_ENDED,    /* the source has ended */
	DTAP_TAP_STOPPED,
};

/* "off", "opening", ... */
const char *dtap_tap_state_name(enum dtap_tap_state state);

/*
 * Called at each change of state, on the tap's reader thread (STOPPED: on the
 * thread that stops).  why: what the source says of it, or "".
 */
typedef void dtap_tap_observer(void *arg, const struct dtap_tap *tap,
			       enum dtap_tap_state state, const char *why);

/* Takes over source, also where it fails.  NULL: ENOMEM. */
struct dtap_tap *dtap_tap_new(const struct dtap_tap_options *options,
			      struct dtap_source *source);

/* Not started, or stopped.  NULL is allowed. */
void dtap_tap_free(struct dtap_tap *tap);

/*
 * Starts the threads.  -1 with errno of pthread_create.  Installs a handler for
 * SIGURG, which ends a blocked read.
 */
int dtap_tap_start(struct dtap_tap *tap, dtap_tap_observer *observer,
		   void *arg);

/*
 * Ends the reader, publishes the last whole block and ends the ring.  Returns
 * when the threads have ended.  Once only.
 */
void dtap_tap_stop(struct dtap_tap *tap);

const char *dtap_tap_name(const struct dtap_tap *tap);
const struct dtap_source *dtap_tap_source(const struct dtap_tap *tap);
const struct dtap_tap_options *dtap_tap_options(const struct dtap_tap *tap);
struct dtap_ring *dtap_tap_ring(struct dtap_tap *tap);

/*
 * Of a ring that has ended.  True: with its source, and nothing is missing;
 * false: dtap_tap_stop() ended it.  Any thread.
 */
bool dtap_tap_is_complete(const struct dtap_tap *tap);

struct dtap_tap_status {
	enum dtap_tap_state state;
	char why[256];
	struct dtap_amount read;    /* from the source */
	struct dtap_amount dropped; /* of it, without memory to keep it */
	uint64_t failures;          /* of open or read */
	struct dtap_steps steps;    /* back, of the records' time */
};

void dtap_tap_status(struct dtap_tap *tap, struct dtap_tap_status *status);

#endif
