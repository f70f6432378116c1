/* SPDX-License-Identifier: MIT */
/*
 * usb_tree.h - a tree of files as a machine with USB devices has it: sysfs,
 * dev, proc and what udev has written.
 */
#ifndef DTAP_TESTS_USB_TREE_H
#define DTAP_TESTS_USB_TREE_H

#include <stddef.h>
#include <stdint.h>

struct usb_tree {
	char root[64]; /* in /tmp */
};

/* An interface; endpoints: 'i' and 'o' bulk in and out, 'n' interrupt in. */
struct usb_tree_interface {
	uint8_t number, class, subclass, protocol;
	const char *endpoints;
	const char *driver, *tty; /* NULL: none */
};

struct usb_tree_device {
	const char *name, *maker, *product; /* "1-1"; NULL: no such file */
	unsigned vendor, product_id, bus, address, speed;
	const struct usb_tree_interface *interfaces;
	size_t count;
};

struct usb_tree usb_tree_new(void);
void usb_tree_end(const struct usb_tree *tree); /* removes it */

/* Writes a file with that text below the root, and its folders. */
void usb_tree_file(const struct usb_tree *tree, const char *path,
		   const char *text);
void usb_tree_bytes(const struct usb_tree *tree, const char *path,
		    const void *data, size_t size);

/* Plugs a device in, or out: only its interfaces' folders and descriptors. */
void usb_tree_plug(const struct usb_tree *tree,
		   const struct usb_tree_device *device);
void usb_tree_unplug(const struct usb_tree *tree, const char *name);

/* The descriptors of a device with one configuration, whose value is 1. */
size_t usb_tree_descriptors(const struct usb_tree_device *device,
			    uint8_t out[2048]);

#endif
