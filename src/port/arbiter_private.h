/* SPDX-License-Identifier: MIT */
/*
 * arbiter_private.h - what the files of the arbiter share.
 *
 *   arbiter.c         the arbiter itself: opened, attached, the time
 *   arbiter_queue.c   requests of clients: classes, queues, turns
 *   arbiter_flight.c  the one request that is with the modem; late replies
 *   arbiter_masks.c   a client sets masks: tried, confirmed or taken back
 *   arbiter_union.c   what modems should have, and what they have
 *   arbiter_sync.c    brings a modem to what it should have
 *   arbiter_cache.c   ranges, answered once
 *   arbiter_wants.c   whose a packet is that is no reply
 */
#ifndef DTAP_ARBITER_PRIVATE_H
#define DTAP_ARBITER_PRIVATE_H

#include "port/arbiter.h"
#include "port/mask_request.h"

#define SECOND INT64_C(1000000000)

#define REPLY_TIMEOUT (3 * SECOND) /* since it was sent */
#define BASE_TIMEOUT  SECOND       /* for what a modem had before us */
#define WAIT_TIMEOUT                                               \
	(9 * SECOND / 2)          /* since a client asked: QCSuper \
				     waits 5 s */
#define LATE_TIME   (10 * SECOND) /* a late reply is thrown away */
#define LEFT_TIME   (2 * SECOND)  /* the masks of who left stay */
#define ONCE_TIME   (5 * SECOND)  /* for a log on demand */
#define RETRY_FIRST SECOND        /* then doubling */
#define RETRY_LAST  (30 * SECOND)
#define NEVER       INT64_MAX

#define QUEUE  16 /* requests that wait, of one client */
#define LATES  16 /* requests without a reply that are remembered */
#define ONCES  8  /* logs on demand of one client */
#define ASKERS 32 /* commands whose last asker is remembered */
#define SAID   32 /* refused commands of one client that were logged */
#define CACHED (2 + DTAP_SSID_RANGES)

#define OWN    0 /* the slot of our own masks */
#define NOBODY (-1)

/* What is asked of a modem, or set, in one request. */
enum unit {
	UNIT_ITEMS,
	UNIT_LOGS, /* and 15 more: one for each equipment id */
	UNIT_EVENTS = UNIT_LOGS + DTAP_EQUIPMENTS,
	UNIT_SSIDS,
	UNIT_EVERY_MESSAGE,
	UNIT_MESSAGES, /* and 63 more: one for each range of SSIDs */
	UNITS = UNIT_MESSAGES + DTAP_SSID_RANGES
};

/* A kind of masks, as bits. */
#define KIND_LOGS     1U
#define KIND_EVENTS   2U
#define KIND_MESSAGES 4U

struct modem {
	bool here, remote;
	struct dtap_ranges ranges;
	bool refuses_items, refuses_ssids;
	struct dtap_masks wanted; /* valid unless `stale` */
	bool even;                /* its messages are */
	struct dtap_masks has;    /* of the units that are known */
	bool known[UNITS];
	bool claimed[UNITS]; /* we have set it: it is ours to clear */
	bool refused[UNITS]; /* it refuses what is wanted */
	unsigned cursor;     /* where the next sync looks first */
};

struct queued {
	uint8_t *packet;
	size_t size;
	int64_t received;
	uint8_t error; /* answered with this; 0: not yet known */
};

struct client {
	uint32_t number;
	struct dtap_masks masks;
	bool any_event, any_message; /* of masks */
	struct dtap_arbiter_counts counts;

	struct queued queue[QUEUE];
	unsigned first, count;
	bool blocked; /* the first one needs the modem */

	struct {
		uint16_t code;
		int64_t until;
	} once[ONCES];
	unsigned next_once;
	int64_t once_until; /* of the last of them */
	uint32_t said[SAID];
	unsigned said_count;
};

enum flight_type {
	FLIGHT_NONE,
	FLIGHT_FORWARD, /* a client's request as it is */
	FLIGHT_CHANGE,  /* a client sets masks */
	FLIGHT_SYNC     /* ours */
};

