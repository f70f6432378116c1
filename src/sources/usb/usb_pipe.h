/* SPDX-License-Identifier: MIT */
/*
 * usb_pipe.h - the bytes of a USB interface with two bulk endpoints, in and
 * out, through usbfs.
 *
 * Eight transfers of 16 KiB wait in the kernel, so that it can receive while we
 * are away: 128 KiB are 4 ms of USB 2.  They complete in order.
 *
 * A transfer ends at a packet that is not full, or when it is full itself. Some
 * modems do not end a message of whole packets with an empty packet; the
 * message would stay in the kernel until more comes.  So after 50 ms of silence
 * all transfers are taken back, with what they have, and queued again behind a
 * transfer of one packet: that one ends with the next packet of any length.
 * Then there is nothing more to wait for, and no further wake-up.
 *
 * One owner, one thread.
 */
#ifndef DTAP_USB_PIPE_H
#define DTAP_USB_PIPE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "devices/usb_port.h"
#include "sources/usb/usbfs.h"

#define DTAP_USB_TRANSFERS      8
#define DTAP_USB_TRANSFER_BYTES 16384 /* a multiple of every packet size */
#define DTAP_USB_QUIET_MS       50
#define DTAP_USB_WRITE_MS       1000

struct dtap_usb_pipe;

/* NULL: ENOMEM.  It is closed. */
struct dtap_usb_pipe *dtap_usb_pipe_new(const struct dtap_usbfs_calls *calls);
void dtap_usb_pipe_free(struct dtap_usb_pipe *pipe); /* NULL is allowed */

/*
 * Opens the device at path, claims the interface and queues the transfers.  -1
 * with errno, and it is closed: EACCES, no right to open it; EBUSY, another
 * program or a driver has the interface; ENODEV, ENOENT: it is gone.
 */
int dtap_usb_pipe_open(struct dtap_usb_pipe *pipe, const char *path,
		       const struct dtap_usb_interface *interface);
void dtap_usb_pipe_close(struct dtap_usb_pipe *pipe); /* may be closed */

/*
 * Reads up to `room` bytes, > 0; waits for them up to `ms`, -1 is for ever.  0:
 * none within that time.  -1 with errno: EINTR, a signal came; EPROTO, ENODEV,
 * ESHUTDOWN and others: the device failed or is gone, after all that it sent.
 */
ssize_t dtap_usb_pipe_read(struct dtap_usb_pipe *pipe, uint8_t *out,
			   size_t room, int ms);

/* Takes all transfers back: reads then give what they have, and then 0. */
void dtap_usb_pipe_drain(struct dtap_usb_pipe *pipe);

/* Writes all bytes, and their end if they fill their packets.  -1 with errno.
 */
int dtap_usb_pipe_write(struct dtap_usb_pipe *pipe, const uint8_t *data,
			size_t size);

#endif
