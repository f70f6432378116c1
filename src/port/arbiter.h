/* SPDX-License-Identifier: MIT */
/*
 * arbiter.h - lets several DIAG clients share one modem.
 *
 * A client sees the modem as if it had it alone.  Its masks are its own; the
 * modem has the union of all.  One request at a time is with the modem, and
 * each reply goes to who asked.  What a client believes to be set is set: its
 * reply comes after the modem's.
 *
 *   client --request--> queue --one at a time--> modem
 *   client <--reply--- arbiter <--every packet-- traffic
 *
 * Rules:
 * - A new client has everything off.  Setting replaces, clear-all clears the
 *   asker's own, get answers the asker's own.
 * - If the union does not change, the reply is made here, at once.
 * - Ranges (73/1, 7d/1, 7d/2) are asked of the modem once, and kept until the
 *   source is opened again.
 * - A queue of 16 requests for each client, round robin; more: error 0x13.
 * - A reply that has not come after 3 s: 0x13 and the request, to the asker.
 *   So after 4.5 s of waiting for one's turn: QCSuper gives up after 5 s.  The
 *   late reply is thrown away for 10 s.
 * - A client that left: the union shrinks after 2 s.
 * - The source was opened again: waiting requests get 0x13, and the union is
 *   sent again.  A request of ours that was not answered is sent again, after
 *   1 s, 2 s, ... up to 30 s: a modem that was silent once keeps no masks.
 * - Our own masks (the configuration's) are those of client 0, which is always
 *   there.  Without masks of our own nothing is sent while no client is there.
 *   When the first client attaches, the modem is asked for the masks that it
 *   has (73/4, 81, 7d/3); they stay in the union.
 * - Commands by their class (command.h).  A refused one never reaches the
 *   modem.
 *
 * Pure: it has no socket, no clock and no thread.  The owner passes in the time
 * (monotonic ns), requests and the packets of the modem, and gets calls back.
 * One owner, one thread; callbacks must not call the arbiter.
 */
#ifndef DTAP_ARBITER_H
#define DTAP_ARBITER_H

#include "port/command.h"
#include "port/masks.h"

struct dtap_arbiter;

#define DTAP_ARBITER_CLIENTS 64   /* most, without our own */
#define DTAP_ARBITER_REQUEST 4096 /* bytes of a request; a longer one: 0x15 */

struct dtap_arbiter_ops {
	/*
	 * Sends a request to the modem, or to its second one (remote).
	 * number: the client's; 0: ours.  False: it cannot be sent; the asker
	 * gets 0x13, and ours is sent again later.
	 */
	bool (*send)(void *arg, uint32_t number, bool remote,
		     const uint8_t *packet, size_t size);

	/* A reply for a client: its slot. */
	void (*reply)(void *arg, unsigned slot, const uint8_t *packet,
		      size_t size);

	/* The masks of a client have changed; may be NULL. */
	void (*changed)(void *arg, unsigned slot);

	/*
	 * A line for the log, without a newline: a refusal, once for each
	 * client and command, or a modem that refuses or does not answer our
	 * own masks.
	 */
	void (*say)(void *arg, bool warning, const char *line);
};

struct dtap_arbiter_options {
	const struct dtap_arbiter_ops *ops;
	void *arg;
	unsigned commands; /* classes that are passed on, as bits; "all" has
			      REFUSED and DANGEROUS too */
	const struct dtap_masks *own; /* copied; NULL: no masks of our own */
};

/* NULL: ENOMEM. */
struct dtap_arbiter *dtap_arbiter_new(
	const struct dtap_arbiter_options *options);
void dtap_arbiter_free(struct dtap_arbiter *arbiter);

/*
 * The source was opened (again); remote: it has a second modem, which gets our
 * own masks too.  Closed: no request can be sent until it is open.
 */
void dtap_arbiter_opened(struct dtap_arbiter *arbiter, bool remote,
			 int64_t now);
void dtap_arbiter_closed(struct dtap_arbiter *arbiter, int64_t now);

/*
 * Other masks of our own, after a reload or a request; NULL: none.  exact: what
 * the modem had before us, and neither they nor a client want, is switched off.
 */
int dtap_arbiter_set_own(struct dtap_arbiter *arbiter,
			 const struct dtap_masks *own, bool exact, int64_t now);

/*
 * A client attaches; number is for records and the log.  masks NULL: all off;
 * else it had these before diagtapd was restarted.  Returns its slot; -1 with
 * ENOSPC or ENOMEM.
 */
int dtap_arbiter_attach(struct dtap_arbiter *arbiter, uint32_t number,
			const struct dtap_masks *masks, int64_t now);
void dtap_arbiter_detach(struct dtap_arbiter *arbiter, unsigned slot,
			 int64_t now);

/* A request of a client. */
void dtap_arbiter_request(struct dtap_arbiter *arbiter, unsigned slot,
			  const uint8_t *packet, size_t size, int64_t now);

/*
 * A packet of the modem for which dtap_command_can_reply() is true.  True: it
 * was the reply that was waited for, or a late one; nobody else is to have it.
 * False: dtap_arbiter_wants() says whose it is.
 */
bool dtap_arbiter_packet(struct dtap_arbiter *arbiter, const uint8_t *packet,
			 size_t size, bool remote, int64_t now);

/* Time-outs.  due says when to call tick next; INT64_MAX is never. */
void dtap_arbiter_tick(struct dtap_arbiter *arbiter, int64_t now);
int64_t dtap_arbiter_due(const struct dtap_arbiter *arbiter);

/* A request is with the modem, or its late reply may come: the owner passes in
 * packets only while this is true. */
bool dtap_arbiter_waits(const struct dtap_arbiter *arbiter);

/* What a client asked for. */
const struct dtap_masks *dtap_arbiter_masks(const struct dtap_arbiter *arbiter,
					    unsigned slot);

/*
 * Whether a packet that is no reply is for a client: a log by its code, an
 * event by its id, a message by SSID and level (table in docs/wire.md).  A log
 * that was asked for once (0x78) passes once; that is why this is no const
 * function.
 */
bool dtap_arbiter_wants(struct dtap_arbiter *arbiter, unsigned slot,
			const uint8_t *packet, size_t size, int64_t now);

struct dtap_arbiter_counts {
	uint64_t requests, refused, replies, timeouts;
};

void dtap_arbiter_counts(const struct dtap_arbiter *arbiter, unsigned slot,
			 struct dtap_arbiter_counts *counts);

/* The union that the modem has, for status and for a simulator that obeys. */
const struct dtap_masks *dtap_arbiter_union(const struct dtap_arbiter *arbiter);

#endif
