/* SPDX-License-Identifier: MIT */
/*
 * usb_choice.h - which of the USB interfaces of a machine the source usb reads.
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_USB_CHOICE_H
#define DTAP_USB_CHOICE_H

#include <stddef.h>

#include "devices/usb_port.h"
#include "sources/usb/usb_address.h"

#define DTAP_USB_CHOICES 4 /* a phone with several modems has three */

/* Equally likely interfaces of one device. */
struct dtap_usb_choice {
	const struct dtap_usb_port *ports[DTAP_USB_CHOICES];
	size_t count;
	size_t devices; /* how many devices have one, with this one */
	char why[224];  /* none: a sentence with the reason and the cure */
};

/*
 * With an interface in the address it is taken whatever it says of itself, if
 * it has the endpoints.  Without one, of those that are DIAG, or else may be;
 * an interface that a driver of the kernel has is not taken.
 */
struct dtap_usb_choice dtap_usb_choose(const struct dtap_usb_ports *ports,
				       const struct dtap_usb_address *address);

#endif
