/* SPDX-License-Identifier: MIT */
/*
 * gadget DIR [OPTION...] - a modem at the device's end of a USB cable: a
 * function on FunctionFS, which is mounted at DIR.
 *
 *   --protocol HEX    bInterfaceProtocol; 30, DIAG
 *   --log FILE        its events, a line each: "enabled", "request 73 03", ...
 *   --sent FILE       all bytes that it has sent
 *   --amount BYTES    after its masks are set it sends logs of this many bytes
 *                     in all, and then the event "sent all"; 0: without end
 *   --whole           one log of two packets exactly, without the empty packet
 *                     that would end it; then nothing more, and "sent all"
 *   --application     it knows no log code of LTE
 *
 * The device's end of the endpoint's file gets no empty packets from us: as
 * diag-router, and unlike the gadget in Qualcomm's kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/usb/ch9.h>
#include <linux/usb/functionfs.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#define CHUNK   16384
#define LOG_MAX 1500
#define LOGS    4000000 /* bytes */
#define LTE     11
#define CODES   0x1ff

#define VENDOR_INTERFACE                                                 \
	{                                                                \
		.bLength = USB_DT_INTERFACE_SIZE,                        \
		.bDescriptorType = USB_DT_INTERFACE, .bNumEndpoints = 2, \
		.bInterfaceClass = 0xff, .bInterfaceSubClass = 0xff,     \
		.bInterfaceProtocol = 0x30, .iInterface = 1              \
	}
#define BULK(address, bytes)                            \
	{                                               \
		.bLength = USB_DT_ENDPOINT_SIZE,        \
		.bDescriptorType = USB_DT_ENDPOINT,     \
		.bEndpointAddress = (address),          \
		.bmAttributes = USB_ENDPOINT_XFER_BULK, \
		.wMaxPacketSize = (bytes)               \
	}

struct function {
	struct usb_interface_descriptor interface;
	struct usb_endpoint_descriptor_no_audio out, in;
} __attribute__((packed));

static struct {
	struct usb_functionfs_descs_head_v2 head;
	uint32_t full_count, high_count;
	struct function full, high;
} __attribute__((packed)) descriptors = {
	.head = {.magic = FUNCTIONFS_DESCRIPTORS_MAGIC_V2,
		 .flags = FUNCTIONFS_HAS_FS_DESC | FUNCTIONFS_HAS_HS_DESC,
		 .length = sizeof descriptors},
	.full_count = 3,
	.high_count = 3,
	.full = {VENDOR_INTERFACE, BULK(1, 64), BULK(0x82, 64)},
	.high = {VENDOR_INTERFACE, BULK(1, 512), BULK(0x82, 512)},
};

static const struct {
	struct usb_functionfs_strings_head head;
	uint16_t language;
	char text[5];
} __attribute__((packed))
strings = {{FUNCTIONFS_STRINGS_MAGIC, sizeof strings, 1, 1}, 0x0409, "diag"};

static struct {
	const char *folder;
	unsigned long amount;
	bool whole, application;
} options;

static int in_fd, out_fd;
static FILE *events, *sent;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool logging;
static atomic_int answers_wait; /* a mutex is not fair */

static void
tell(const char *event)
{
	fprintf(events, "%s\n", event);
	fflush(events);
}

/* False: the host is not there. */
static bool
put(const uint8_t *data, size_t size)
{
	ssize_t done;

	pthread_mutex_lock(&lock);
	done = write(in_fd, data, size);
	if (done > 0 && sent != NULL)
		fwrite(data, 1, (size_t)done, sent);
	pthread_mutex_unlock(&lock);
	return done == (ssize_t)size;
}

/* The frame of a log with that number; its body is of any length. */
static size_t
make_log(uint8_t *out, uint32_t number, size_t body)
{
	uint8_t packet[LOG_MAX] = {0x10, 0};
	size_t size = 16 + body;

	dtap_put16(packet + 2, (uint16_t)(12 + body));
	dtap_put16(packet + 4, (uint16_t)(12 + body));
	dtap_put16(packet + 6, 0xb0c0);
	for (size_t i = 16; i < size; i++)
		packet[i] = (uint8_t)(number + i * 5);
	dtap_put32(packet + 16, number);
	return dtap_hdlc_encode(out, packet, size);
}

/* The body is as long as two packets need. */
static void
send_whole_log(void)
{
	uint8_t frame[DTAP_HDLC_ROOM(LOG_MAX)];

	for (size_t body = 800; body < 1024; body++)
		if (make_log(frame, 0, body) == 1024)
			break;
	put(frame, 1024);
}

/* Logs of many lengths, back to back: so many that the rate is the bus's. */
static size_t
make_logs(uint8_t *out)
{
	size_t size = 0;

	for (uint32_t number = 0; size < LOGS; number++)
		size += make_log(out + size, number, number * 7 % 1400 + 4);
	return size;
}

/* In writes of many lengths, whole frames. */
static unsigned long
send_logs(const uint8_t *logs, size_t size)
{
	static uint32_t number;
	size_t at = 0;

	while (at < size && logging) {
		size_t part = ++number % 4 > 0
				      ? CHUNK
				      : 512 + number * 31 % (CHUNK - 512);

		while (answers_wait > 0)
			usleep(1000);
		part = part < size - at ? part : size - at;
		while (logs[at + part - 1] != DTAP_HDLC_FLAG)
			part--; /* an answer goes between frames */
		if (!put(logs + at, part))
			break;
		at += part;
	}
	return at;
}

