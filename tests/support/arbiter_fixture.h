/* SPDX-License-Identifier: MIT */
/*
 * arbiter_fixture.h - an arbiter, a modem that follows a script, and a clock of
 * the test's own.
 *
 * The modem is a virtual one.  Its replies wait until the test pumps them, so
 * that a test can look at what is with the modem.  All that is sent and all
 * replies are kept.
 */
#ifndef DTAP_ARBITER_FIXTURE_H
#define DTAP_ARBITER_FIXTURE_H

#include "port/arbiter.h"
#include "port/virtual_modem.h"

#define SECOND INT64_C(1000000000)

struct kept {
	uint32_t number; /* of what was sent: the client's */
	bool remote;
	int slot; /* of a reply */
	size_t size;
	uint8_t *packet;
};

struct kept_list {
	struct kept *kept;
	size_t count, room;
};

struct arbiter_fixture {
	struct dtap_arbiter *arbiter;
	struct dtap_virtual_modem *modem, *remote;
	int64_t now;

	/* The script.  answer, if it is set, answers in the modem's stead and
	 * may ask it; 0: the modem is silent. */
	size_t (*answer)(struct arbiter_fixture *fixture, const uint8_t *packet,
			 size_t size, uint8_t *out);
	bool mute, unsendable;
	unsigned count; /* for answer() */

	struct kept_list sent, waiting, replies;
	char lines[4096]; /* of the log, each with a newline */
	unsigned changed; /* calls */
};

/* Not opened yet.  own may be NULL. */
void arbiter_fixture_start(struct arbiter_fixture *fixture, unsigned commands,
			   const struct dtap_masks *own);
void arbiter_fixture_end(struct arbiter_fixture *fixture);

/* The modem has nothing set, as that of a phone when it starts. */
void arbiter_fixture_clear_modem(struct arbiter_fixture *fixture);

void arbiter_fixture_open(struct arbiter_fixture *fixture);
unsigned arbiter_fixture_attach(struct arbiter_fixture *fixture,
				uint32_t number);

/* A request; its replies are pumped. */
void arbiter_fixture_ask(struct arbiter_fixture *fixture, unsigned slot,
			 const void *packet, size_t size);
/* The same, but the modem's replies wait. */
void arbiter_fixture_send(struct arbiter_fixture *fixture, unsigned slot,
			  const void *packet, size_t size);
void arbiter_fixture_pump(struct arbiter_fixture *fixture);

/* A packet of the modem. */
bool arbiter_fixture_packet(struct arbiter_fixture *fixture, const void *packet,
			    size_t size);

/* Time passes; the arbiter is called when it wants to be, and pumped. */
void arbiter_fixture_pass(struct arbiter_fixture *fixture, int64_t ns);

/* Forgets what was sent and replied, and the log. */
void arbiter_fixture_forget(struct arbiter_fixture *fixture);

/* The first reply for a client that was not yet looked at is this. */
void assert_replied(struct arbiter_fixture *fixture, unsigned slot,
		    const void *packet, size_t size);
void assert_no_reply(const struct arbiter_fixture *fixture, unsigned slot);
/* How many requests with these first bytes were sent. */
size_t arbiter_fixture_sent(const struct arbiter_fixture *fixture,
			    const void *packet, size_t size);

/* Requests: the bytes of a string without its end. */
#define BYTES(text) (text), sizeof(text) - 1

/* 73/3 with one bit for each of the log codes, which are of one equipment id.
 * Returns the size. */
size_t log_mask_request(uint8_t *out, uint32_t items, unsigned codes,
			const uint16_t *code);

#endif
