/* SPDX-License-Identifier: MIT */
/*
 * usb_descriptors.h - the interfaces that a USB device says it has.
 *
 * The input is the file "descriptors" of a device in sysfs: its device
 * descriptor and all its configurations, as the device sent them (USB 2.0,
 * chapter 9.6).  It is hostile: no length in it is trusted.
 *
 * Pure functions; any thread.
 */
#ifndef DTAP_USB_DESCRIPTORS_H
#define DTAP_USB_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_USB_INTERFACES 32 /* more of one configuration are left out */

/* The first setting of an interface. */
struct dtap_usb_interface {
	uint8_t number; /* bInterfaceNumber, not its position */
	uint8_t class, subclass, protocol;

	/* The first bulk endpoint of each direction.  Address 0: none. */
	uint8_t in, out;
	uint16_t in_packet, out_packet; /* bytes: wMaxPacketSize */
	uint8_t endpoints;              /* all that follow, of any type */
};

struct dtap_usb_descriptors {
	uint16_t vendor, product;
	uint8_t count;
	struct dtap_usb_interface interfaces[DTAP_USB_INTERFACES];
};

/*
 * Reads the interfaces of the configuration with that bConfigurationValue.
 * False: this does not begin with a device descriptor.  Descriptors that are
 * cut end the list.
 */
bool dtap_usb_descriptors_parse(struct dtap_usb_descriptors *out,
				const uint8_t *data, size_t size,
				unsigned configuration);

#endif
