/* SPDX-License-Identifier: MIT */
/*
 * usbfs.h - the system calls with which a program reads a USB device itself
 * (linux/usbdevice_fs.h): a table, so that a test has a device of its own.
 *
 * No library: Linux has had these since 2.6, and libusb needs a thread, udev,
 * and calls that the sandbox refuses.
 */
#ifndef DTAP_USBFS_H
#define DTAP_USBFS_H

struct dtap_usbfs_calls {
	/* As open(2) with O_RDWR; -1 with errno. */
	int (*open)(const char *path);
	void (*close)(int fd);
	/* As ioctl(2) with a request of usbdevice_fs.h. */
	int (*ioctl)(int fd, unsigned long request, void *argument);
	/*
	 * Waits up to `ms`, -1 is for ever.  1: a transfer is complete, or the
	 * device is gone; 0: nothing yet; -1 with errno.
	 */
	int (*wait)(int fd, int ms);
};

/* Those of the kernel. */
extern const struct dtap_usbfs_calls dtap_usbfs;

#endif
