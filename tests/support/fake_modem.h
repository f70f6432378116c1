/* SPDX-License-Identifier: MIT */
/*
 * fake_modem.h - a made-up modem for tests: it has masks, and obeys them.
 *
 * It answers as the kernel's driver does for a modem (drivers/char/diag,
 * diag_masks.c): version and build id, ranges, and whatever sets or gets masks
 * of logs, events and messages; a few commands that read; and
 * 0x13 to all others.  It shares no code with src/port: a test that compares
 * needs a second opinion.
 *
 * It keeps two files for tests, so that nothing has to be asked twice:
 * - requests: every request that reached it, one a line, in hexadecimal.
 * - masks: the masks that it has now, one a line: "log B0C0", "event 1024",
 *   "message 5000 0000001e".  It is replaced before the reply is sent.
 *
 * A packet has no frame and no CRC.  One thread.
 */
#ifndef DTAP_FAKE_MODEM_H
#define DTAP_FAKE_MODEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define FAKE_MODEM_EQUIPMENTS 16
#define FAKE_MODEM_ITEMS      4096 /* log codes of one equipment id */
#define FAKE_MODEM_EVENTS     4096
#define FAKE_MODEM_SSIDS      65536
#define FAKE_MODEM_PACKET_MAX 4096 /* bytes of a request */
#define FAKE_MODEM_REPLY_MAX  (FAKE_MODEM_PACKET_MAX + 16)
#define FAKE_MODEM_NO_OPCODE  0x100 /* in the options: none */
#define FAKE_MODEM_ANY_OPCODE 0x101

struct fake_modem_options {
	unsigned mute;      /* this opcode gets no reply */
	unsigned mute_once; /* neither does the first request with this one */
	unsigned refuse;    /* this opcode, or any, gets an error */
	uint8_t error;      /* which */
	FILE *requests;     /* NULL: not kept */
	const char *masks;  /* a path; NULL: not kept */
};

struct fake_modem {
	struct fake_modem_options options;
	struct fake_log_mask {
		uint32_t items; /* 0: not set */
		uint8_t bits[FAKE_MODEM_ITEMS / 8];
	} logs[FAKE_MODEM_EQUIPMENTS];
	uint8_t events[FAKE_MODEM_EVENTS / 8];
	uint32_t messages[FAKE_MODEM_SSIDS];
};

/* No masks are set.  Zeroed options are not what one wants: this sets them. */
void fake_modem_begin(struct fake_modem *modem);

/* A restart that nobody tells of: all masks are gone. */
void fake_modem_forget(struct fake_modem *modem);

/* Returns the size of the reply in out; 0: there is none. */
size_t fake_modem_answer(struct fake_modem *modem, const uint8_t *request,
			 size_t size, uint8_t out[FAKE_MODEM_REPLY_MAX]);

/* Whether the masks let a log, an event or a message pass; all else passes. */
bool fake_modem_sends(const struct fake_modem *modem, const uint8_t *packet,
		      size_t size);

/*
 * A reply that nobody asked for; it is for no request with this opcode.  There
 * are several, by number.
 */
size_t fake_modem_stray(uint8_t opcode, unsigned number,
			uint8_t out[FAKE_MODEM_REPLY_MAX]);

#endif
