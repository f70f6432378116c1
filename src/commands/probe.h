/* SPDX-License-Identifier: MIT */
/*
 * probe.h - asks a port whether it is DIAG.
 *
 * It asks for the version of the software (0x00), twice and for 3 s each as
 * ModemManager does, and for the name of the build (0x7C).  Both change nothing
 * in the modem.  AT commands are not tried: they can end a connection.
 */
#ifndef DTAP_PROBE_H
#define DTAP_PROBE_H

#include <stdbool.h>

#include "devices/device.h"

struct dtap_probe {
	enum {
		DTAP_PROBE_NOT_ASKED, /* what it is, or who has it */
		DTAP_PROBE_ANSWERS,
		DTAP_PROBE_SILENT,
		DTAP_PROBE_FAILED, /* it could not be opened */
	} result;
	char text[96]; /* version and build, or the error; printable */
};

/* Asks only a USB interface without a driver, and a serial or modem port. */
void dtap_probe(struct dtap_probe *out, const struct dtap_device *device);

#endif
