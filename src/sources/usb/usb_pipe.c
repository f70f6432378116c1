/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_pipe.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

struct transfer {
	struct usbdevfs_urb *urb;
	uint8_t *memory; /* DTAP_USB_TRANSFER_BYTES */
};

struct dtap_usb_pipe {
	const struct dtap_usbfs_calls *calls;
	int fd; /* -1: closed */
	struct dtap_usb_interface interface;

	/* Queued transfers are a row that begins with `oldest`. */
	struct transfer transfers[DTAP_USB_TRANSFERS];
	unsigned oldest, queued;

	struct transfer
		*current; /* complete, and not read to its end; or NULL */
	size_t taken;     /* bytes read of it */

	bool taking_back; /* transfers that complete are not queued again */
	bool at_rest;     /* the oldest ends with the next packet */
	bool draining;
	bool was_halted; /* and nothing has come since */
	int error;       /* what the next read fails with; 0: nothing */

	uint8_t memory[DTAP_USB_TRANSFERS][DTAP_USB_TRANSFER_BYTES];
};

static void
free_urbs(struct dtap_usb_pipe *pipe)
{
	for (unsigned i = 0; i < DTAP_USB_TRANSFERS; i++)
		free(pipe->transfers[i].urb);
}

struct dtap_usb_pipe *
dtap_usb_pipe_new(const struct dtap_usbfs_calls *calls)
{
	struct dtap_usb_pipe *pipe = calloc(1, sizeof *pipe);

	if (pipe == NULL)
		return NULL;
	pipe->calls = calls;
	pipe->fd = -1;
	for (unsigned i = 0; i < DTAP_USB_TRANSFERS; i++) {
		pipe->transfers[i].memory = pipe->memory[i];
		pipe->transfers[i].urb =
			calloc(1, sizeof *pipe->transfers[i].urb);
		if (pipe->transfers[i].urb == NULL) {
			dtap_usb_pipe_free(pipe);
			return NULL;
		}
	}
	return pipe;
}

void
dtap_usb_pipe_free(struct dtap_usb_pipe *pipe)
{
	if (pipe == NULL)
		return;
	dtap_usb_pipe_close(pipe);
	free_urbs(pipe);
	free(pipe);
}

static int
call(struct dtap_usb_pipe *pipe, unsigned long request, void *argument)
{
	return pipe->calls->ioctl(pipe->fd, request, argument);
}

/* Behind all that are queued. */
static int
submit(struct dtap_usb_pipe *pipe, struct transfer *transfer, size_t size)
{
	*transfer->urb = (struct usbdevfs_urb){
		.type = USBDEVFS_URB_TYPE_BULK,
		.endpoint = pipe->interface.in,
		.buffer = transfer->memory,
		.buffer_length = (int)size,
	};
	if (call(pipe, USBDEVFS_SUBMITURB, transfer->urb) < 0)
		return -1;
	pipe->queued++;
	return 0;
}

/* Queues all; the first ends with a packet if there is silence now. */
static int
submit_all(struct dtap_usb_pipe *pipe, bool at_rest)
{
	pipe->oldest = 0;
	pipe->taking_back = false;
	pipe->at_rest = at_rest;
	for (unsigned i = 0; i < DTAP_USB_TRANSFERS; i++)
		if (submit(pipe, &pipe->transfers[i],
			   at_rest && i == 0 ? pipe->interface.in_packet
					     : DTAP_USB_TRANSFER_BYTES) < 0)
			return -1;
	return 0;
}

int
dtap_usb_pipe_open(struct dtap_usb_pipe *pipe, const char *path,
		   const struct dtap_usb_interface *interface)
{
	unsigned number = interface->number;
	int error;

	pipe->interface = *interface;
	pipe->queued = 0;
	pipe->current = NULL;
	pipe->draining = pipe->was_halted = false;
	pipe->error = 0;
	pipe->fd = pipe->calls->open(path);
	if (pipe->fd < 0)
		return -1;
	if (call(pipe, USBDEVFS_CLAIMINTERFACE, &number) == 0 &&
	    submit_all(pipe, true) == 0)
		return 0;
	error = errno;
	dtap_usb_pipe_close(pipe);
	errno = error;
	return -1;
}

/* The kernel takes the transfers back itself. */
void
dtap_usb_pipe_close(struct dtap_usb_pipe *pipe)
{
	if (pipe->fd >= 0)
		pipe->calls->close(pipe->fd);
	pipe->fd = -1;
}

/*
 * Those that are complete are reaped as they are; the others too, with what
 * they have.  The oldest goes first: what comes meanwhile goes into the next
 * one.
 */
static void
take_back(struct dtap_usb_pipe *pipe)
{
	unsigned count = pipe->queued;

	pipe->taking_back = true;
	for (unsigned i = 0; i < count; i++)
		call(pipe, USBDEVFS_DISCARDURB,
		     pipe->transfers[(pipe->oldest + i) % DTAP_USB_TRANSFERS]
			     .urb);
}

void
dtap_usb_pipe_drain(struct dtap_usb_pipe *pipe)
{
	if (!pipe->draining)
		take_back(pipe);
	pipe->draining = true;
}