/* A client's request that sets masks. */
struct change {
	int slot; /* NOBODY: it left */
	uint8_t request[DTAP_ARBITER_REQUEST];
	size_t request_size;
	uint8_t reply[DTAP_MASK_REPLY_MAX]; /* if all goes well */
	size_t reply_size;
	struct dtap_masks before;    /* the client's, to go back to */
	unsigned needs, first, last; /* units that it is about */
	int64_t deadline;
};

/* The request that is with a modem. */
struct flight {
	enum flight_type type;
	int slot; /* of the asker; NOBODY: it left; OWN */
	struct modem *modem;
	uint8_t request[DTAP_ARBITER_REQUEST];
	size_t size;
	int64_t until; /* it times out */

	/* FLIGHT_CHANGE, FLIGHT_SYNC */
	unsigned unit;
	bool asks;             /* it asks, and sets nothing */
	struct change *change; /* FLIGHT_CHANGE */
};

struct late {
	uint8_t *request; /* NULL: free */
	size_t size;
	bool remote;
	int64_t until;
};

struct asker {
	int slot;
	uint32_t key;        /* the first four bytes */
	uint16_t delayed_id; /* of 0x80; 0: none */
};

struct cached {
	uint8_t request[8];
	size_t request_size;
	uint8_t *reply; /* NULL: free */
	size_t size;
};

struct dtap_arbiter {
	const struct dtap_arbiter_ops *ops;
	void *arg;
	unsigned commands;

	struct client *clients[1 + DTAP_ARBITER_CLIENTS]; /* NULL: free */
	unsigned turn;      /* the slot whose turn is next */
	unsigned own_kinds; /* what our own masks decide about, as bits */

	struct modem modems[2];
	bool stale; /* `wanted` of the modems is to be computed again */
	struct dtap_masks base; /* what the modem had before us */
	bool asked[UNITS];      /* for the base, or given up */
	bool silent[UNITS];     /* it was not answered once */
	bool visited;           /* a client has been here */
	struct dtap_masks left; /* of clients that have just left */
	int64_t left_until;

	int64_t sync_due;
	unsigned failures;  /* one after the other */
	unsigned said_unit; /* the log has that it is silent; UNITS: none */

	struct flight flight;
	struct change changes[2]; /* that of the flight, and one on trial */
	struct late lates[LATES];
	struct cached cache[CACHED];
	struct asker askers[ASKERS];
	unsigned next_asker;
};

/* arbiter.c */
/* The first client behind a slot, and its slot.  NULL: there is none. */
struct client *dtap_client_next(const struct dtap_arbiter *arbiter,
				unsigned *slot);

/* arbiter_queue.c */
/* The modem is gone: all that wait get 0x13. */
void dtap_queue_fail(struct dtap_arbiter *arbiter);
void dtap_queue_drop(struct client *client);
int64_t dtap_queue_due(const struct dtap_arbiter *arbiter);
/* Those that have waited too long get 0x13. */
void dtap_queue_expire(struct dtap_arbiter *arbiter, int64_t now);
void dtap_queue_dispatch(struct dtap_arbiter *arbiter, int64_t now);
void dtap_arbiter_reply(struct dtap_arbiter *arbiter, int slot,
			const uint8_t *packet, size_t size);
void dtap_arbiter_error(struct dtap_arbiter *arbiter, int slot, uint8_t opcode,
			const uint8_t *packet, size_t size);

/* arbiter_flight.c */
/* Sends flight.request.  False: it cannot be sent. */
bool dtap_flight_send(struct dtap_arbiter *arbiter, int64_t until);
void dtap_flight_end(struct dtap_arbiter *arbiter);
void dtap_flight_detach(struct dtap_arbiter *arbiter, int slot);
/* The modem is gone: the asker gets 0x13. */
void dtap_flight_abort(struct dtap_arbiter *arbiter, int64_t now);
void dtap_flight_time_out(struct dtap_arbiter *arbiter, int64_t now);
/* Forgets late replies that were due before now. */
void dtap_late_expire(struct dtap_arbiter *arbiter, int64_t now);
int64_t dtap_late_due(const struct dtap_arbiter *arbiter);

