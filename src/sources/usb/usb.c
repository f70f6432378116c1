/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/usb_port.h"
#include "devices/device_owner.h"
#include "sources/hdlc/hdlc_reader.h"
#include "sources/usb/usb_address.h"
#include "sources/usb/usb_choice.h"
#include "sources/usb/usb_pipe.h"
#include "sources/usb/usb_query.h"

struct usb {
	struct dtap_source source; /* first: what the tap knows */
	char *device, *root;
	struct dtap_usb_address address;
	struct dtap_usb_pipe *pipe;
	struct dtap_hdlc_reader reader;

	struct dtap_usb_port port; /* what is open, or was */
	size_t devices;            /* how many could have been chosen */
	bool is_told;              /* what is read */
};

static struct usb *
usb_of(struct dtap_source *source)
{
	return (struct usb *)source;
}

/* The interface that was read before, where it still is; no question then. */
static const struct dtap_usb_port *
same_as_before(const struct usb *usb, const struct dtap_usb_choice *choice)
{
	for (size_t i = 0; i < choice->count; i++) {
		const struct dtap_usb_port *port = choice->ports[i];

		if (strcmp(port->device, usb->port.device) == 0 &&
		    port->vendor == usb->port.vendor &&
		    port->product == usb->port.product &&
		    port->interface.number == usb->port.interface.number)
			return port;
	}
	return NULL;
}

/* Finds the interface to read.  False with errno and `why`. */
static bool
find(struct usb *usb)
{
	const struct dtap_usb_port *port = NULL;
	struct dtap_usb_choice choice;
	struct dtap_usb_ports ports;
	int error = ENODEV;

	if (!dtap_usb_ports_find(&ports, usb->root)) {
		dtap_source_explain(&usb->source, "%s", strerror(ENOMEM));
		errno = ENOMEM;
		return false;
	}
	choice = dtap_usb_choose(&ports, &usb->address);
	usb->devices = choice.devices;
	if (choice.count == 0) {
		dtap_source_explain(&usb->source, "%s", choice.why);
	} else {
		port = same_as_before(usb, &choice);
		usb->port = *choice.ports[0]; /* what an error is about */
		if (port == NULL)
			port = dtap_usb_query(usb->pipe, &choice, usb->root);
		error = errno;
		if (port != NULL)
			usb->port = *port;
	}
	dtap_usb_ports_free(&ports);
	errno = error;
	return port != NULL;
}

static void
explain_busy(struct usb *usb, const char *node)
{
	struct dtap_device_owner owner;

	if (dtap_device_owner_find(&owner, -1, node))
		dtap_source_explain(&usb->source,
				    "Interface %u of %s is in use by %s (pid "
				    "%d). Stop that "
				    "program.",
				    usb->port.interface.number, node,
				    owner.name, (int)owner.pid);
	else
		dtap_source_explain(
			&usb->source,
			"Interface %u of %s is in use by another program. Run "
			"\"fuser %s\" as root to see which one.",
			usb->port.interface.number, node, node);
}

/* Sets why from errno, which it leaves. */
static void
explain_open(struct usb *usb)
{
	char node[256];
	int error = errno;

	dtap_usb_node(node, usb->root, &usb->port);
	if (error == EBUSY)
		explain_busy(usb, node);
	else if (error == EACCES || error == EPERM)
		dtap_source_explain(
			&usb->source,
			"This user may not open %s. The udev rule of diagtap "
			"(60-diagtap.rules) gives it to the group diagtap and "
			"to the user at the screen. Plug it in again after "
			"installing it.",
			node);
	else if (error == ENOMSG)
		dtap_source_explain(
			&usb->source,
			"%04x:%04x at %s does not answer as DIAG. Name an "
			"interface, as in diag.device = \"usb:%s:0\", to read "
			"it all the same.",
			usb->port.vendor, usb->port.product, usb->port.device,
			usb->port.device);
	else if (error == ENODEV || error == ENOENT)
		dtap_source_explain(&usb->source,
				    "It was unplugged. diagtapd waits for it.");
	else
		dtap_source_explain(&usb->source, "Cannot open %s: %s.", node,
				    strerror(error));
	errno = error;
}

static int
usb_open(struct dtap_source *source)
{
	struct usb *usb = usb_of(source);
	char node[256];

	dtap_hdlc_reader_clear(&usb->reader);
	if (!find(usb)) {
		if (source->why[0] == '\0' && errno != EINTR)
			explain_open(usb);
		return -1;
	}
	if (dtap_usb_pipe_open(usb->pipe,
			       dtap_usb_node(node, usb->root, &usb->port),
			       &usb->port.interface) < 0) {
		explain_open(usb);
		return -1;
	}
	usb->is_told = false;
	source->session++;
	return 0;
}

