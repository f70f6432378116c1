/* SPDX-License-Identifier: MIT */
/*
 * usb_address.h - which USB interface diag.device means.
 *
 *   auto              any device; "/dev/diag", the default of the key, too
 *   05c6:9091         that idVendor and idProduct, hexadecimal
 *   05c6:9091:4       and that bInterfaceNumber, decimal
 *   usb:1-1.2         what is plugged in at that place (a name of sysfs)
 *   usb:1-1.2:4       and that bInterfaceNumber
 *
 * Bus and device numbers are not offered: both change when it is plugged in
 * again.  Pure functions; any thread.
 */
#ifndef DTAP_USB_ADDRESS_H
#define DTAP_USB_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "devices/usb_port.h"

struct dtap_usb_address {
	char device[32]; /* "1-1.2"; "": any place */
	bool has_id;     /* vendor and product are set */
	uint16_t vendor, product;
	int interface; /* -1: any */
};

/* False: none of the forms above. */
bool dtap_usb_address_read(struct dtap_usb_address *address, const char *text);

/* Whether a port has this address; whether it is DIAG is not asked. */
bool dtap_usb_address_fits(const struct dtap_usb_address *address,
			   const struct dtap_usb_port *port);

#endif
