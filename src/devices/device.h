/* SPDX-License-Identifier: MIT */
/*
 * device.h - what DIAG ports a machine has, and what else looks like one.
 *
 * It opens no device and asks none, and any user may do this.  root is the
 * folder with dev, proc, run and sys: "" for this machine.  Any thread.
 */
#ifndef DTAP_DEVICE_H
#define DTAP_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "devices/usb_port.h"

enum dtap_device_kind {
	DTAP_DEVICE_USB,        /* a USB interface without a terminal */
	DTAP_DEVICE_SERIAL,     /* a USB interface with one */
	DTAP_DEVICE_CHARACTER,  /* of a modem driver: wwan, mhi */
	DTAP_DEVICE_DRIVER,     /* /dev/diag */
	DTAP_DEVICE_ROUTER,     /* the socket of a diag-router */
	DTAP_DEVICE_FUNCTIONFS, /* the modem's side of a cable: not for us */
	DTAP_DEVICE_OTHER,      /* a USB device that has no DIAG port now */
};

struct dtap_device {
	enum dtap_device_kind kind;
	enum dtap_usb_score score;

	/* "/dev/ttyUSB0", "/dev/bus/usb/001/004", "@diag"; without the root. */
	char node[64];
	char what[160]; /* "05c6:9091 Maker Phone, interface 0, 480 Mbit/s" */
	char why[160];  /* why it is DIAG or not */

	/* The keys diag.source and diag.device (or diag.socket); "": none. */
	char source[8], device[64];
	char advice[256]; /* what a person may do; "": nothing */

	struct dtap_usb_port port; /* of USB and SERIAL */
};

struct dtap_devices {
	struct dtap_device *list; /* those that are DIAG first */
	size_t count;
};

/* False: no memory. */
bool dtap_devices_find(struct dtap_devices *out, const char *root);
void dtap_devices_free(struct dtap_devices *devices);

/*
 * The line of diagtapd.conf(5) that reads it; "" if it cannot be read.  Returns
 * out.
 */
const char *dtap_device_configuration(const struct dtap_device *device,
				      char *out, size_t room);

#endif
