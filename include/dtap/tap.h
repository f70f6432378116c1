/* SPDX-License-Identifier: MIT */
/*
 * tap.h - reads a source into a ring.
 *
 * A tap owns a source and a ring.  Its reader thread opens the source, reads
 * containers, and copies each into the open block.  A second thread, the
 * flusher, publishes that block when the flush period ends.  If the source
 * fails, it is opened again, for as long as the tap runs.
 *
 * The library does not log.  It counts, and tells the owner by a callback.
 *
 *   new -> start -> ... -> stop -> free
 *
 * new, start, stop and free are called by one owner, one after the other.  The
 * other functions may be called by any thread in between.
 */
#ifndef DTAP_TAP_H
#define DTAP_TAP_H

#include <dtap/record_clock.h>
#include <dtap/ring.h>
#include <dtap/source.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dtap_tap;

/* What a tap does when its source has ended for good. */
enum dtap_at_end {
	DTAP_AT_END_END,  /* ends the ring */
	DTAP_AT_END_EXIT, /* the same; diagtapd exits too */
	DTAP_AT_END_HOLD, /* leaves the ring open: subscribers wait */
	DTAP_AT_END_LOOP, /* opens the source again, see DTAP_LOOP_PERIOD_MS */
};

/*
 * The shortest period of a loop, unless the replay is lossless and has a
 * subscriber: a capture without times, or of a moment, must not keep a
 * processor busy.
 */
#define DTAP_LOOP_PERIOD_MS 1000

struct dtap_tap_options {
	const char *name; /* a static string */
	const struct dtap_record_clock
		*record_clock;     /* outlives the tap; NULL: host's clock */
	size_t ring_bytes;         /* memory for blocks */
	unsigned flush_ms;         /* 0: publishes each container at once */
	uint32_t snaplen;          /* DTAP_SNAPLEN_MIN to DTAP_SNAPLEN_MAX */
	bool packets;              /* the source gives packets, not DIAG */
	unsigned wait_subscribers; /* needed before the first read */
	enum dtap_at_end at_end;
};

enum dtap_tap_state {
	DTAP_TAP_OFF,      /* not started */
	DTAP_TAP_OPENING,  /* the source has not been open yet */
	DTAP_TAP_WAITING,  /* for wait_subscribers; the source is open */
	DTAP_TAP_RUNNING,  /* reads */
	DTAP_TAP_RETRYING, /* the source failed, and is opened again */
	DTAP_TAP_ENDED,    /* the source has ended */
	DTAP_TAP_STOPPED,
};

/* "off", "opening", ... */
const char *dtap_tap_state_name(enum dtap_tap_state state);

/*
 * Is told each change of the state, or of what the source says.  Runs on the
 * tap's reader thread; for STOPPED, on the thread that stops.  why is what the
 * source says, or "".
 */
typedef void dtap_tap_observer(void *arg, const struct dtap_tap *tap,
			       enum dtap_tap_state state, const char *why);

/* Copies options.  Takes over the source, also if it fails.  NULL: ENOMEM. */
struct dtap_tap *dtap_tap_new(const struct dtap_tap_options *options,
			      struct dtap_source *source);

/* Frees a tap, its source and its ring.  It was not started, or is stopped.
 * NULL is allowed. */
void dtap_tap_free(struct dtap_tap *tap);

/*
 * Starts the threads.  observer may be NULL.  Installs a handler for SIGURG,
 * which ends a blocked read(2).  Returns -1 with errno of pthread_create(3).
 */
int dtap_tap_start(struct dtap_tap *tap, dtap_tap_observer *observer,
		   void *arg);

/*
 * Stops reading, publishes the last block and ends the ring.  Returns when both
 * threads have ended.  Call it once, after a start that succeeded.
 */
void dtap_tap_stop(struct dtap_tap *tap);

const char *dtap_tap_name(const struct dtap_tap *tap);
const struct dtap_source *dtap_tap_source(const struct dtap_tap *tap);
const struct dtap_tap_options *dtap_tap_options(const struct dtap_tap *tap);
struct dtap_ring *dtap_tap_ring(struct dtap_tap *tap);

/*
 * Requests to the modem of a source that can be written to (dtap/source.h).
 *
 * request copies a packet, without framing and CRC, into a bounded queue.  The
 * reader writes it to the source between two reads, and puts it into the ring,
 * as DTAP_KIND_REQUEST, before all that it reads afterwards.  So who subscribed
 * before sees the request, and then its reply.  client: whose it is; 0: the
 * owner's.  remote: for the second modem.  A request that cannot be written has
 * no record, and the observer is told why.  Returns -1 with errno: ENOTSUP (the
 * source cannot be written to), ENOTCONN (it has no modem now), EAGAIN (the
 * queue is full), EMSGSIZE, ENOMEM.
 *
 * The signal that wakes the reader is lost if it comes just before the reader
 * blocks.  So call poke every few ms while it returns true: requests wait.
 *
 * Call both after a start that succeeded, and not during or after stop.
 */
#define DTAP_TAP_REQUEST_MAX 4096 /* bytes of a packet */

int dtap_tap_request(struct dtap_tap *tap, uint32_t client,
		     const uint8_t *packet, size_t size, bool remote);
bool dtap_tap_poke(struct dtap_tap *tap);

/*
 * The session of the source, as dtap_tap_request() knows it: odd while it has a
 * modem.  Another odd number is another modem, or the same one opened again,
 * and it may have forgotten its masks.
 */
uint64_t dtap_tap_session(const struct dtap_tap *tap);

/*
 * Before start: wake(arg) is called when the session changes.  It runs on the
 * reader thread, must return at once, and must not call the tap.
 */
void dtap_tap_watch_session(struct dtap_tap *tap, void (*wake)(void *arg),
			    void *arg);

/*
 * Prompt: each container is published at once, and not gathered for a flush
 * period.  For the time in which somebody waits for the reply to a request.
 */
void dtap_tap_set_prompt(struct dtap_tap *tap, bool prompt);

/*
 * Of a tap whose ring has ended.  True: it ended because the source ended, so
 * nothing is missing.  False: dtap_tap_stop() ended it.
 */
bool dtap_tap_is_complete(const struct dtap_tap *tap);

/*
 * For a watchdog.  False: the reader has been outside of its source, in the
 * same turn, since the call before; it hangs.  A reader that waits for its
 * source, for subscribers or for room is alive.  *turns is the caller's, zero
 * at first.
 */
bool dtap_tap_is_alive(const struct dtap_tap *tap, uint64_t *turns);

struct dtap_tap_status {
	enum dtap_tap_state state;
	char why[DTAP_WHY_SIZE];
	struct dtap_amount read;    /* from the source */
	struct dtap_amount dropped; /* of these: there was no memory for them */
	uint64_t failures;          /* of open or read */
	struct dtap_steps steps;    /* of the time of records, back */
};

void dtap_tap_status(struct dtap_tap *tap, struct dtap_tap_status *status);

#ifdef __cplusplus
}
#endif

#endif