/* What a status means: ENOENT and ECONNRESET are transfers taken back. */
static int
error_of(int status)
{
	return status == 0 || status == -ENOENT || status == -ECONNRESET ||
			       status == -EREMOTEIO
		       ? 0
		       : -status;
}

/* A modem may refuse a transfer (a stall); once, the endpoint is reset then. */
static int
clear_halt(struct dtap_usb_pipe *pipe)
{
	unsigned endpoint = pipe->interface.in;

	return call(pipe, USBDEVFS_CLEAR_HALT, &endpoint) < 0 ? errno : 0;
}

/* A transfer is complete. */
static void
reaped(struct dtap_usb_pipe *pipe, const struct usbdevfs_urb *urb)
{
	struct transfer *transfer = &pipe->transfers[pipe->oldest];
	int error = error_of(urb->status);

	if (urb != transfer->urb) /* the kernel keeps the order */
		error = EIO;
	pipe->oldest = (pipe->oldest + 1) % DTAP_USB_TRANSFERS;
	pipe->queued--;
	pipe->current = transfer;
	pipe->taken = 0;
	if (error == EPIPE && pipe->taking_back) {
		error = 0; /* those behind the one that was refused */
	} else if (error == EPIPE && !pipe->was_halted) {
		error = clear_halt(pipe);
		take_back(pipe);
		pipe->was_halted = true;
	}
	if (pipe->error == 0)
		pipe->error = error;
}

/* The current transfer is read to its end: queues it, or all, again. */
static int
renew(struct dtap_usb_pipe *pipe)
{
	struct transfer *transfer = pipe->current;

	pipe->current = NULL;
	if (pipe->draining || pipe->error != 0)
		return 0;
	if (pipe->taking_back)
		return pipe->queued > 0 ? 0 : submit_all(pipe, true);
	pipe->at_rest = false;
	return submit(pipe, transfer, DTAP_USB_TRANSFER_BYTES);
}

/* Up to `room` bytes of the current transfer; 0: it has no more. */
static size_t
take(struct dtap_usb_pipe *pipe, uint8_t *out, size_t room)
{
	const struct transfer *transfer = pipe->current;
	int length = transfer->urb->actual_length;
	size_t size = length > 0 ? (size_t)length : 0;

	if (size > DTAP_USB_TRANSFER_BYTES)
		size = DTAP_USB_TRANSFER_BYTES;
	size -= pipe->taken;
	size = size < room ? size : room;
	memcpy(out, transfer->memory + pipe->taken, size);
	pipe->taken += size;
	pipe->was_halted = pipe->was_halted && size == 0;
	return size;
}

/* 1: a transfer is complete; 0: none within the time; -1 with errno. */
static int
reap(struct dtap_usb_pipe *pipe, int ms)
{
	struct usbdevfs_urb *urb;
	int wait = ms;

	if (!pipe->at_rest && (ms < 0 || ms > DTAP_USB_QUIET_MS))
		wait = DTAP_USB_QUIET_MS;
	for (;;) {
		int ready;

		if (call(pipe, USBDEVFS_REAPURBNDELAY, &urb) == 0) {
			reaped(pipe, urb);
			return 1;
		}
		if (errno != EAGAIN)
			return -1;
		ready = pipe->calls->wait(pipe->fd, wait);
		if (ready < 0)
			return -1;
		if (ready == 0 && (pipe->at_rest || wait != DTAP_USB_QUIET_MS))
			return 0;
		if (ready == 0) {
			take_back(pipe);
			wait = ms;
		}
	}
}

ssize_t
dtap_usb_pipe_read(struct dtap_usb_pipe *pipe, uint8_t *out, size_t room,
		   int ms)
{
	for (;;) {
		size_t size = 0;
		int ready;

		if (pipe->current != NULL) {
			size = take(pipe, out, room);
			if (size > 0)
				return (ssize_t)size;
			if (renew(pipe) < 0)
				pipe->error = errno;
		}
		if (pipe->error != 0) {
			errno = pipe->error;
			return -1;
		}
		if (pipe->queued == 0)
			return 0; /* drained */
		ready = reap(pipe, ms);
		if (ready <= 0)
			return ready;
	}
}

int
dtap_usb_pipe_write(struct dtap_usb_pipe *pipe, const uint8_t *data,
		    size_t size)
{
	struct usbdevfs_bulktransfer bulk = {
		.ep = pipe->interface.out,
		.len = (unsigned)size,
		.timeout = DTAP_USB_WRITE_MS,
		/* The kernel only reads it.  NOLINTNEXTLINE */
		.data = (void *)(uintptr_t)data,
	};
	int put = call(pipe, USBDEVFS_BULK, &bulk);

	if (put < 0)
		return -1;
	if ((size_t)put != size) {
		errno = EIO;
		return -1;
	}
	if (size % pipe->interface.out_packet != 0)
		return 0;
	bulk.len = 0;
	return call(pipe, USBDEVFS_BULK, &bulk) < 0 ? -1 : 0;
}