/* Which of the ports that this machine has is read. */
static ssize_t
tell(struct usb *usb)
{
	const struct dtap_usb_port *port = &usb->port;

	usb->is_told = true;
	usb->source.notice = true;
	dtap_source_explain(
		&usb->source, "Reads interface %u of %04x:%04x%s%s at %s%s",
		port->interface.number, port->vendor, port->product,
		port->name[0] != '\0' ? " " : "", port->name, port->device,
		usb->devices > 1 ? ". Other devices have DIAG too: choose one "
				   "by diag.device."
				 : "");
	return 0;
}

static int
usb_write(struct dtap_source *source, const uint8_t *request, size_t size)
{
	return dtap_usb_pipe_write(usb_of(source)->pipe,
				   request + DTAP_REQUEST_WORD,
				   size - DTAP_REQUEST_WORD);
}

/* A failed transfer is a bad cable, or the first sign that it is unplugged. */
static void
explain_read(struct usb *usb, int error)
{
	struct dtap_usb_ports ports = {0};
	bool is_there = false;

	dtap_usb_ports_find(&ports, usb->root);
	for (size_t i = 0; i < ports.count; i++)
		is_there =
			is_there ||
			(strcmp(ports.ports[i].device, usb->port.device) == 0 &&
			 ports.ports[i].address == usb->port.address);
	dtap_usb_ports_free(&ports);
	if (error == ESHUTDOWN && is_there)
		dtap_source_explain(
			&usb->source,
			"The device is suspended. diagtapd waits for it.");
	else if (is_there && error != ENODEV)
		dtap_source_explain(&usb->source,
				    "USB: %s. Is it a bad cable or hub?",
				    strerror(error));
	else
		dtap_source_explain(&usb->source,
				    "It was unplugged. diagtapd waits for it.");
}

static ssize_t
read_pipe(void *arg, uint8_t *out, size_t room)
{
	ssize_t size = dtap_usb_pipe_read(arg, out, room, -1);

	return size < 0 && errno == EINTR ? 0 : size;
}

static ssize_t
usb_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct usb *usb = usb_of(source);
	ssize_t given;

	(void)size;
	source->notice = false;
	if (!usb->is_told)
		return tell(usb);
	given = dtap_hdlc_reader_take(&usb->reader, read_pipe, usb->pipe,
				      buffer, &source->wrong_frames);
	if (given < 0) {
		explain_read(usb, errno);
		errno = EIO;
	}
	return given;
}

/* What the kernel has received when the tap stops. */
static ssize_t
usb_drain(struct dtap_source *source, uint8_t *buffer)
{
	struct usb *usb = usb_of(source);
	size_t before;
	ssize_t given;

	dtap_usb_pipe_drain(usb->pipe);
	do {
		before = usb->reader.size;
		given = dtap_hdlc_reader_take(&usb->reader, read_pipe,
					      usb->pipe, buffer,
					      &source->wrong_frames);
	} while (given == 0 && usb->reader.size > before);
	return given > 0 ? given : 0;
}

static void
usb_close(struct dtap_source *source)
{
	source->session++;
	dtap_usb_pipe_close(usb_of(source)->pipe);
}

static void
usb_free(struct dtap_source *source)
{
	struct usb *usb = usb_of(source);

	dtap_usb_pipe_free(usb->pipe);
	free(usb->device);
	free(usb->root);
	free(usb);
}

struct dtap_source *
dtap_usb_new(const struct dtap_usb_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = usb_open,
		.read = usb_read,
		.drain = usb_drain,
		.write = usb_write,
		.close = usb_close,
		.free = usb_free,
	};
	struct usb *usb = calloc(1, sizeof *usb);

	if (usb == NULL)
		return NULL;
	usb->device = strdup(options->device);
	usb->root = strdup(options->root != NULL ? options->root : "");
	usb->pipe = dtap_usb_pipe_new(options->calls != NULL ? options->calls
							     : &dtap_usbfs);
	errno = ENOMEM;
	if (usb->device == NULL || usb->root == NULL || usb->pipe == NULL) {
		usb_free(&usb->source);
		return NULL;
	}
	if (!dtap_usb_address_read(&usb->address, options->device)) {
		usb_free(&usb->source);
		errno = EINVAL;
		return NULL;
	}
	usb->source = (struct dtap_source){
		.ops = &ops,
		.type = "usb",
		.where = usb->device,
		.buffer_size = DTAP_HDLC_READER_CONTAINER,
	};
	return &usb->source;
}
