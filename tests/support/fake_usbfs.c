/* SPDX-License-Identifier: MIT */
#include "support/fake_usbfs.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "support/testing.h"

#define FD        1000
#define URBS      64
#define PACKETS   8192
#define LONG_WAIT 1000 /* ms: of a question that gets no answer */

struct fake_usb fake_usb;

struct packet {
	uint16_t size;
	uint8_t data[FAKE_USB_PACKET];
};

static struct usbdevfs_urb *queued[URBS], *complete[URBS];
static size_t queued_count, complete_count;
static struct packet packets[PACKETS];
static size_t packet_first, packet_end;
static int failure;

void
fake_usb_reset(void)
{
	fake_usb = (struct fake_usb){0};
	queued_count = complete_count = packet_first = packet_end = 0;
	failure = 0;
}

static void
complete_first(int status)
{
	assert_true(queued_count > 0 && complete_count < URBS);
	queued[0]->status = status;
	complete[complete_count++] = queued[0];
	memmove(queued, queued + 1,
		--queued_count * sizeof(struct usbdevfs_urb *));
}

/* Moves packets into transfers, as far as there are both. */
static void
move(void)
{
	while (failure == 0 && packet_first < packet_end && queued_count > 0) {
		const struct packet *packet = &packets[packet_first++];
		struct usbdevfs_urb *urb = queued[0];

		assert_true(urb->buffer_length - urb->actual_length >=
			    packet->size);
		memcpy((uint8_t *)urb->buffer + urb->actual_length,
		       packet->data, packet->size);
		urb->actual_length += packet->size;
		if (packet->size < FAKE_USB_PACKET ||
		    urb->actual_length == urb->buffer_length)
			complete_first(0);
	}
	while (failure != 0 && queued_count > 0)
		complete_first(failure);
}

static void
add_packet(const uint8_t *data, size_t size)
{
	assert_true(packet_end < PACKETS);
	packets[packet_end].size = (uint16_t)size;
	if (size > 0)
		memcpy(packets[packet_end].data, data, size);
	packet_end++;
}

void
fake_usb_send(const void *data, size_t size, bool with_end)
{
	const uint8_t *at = data;

	if (packet_first == packet_end)
		packet_first = packet_end = 0;
	for (size_t left = size; left > 0;) {
		size_t part = left < FAKE_USB_PACKET ? left : FAKE_USB_PACKET;

		add_packet(at, part);
		at += part;
		left -= part;
	}
	if (with_end && size % FAKE_USB_PACKET == 0)
		add_packet(NULL, 0);
	move();
}

void
fake_usb_fail(int status)
{
	failure = status;
	move();
}

size_t
fake_usb_backlog(void)
{
	size_t size = 0;

	for (size_t i = packet_first; i < packet_end; i++)
		size += packets[i].size;
	return size;
}

static int
result(int error)
{
	errno = error;
	return error == 0 ? 0 : -1;
}

static int
fake_open(const char *path)
{
	if (fake_usb.open_error != 0)
		return result(fake_usb.open_error);
	assert_false(fake_usb.is_open);
	fake_usb.is_open = true;
	fake_usb.opened++;
	snprintf(fake_usb.path, sizeof fake_usb.path, "%s", path);
	return FD;
}

static void
fake_close(int fd)
{
	assert_int_equal(fd, FD);
	assert_true(fake_usb.is_open);
	fake_usb.is_open = false;
	queued_count = complete_count = 0;
}

static int
submit(struct usbdevfs_urb *urb)
{
	assert_int_equal(urb->type, USBDEVFS_URB_TYPE_BULK);
	assert_int_equal(urb->buffer_length % FAKE_USB_PACKET, 0);
	assert_true(queued_count < URBS);
	fake_usb.endpoint = urb->endpoint;
	urb->actual_length = 0;
	queued[queued_count++] = urb;
	move();
	return 0;
}

static int
reap(struct usbdevfs_urb **urb)
{
	if (complete_count == 0)
		return result(EAGAIN);
	*urb = complete[0];
	memmove(complete, complete + 1,
		--complete_count * sizeof(struct usbdevfs_urb *));
	return 0;
}

/* As the kernel: one that is complete is not there any more. */
static int
discard(const struct usbdevfs_urb *urb)
{
	fake_usb.discards++;
	if (queued_count == 0 || queued[0] != urb)
		return result(EINVAL);
	complete_first(-ENOENT);
	move();
	return 0;
}

static int
write_bulk(const struct usbdevfs_bulktransfer *bulk)
{
	if (fake_usb.write_error != 0)
		return result(fake_usb.write_error);
	if (bulk->len == 0)
		fake_usb.empty_writes++;
	assert_true(fake_usb.log_size + bulk->len <= sizeof fake_usb.log);
	memcpy(fake_usb.log + fake_usb.log_size, bulk->data, bulk->len);
	fake_usb.log_size += bulk->len;
	if (fake_usb.written != NULL && bulk->len > 0)
		fake_usb.written(bulk->data, bulk->len);
	return (int)bulk->len;
}

static int
fake_ioctl(int fd, unsigned long request, void *argument)
{
	assert_int_equal(fd, FD);
	assert_true(fake_usb.is_open);
	switch (request) {
	case USBDEVFS_CLAIMINTERFACE:
		fake_usb.claimed = *(unsigned *)argument;
		return result(fake_usb.claim_error);
	case USBDEVFS_SUBMITURB:
		return submit(argument);
	case USBDEVFS_REAPURBNDELAY:
		return reap(argument);
	case USBDEVFS_DISCARDURB:
		return discard(argument);
	case USBDEVFS_BULK:
		return write_bulk(argument);
	case USBDEVFS_CLEAR_HALT:
		fake_usb.cleared++;
		failure = 0;
		return 0;
	default:
		fail_msg("request %#lx is not one of ours", request);
		return -1;
	}
}

static int
fake_wait(int fd, int ms)
{
	assert_int_equal(fd, FD);
	fake_usb.waits++;
	fake_usb.last_wait = ms;
	if (complete_count > 0)
		return 1;
	if (ms < 0)
		return result(EINTR);
	if (ms > LONG_WAIT)
		usleep((unsigned)ms * 1000);
	return 0;
}

const struct dtap_usbfs_calls fake_usbfs = {
	.open = fake_open,
	.close = fake_close,
	.ioctl = fake_ioctl,
	.wait = fake_wait,
};
