/* SPDX-License-Identifier: MIT */
/*
 * usb_port.h - the USB interfaces of a machine, out of sysfs, and which of them
 * is DIAG.
 *
 * No device is opened, and any user may do this.  root is the folder that has
 * sys and run: "" for this machine.  Any thread.
 */
#ifndef DTAP_USB_PORT_H
#define DTAP_USB_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "devices/usb_descriptors.h"

/* An interface of a device. */
struct dtap_usb_port {
	char device[32];          /* "1-1.2": its place, whatever is there */
	unsigned bus, address;    /* /dev/bus/usb/BUS/ADDRESS; both change */
	unsigned speed;           /* Mbit/s; 0: unknown */
	uint16_t vendor, product; /* idVendor, idProduct */
	char name[96];            /* what the device calls itself, printable */
	char driver[32];          /* of the kernel; "": none */
	char tty[32];             /* "ttyUSB0"; "": none */
	bool is_qcdm;             /* udev's rules of ModemManager say so */
	unsigned configuration;   /* bConfigurationValue that is in use */
	unsigned device_interfaces; /* how many the device has */
	struct dtap_usb_interface interface;
};

struct dtap_usb_ports {
	struct dtap_usb_port *ports; /* sorted by device, then as it has them */
	size_t count;
};

/* Hubs are left out.  False: no memory. */
bool dtap_usb_ports_find(struct dtap_usb_ports *out, const char *root);
void dtap_usb_ports_free(struct dtap_usb_ports *ports);

enum dtap_usb_score {
	DTAP_USB_NOT,    /* it is not DIAG */
	DTAP_USB_MAY_BE, /* two bulk endpoints that many things have */
	DTAP_USB_DIAG,   /* it says so itself, or udev does */
};

/*
 * Whether it is DIAG, by what it says of itself.  *why is a static string with
 * the reason.  Sources: the USB drivers of Linux (option.c, qcserial.c,
 * usb_wwan.c) and of Qualcomm's gadget (f_diag.c); diag-router (router/usb.c).
 */
enum dtap_usb_score dtap_usb_port_score(const struct dtap_usb_port *port,
					const char **why);

/* It waits to be written anew (EDL): opened by a stranger it may hang. */
bool dtap_usb_port_is_emergency(const struct dtap_usb_port *port);

/* It may be read through usbfs: two bulk endpoints, no driver of the kernel. */
bool dtap_usb_port_is_free(const struct dtap_usb_port *port);

#endif