/* arbiter_masks.c */
/* Carries out a request that sets masks.  False: it needs the modem, which is
 * not free. */
bool dtap_change_run(struct dtap_arbiter *arbiter, unsigned slot,
		     const struct queued *queued, int64_t now);
void dtap_change_get(struct dtap_arbiter *arbiter, unsigned slot,
		     const struct queued *queued);
/* The reply to the flight's request has come. */
void dtap_change_go_on(struct dtap_arbiter *arbiter, int64_t now);
void dtap_change_refused(struct dtap_arbiter *arbiter, const uint8_t *packet,
			 uint32_t status, int64_t now);
/* There is no reply: the client's masks go back, and it gets 0x13. */
void dtap_change_failed(struct dtap_arbiter *arbiter, int64_t now);
void dtap_client_masks_changed(struct dtap_arbiter *arbiter, unsigned slot);

/* arbiter_union.c */
/* Our own masks are others. */
void dtap_union_own_changed(struct dtap_arbiter *arbiter, bool exact);
/* -1: ENOMEM. */
int dtap_union_update(struct dtap_arbiter *arbiter);
bool dtap_unit_must_be_set(const struct dtap_arbiter *arbiter,
			   const struct modem *modem, unsigned unit);
bool dtap_unit_must_be_asked(const struct dtap_arbiter *arbiter,
			     const struct modem *modem, unsigned unit);
/* Writes the request that asks for a unit, or sets it; its size. */
size_t dtap_unit_ask(const struct modem *modem, unsigned unit, uint8_t *out);
size_t dtap_unit_set(const struct modem *modem, unsigned unit, uint8_t *out);
void dtap_modem_forget(struct modem *modem);

/* arbiter_sync.c */
/* Starts the next request of ours, if one is due. */
void dtap_sync_start(struct dtap_arbiter *arbiter, int64_t now);
void dtap_sync_soon(struct dtap_arbiter *arbiter, int64_t now);
/* The modem is not asked again before a pause. */
void dtap_sync_pause(struct dtap_arbiter *arbiter, int64_t now);
/* Our request was answered, or not. */
void dtap_sync_go_on(struct dtap_arbiter *arbiter, int64_t now);
void dtap_sync_refused(struct dtap_arbiter *arbiter, uint32_t status,
		       int64_t now);
void dtap_sync_silent(struct dtap_arbiter *arbiter, int64_t now);

/* The next unit from first to last, or needs before them, that must be asked
 * or set.  Fills in the flight, but does not send it.  False: there is none. */
bool dtap_unit_pick(struct dtap_arbiter *arbiter, struct modem *modem,
		    unsigned needs, unsigned first, unsigned last);

/* How long the reply to the flight's request is waited for. */
int64_t dtap_unit_timeout(const struct dtap_arbiter *arbiter);

enum unit_result { UNIT_DONE, UNIT_REFUSED, UNIT_TORN };
/* Takes over the reply to the flight's request. */
enum unit_result dtap_unit_read(struct dtap_arbiter *arbiter,
				const uint8_t *packet, size_t size,
				uint32_t *status);

/* arbiter_cache.c */
const struct cached *dtap_cache_find(const struct dtap_arbiter *arbiter,
				     const uint8_t *request, size_t size);
void dtap_cache_keep(struct dtap_arbiter *arbiter, const uint8_t *request,
		     size_t request_size, const uint8_t *reply, size_t size);
void dtap_cache_clear(struct dtap_arbiter *arbiter);

/* arbiter_wants.c */
/* A request of a client goes to the modem. */
void dtap_asker_note(struct dtap_arbiter *arbiter, unsigned slot,
		     const uint8_t *packet, size_t size, int64_t now);
/* A reply of 0x80 says that more will follow. */
void dtap_asker_note_reply(struct dtap_arbiter *arbiter, int slot,
			   const uint8_t *packet, size_t size);
/* Whether more of 0x80 has followed, for whoever asked then. */
bool dtap_asker_is_delayed(struct dtap_arbiter *arbiter, const uint8_t *packet,
			   size_t size);
void dtap_asker_forget(struct dtap_arbiter *arbiter, int slot);

#endif
