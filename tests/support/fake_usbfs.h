/* SPDX-License-Identifier: MIT */
/*
 * fake_usbfs.h - a USB device with bulk endpoints behind the table of usbfs.h.
 *
 * It moves packets as a bus does: into the oldest transfer, which ends with a
 * packet that is not full, or when it is full.  There is one, as there is one
 * program under test.  Nobody waits for time: a wait that would last for ever
 * ends as by a signal.
 */
#ifndef DTAP_TESTS_FAKE_USBFS_H
#define DTAP_TESTS_FAKE_USBFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sources/usb/usbfs.h"

#define FAKE_USB_PACKET 512

struct fake_usb {
	int open_error, claim_error, write_error; /* errno; 0: none */
	bool is_open;
	char path[256];    /* the last that was opened */
	unsigned opened;   /* how often */
	unsigned claimed;  /* the interface */
	unsigned endpoint; /* of the transfers */
	unsigned discards, waits, cleared;
	int last_wait; /* ms */

	/* Called with what was written; NULL: nothing happens. */
	void (*written)(const uint8_t *data, size_t size);
	uint8_t log[4096]; /* all that was written */
	size_t log_size;
	unsigned empty_writes;
};

extern const struct dtap_usbfs_calls fake_usbfs;
extern struct fake_usb fake_usb;

/* A new device. */
void fake_usb_reset(void);

/* The device sends a message; with_end: an empty packet ends whole packets. */
void fake_usb_send(const void *data, size_t size, bool with_end);

/* All transfers complete with that status, a negative errno, now and later. */
void fake_usb_fail(int status);

/* Bytes that no transfer has taken yet. */
size_t fake_usb_backlog(void);

#endif