static void *
send_all_logs(void *arg)
{
	static uint8_t logs[LOGS + DTAP_HDLC_ROOM(LOG_MAX)];
	size_t size = make_logs(logs);
	unsigned long done = 0;

	for (;;) {
		while (!logging)
			usleep(1000);
		if (options.whole) {
			send_whole_log();
			tell("sent all");
			return arg;
		}
		done += send_logs(logs, size);
		if (options.amount > 0 && done >= options.amount) {
			fflush(sent);
			tell("sent all");
			return arg;
		}
	}
}

/* Answers a request for log masks; returns the bytes of the answer. */
static size_t
answer_masks(uint8_t *out, const uint8_t *packet, size_t size)
{
	uint32_t command = dtap_get32(packet + 4);

	memset(out, 0, 600);
	memcpy(out, packet, 8);
	if (command == 1) {
		dtap_put32(out + 12 + 4 * (options.application ? 1 : LTE),
			   CODES);
		return 12 + 64;
	}
	if (command == 3) {
		size_t rest = size - 8 < 500 ? size - 8 : 500;

		memcpy(out + 12, packet + 8, rest);
		logging = true;
		return 12 + rest;
	}
	logging = false;
	return 12;
}

static void
answer(const uint8_t *packet, size_t size)
{
	static const char version[] = "\0Nov 29 202610:00:00Nov 29 2026";
	static const char build[] = "\x7c\0\0\0\1\0\0\0\2\0\0\0TESTMODEM-1.0";
	uint8_t out[600], frame[DTAP_HDLC_ROOM(600)];
	char event[32];
	size_t length;

	snprintf(event, sizeof event, "request %02x %02x", packet[0],
		 size > 4   ? packet[4]
		 : size > 1 ? packet[1]
			    : 0);
	tell(event);
	if (packet[0] == 0x00) {
		memcpy(out, version, length = sizeof version);
	} else if (packet[0] == 0x7c) {
		memcpy(out, build, length = sizeof build);
	} else if (packet[0] == 0x73 && size >= 8) {
		length = answer_masks(out, packet, size);
	} else {
		out[0] = 0x13;
		length = size < 500 ? size : 500;
		memcpy(out + 1, packet, length++);
	}
	answers_wait++;
	put(frame, dtap_hdlc_encode(frame, out, length));
	answers_wait--;
}

/* The host's requests; what is no right frame is told. */
static void *
read_requests(void *arg)
{
	static uint8_t data[16384], frame[16384], packet[16384];
	size_t held = 0;

	for (;;) {
		ssize_t got = read(out_fd, data, sizeof data);

		if (got <= 0) {
			held = 0; /* the cable is out */
			usleep(20000);
			continue;
		}
		for (ssize_t i = 0; i < got; i++) {
			size_t length;

			if (data[i] != DTAP_HDLC_FLAG) {
				frame[held] = data[i];
				held += held + 1 < sizeof frame;
				continue;
			}
			if (held > 0 &&
			    dtap_hdlc_decode(packet, &length, frame, held))
				answer(packet, length);
			else if (held > 0)
				tell("bad frame");
			held = 0;
		}
	}
	return arg;
}

static int
open_endpoint(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof path, "%s/%s", options.folder, name);
	fd = open(path, O_RDWR);
	if (fd < 0) {
		perror(path);
		exit(1);
	}
	return fd;
}

static FILE *
open_file(const char *path)
{
	FILE *file = fopen(path, "w");

	if (file == NULL) {
		perror(path);
		exit(1);
	}
	return file;
}

static void
read_options(int argc, char **argv)
{
	events = stdout;
	for (int i = 2; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(argv[i], "--whole") == 0)
			options.whole = true;
		else if (strcmp(argv[i], "--application") == 0)
			options.application = true;
		else if (strcmp(argv[i], "--amount") == 0 && i++)
			options.amount = strtoul(value, NULL, 10);
		else if (strcmp(argv[i], "--log") == 0 && i++)
			events = open_file(value);
		else if (strcmp(argv[i], "--sent") == 0 && i++)
			sent = open_file(value);
		else if (strcmp(argv[i], "--protocol") == 0 && i++)
			descriptors.full.interface.bInterfaceProtocol =
				descriptors.high.interface.bInterfaceProtocol =
					(uint8_t)strtoul(value, NULL, 16);
	}
}

/* What the bus does with this function. */
static void
follow(int control)
{
	struct usb_functionfs_event event;

	while (read(control, &event, sizeof event) == sizeof event) {
		if (event.type == FUNCTIONFS_ENABLE)
			tell("enabled");
		if (event.type == FUNCTIONFS_DISABLE)
			tell("disabled");
		if (event.type != FUNCTIONFS_SETUP)
			continue;
		/* No request of ours: a stall, by the other direction. */
		if (event.u.setup.bRequestType & USB_DIR_IN)
			(void)!read(control, &event, 0);
		else
			(void)!write(control, &event, 0);
	}
}

int
main(int argc, char **argv)
{
	pthread_t thread;
	int control;

	if (argc < 2)
		return 2;
	options.folder = argv[1];
	read_options(argc, argv);
	control = open_endpoint("ep0");
	if (write(control, &descriptors, sizeof descriptors) < 0 ||
	    write(control, &strings, sizeof strings) < 0) {
		perror("descriptors");
		return 1;
	}
	out_fd = open_endpoint("ep1");
	in_fd = open_endpoint("ep2");
	tell("ready");
	pthread_create(&thread, NULL, read_requests, NULL);
	pthread_create(&thread, NULL, send_all_logs, NULL);
	follow(control);
	return 0;
}
