/* SPDX-License-Identifier: MIT */
#include "commands/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include "sources/port_query.h"
#include "sources/usb/usb_query.h"

#define ANSWER_MS  3000
#define TRIES      2
#define BUILD      0x7c
#define BUILD_TEXT 8 /* numbers come before the text of the answer */

static bool
write_file(void *arg, const uint8_t *data, size_t size)
{
	return write(*(int *)arg, data, size) == (ssize_t)size;
}

static ssize_t
read_file(void *arg, uint8_t *out, size_t room, int ms)
{
	struct pollfd fd = {.fd = *(int *)arg, .events = POLLIN};
	int ready = poll(&fd, 1, ms);
	ssize_t got;

	if (ready <= 0)
		return ready;
	got = read(fd.fd, out, room);
	if (got == 0)
		errno = EIO;
	return got > 0 ? got : -1;
}

static bool
is_build(const uint8_t *packet, size_t size)
{
	return size > BUILD_TEXT && packet[0] == BUILD;
}

/* The first text of at least four characters in a packet, into out. */
static void
find_text(const uint8_t *packet, size_t size, char *out, size_t room)
{
	size_t length = 0;

	for (size_t i = 0; i < size && length + 1 < room; i++) {
		if (packet[i] >= ' ' && packet[i] <= '~')
			out[length++] = (char)packet[i];
		else if (length >= 4)
			break;
		else
			length = 0;
	}
	out[length] = '\0';
}

/* The dates of the version are 11 + 8 characters from the second byte on. */
static void
ask(struct dtap_probe *out, const struct dtap_query_port *port)
{
	static const uint8_t version[] = {0x00}, build[] = {BUILD};
	uint8_t answer[DTAP_QUERY_PACKET];
	char date[20] = "", name[48] = "";
	ssize_t got = 0;

	for (int i = 0; got == 0 && i < TRIES; i++)
		got = dtap_port_query(port, version, sizeof version,
				      dtap_query_is_version, ANSWER_MS, answer);
	if (got <= 0) {
		out->result = got == 0 ? DTAP_PROBE_SILENT : DTAP_PROBE_FAILED;
		snprintf(out->text, sizeof out->text, "%s",
			 got == 0 ? "no answer" : strerror(errno));
		return;
	}
	out->result = DTAP_PROBE_ANSWERS;
	if (answer[0] == 0x00)
		find_text(answer + 1, (size_t)got - 1, date, sizeof date);
	got = dtap_port_query(port, build, sizeof build, is_build, ANSWER_MS,
			      answer);
	if (got > 0)
		find_text(answer + BUILD_TEXT, (size_t)got - BUILD_TEXT, name,
			  sizeof name);
	snprintf(out->text, sizeof out->text, "version %.11s %s%s%s",
		 date[0] != '\0' ? date : "unknown",
		 strlen(date) > 11 ? date + 11 : "",
		 name[0] != '\0' ? ", build " : "", name);
}

/* Leaves the settings of a terminal as they were. */
static void
ask_file(struct dtap_probe *out, int fd)
{
	const struct dtap_query_port port = {write_file, read_file, &fd};
	struct termios before, raw;
	bool is_terminal = tcgetattr(fd, &before) == 0;

	if (is_terminal) {
		raw = before;
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		raw.c_cflag |= CLOCAL | CREAD;
		tcsetattr(fd, TCSANOW, &raw);
	}
	ask(out, &port);
	if (is_terminal)
		tcsetattr(fd, TCSANOW, &before);
}

static void
probe_file(struct dtap_probe *out, const char *node)
{
	int fd = open(node, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0) {
		out->result = DTAP_PROBE_FAILED;
		snprintf(out->text, sizeof out->text, "%s",
			 errno == EWOULDBLOCK ? "another program uses it"
					      : strerror(errno));
	} else {
		ask_file(out, fd);
	}
	if (fd >= 0)
		close(fd);
}

static void
probe_usb(struct dtap_probe *out, const struct dtap_device *device)
{
	struct dtap_usb_pipe *pipe = dtap_usb_pipe_new(&dtap_usbfs);
	const struct dtap_query_port port = dtap_usb_query_port(pipe);

	if (pipe == NULL || dtap_usb_pipe_open(pipe, device->node,
					       &device->port.interface) < 0) {
		out->result = DTAP_PROBE_FAILED;
		snprintf(out->text, sizeof out->text, "%s",
			 errno == EBUSY ? "another program uses it"
					: strerror(errno));
	} else {
		ask(out, &port);
	}
	dtap_usb_pipe_free(pipe);
}

void
dtap_probe(struct dtap_probe *out, const struct dtap_device *device)
{
	*out = (struct dtap_probe){0};
	if (device->source[0] == '\0')
		return;
	if (device->kind == DTAP_DEVICE_USB)
		probe_usb(out, device);
	else if (device->kind == DTAP_DEVICE_SERIAL ||
		 device->kind == DTAP_DEVICE_CHARACTER)
		probe_file(out, device->node);
}
