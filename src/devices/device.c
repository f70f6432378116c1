/* SPDX-License-Identifier: MIT */
#include "devices/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/switch_on.h"
#include "devices/tree.h"

static struct dtap_device *
add(struct dtap_devices *out)
{
	struct dtap_device *more =
		realloc(out->list, (out->count + 1) * sizeof *more);

	if (more == NULL)
		return NULL;
	out->list = more;
	more[out->count] = (struct dtap_device){0};
	return &more[out->count++];
}

/* Two devices of one kind are told apart by their places. */
static bool
is_only_one(const struct dtap_usb_ports *ports,
	    const struct dtap_usb_port *port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->ports[i].vendor == port->vendor &&
		    ports->ports[i].product == port->product &&
		    strcmp(ports->ports[i].device, port->device) != 0)
			return false;
	return true;
}

static void
describe_usb(struct dtap_device *device)
{
	const struct dtap_usb_port *port = &device->port;

	snprintf(device->what, sizeof device->what,
		 "%04x:%04x%s%s, interface %u", port->vendor, port->product,
		 port->name[0] != '\0' ? " " : "", port->name,
		 port->interface.number);
	if (port->speed > 0)
		snprintf(device->what + strlen(device->what),
			 sizeof device->what - strlen(device->what),
			 ", %u Mbit/s", port->speed);
}

/* A device that many know by its numbers; if there are two, by its place. */
static void
configure_usb(struct dtap_device *device, const struct dtap_usb_ports *ports)
{
	const struct dtap_usb_port *port = &device->port;

	snprintf(device->source, sizeof device->source, "usb");
	if (is_only_one(ports, port))
		snprintf(device->device, sizeof device->device, "%04x:%04x:%u",
			 port->vendor, port->product, port->interface.number);
	else
		snprintf(device->device, sizeof device->device, "usb:%s:%u",
			 port->device, port->interface.number);
}

static void
configure_serial(struct dtap_device *device)
{
	device->kind = DTAP_DEVICE_SERIAL;
	snprintf(device->node, sizeof device->node, "/dev/%s",
		 device->port.tty);
	if (device->score == DTAP_USB_NOT)
		return;
	snprintf(device->source, sizeof device->source, "hdlc");
	snprintf(device->device, sizeof device->device, "%s", device->node);
}

/* Only interfaces of the vendor's own class are worth a line. */
static bool
add_port(struct dtap_devices *out, const struct dtap_usb_ports *ports,
	 const struct dtap_usb_port *port)
{
	const char *why;
	enum dtap_usb_score score = dtap_usb_port_score(port, &why);
	struct dtap_device *device;

	if (score == DTAP_USB_NOT && port->interface.class != 0xff)
		return true;
	device = add(out);
	if (device == NULL)
		return false;
	device->score = score;
	device->port = *port;
	describe_usb(device);
	snprintf(device->why, sizeof device->why, "%s", why);
	snprintf(device->node, sizeof device->node, "/dev/bus/usb/%03u/%03u",
		 port->bus, port->address);
	if (port->tty[0] != '\0')
		configure_serial(device);
	else if (score != DTAP_USB_NOT && dtap_usb_port_is_free(port))
		configure_usb(device, ports);
	else if (score != DTAP_USB_NOT)
		snprintf(device->advice, sizeof device->advice,
			 "the driver %s has it", port->driver);
	return true;
}

/* The ports of one device, from `first` on; returns where they end. */
static size_t
end_of_device(const struct dtap_usb_ports *ports, size_t first)
{
	size_t end = first;

	while (end < ports->count && strcmp(ports->ports[end].device,
					    ports->ports[first].device) == 0)
		end++;
	return end;
}

static bool
has_diag(const struct dtap_usb_ports *ports, size_t first, size_t end)
{
	const char *why;

	for (size_t i = first; i < end; i++)
		if (dtap_usb_port_score(&ports->ports[i], &why) != DTAP_USB_NOT)
			return true;
	return false;
}

/* A modem or a phone whose DIAG port is off gets a line that says how to
 * switch it on. */
static bool
add_others(struct dtap_devices *out, const struct dtap_usb_ports *ports)
{
	for (size_t at = 0, end; at < ports->count; at = end) {
		const struct dtap_usb_port *port = &ports->ports[at];
		const char *advice;
		struct dtap_device *device;

		end = end_of_device(ports, at);
		if (has_diag(ports, at, end))
			continue;
		advice = dtap_switch_on(port, end - at);
		if (advice == NULL)
			continue;
		device = add(out);
		if (device == NULL)
			return false;
		device->kind = DTAP_DEVICE_OTHER;
		snprintf(device->node, sizeof device->node,
			 "/dev/bus/usb/%03u/%03u", port->bus, port->address);
		snprintf(device->what, sizeof device->what, "%04x:%04x%s%s",
			 port->vendor, port->product,
			 port->name[0] != '\0' ? " " : "", port->name);
		snprintf(device->why, sizeof device->why,
			 "none of its %u interfaces is DIAG",
			 port->device_interfaces);
		snprintf(device->advice, sizeof device->advice, "%s", advice);
	}
	return true;
}

static bool
add_usb(struct dtap_devices *out, const char *root)
{
	struct dtap_usb_ports ports;
	bool enough = dtap_usb_ports_find(&ports, root);

	for (size_t i = 0; enough && i < ports.count; i++)
		enough = add_port(out, &ports, &ports.ports[i]);
	if (enough)
		enough = add_others(out, &ports);
	dtap_usb_ports_free(&ports);
	return enough;
}

/* Names in /dev of ports that are no USB interfaces. */
static const struct node {
	const char *prefix, *part; /* the name begins with, and has */
	enum dtap_device_kind kind;
	enum dtap_usb_score score;
	const char *source, *what, *advice;
} nodes[] = {
	{"diag", "", DTAP_DEVICE_DRIVER, DTAP_USB_DIAG, "diag",
	 "the device of the DIAG driver", ""},
	{"wwan", "qcdm", DTAP_DEVICE_CHARACTER, DTAP_USB_DIAG, "hdlc",
	 "a DIAG port of the WWAN subsystem", ""},
	{"mhi", "DIAG", DTAP_DEVICE_CHARACTER, DTAP_USB_DIAG, "hdlc",
	 "a DIAG channel of a modem on PCI Express", ""},
	{"ffs-diag", "", DTAP_DEVICE_FUNCTIONFS, DTAP_USB_NOT, "",
	 "the phone's own end of its USB port",
	 "whoever opens it plays the phone: read it with diag.source = \"usb\" "
	 "on the computer at the other end of the cable, or read the router's "
	 "socket here (diag.source = \"unix\")"},
};

static bool
add_node(struct dtap_devices *out, const struct node *node, const char *name)
{
	struct dtap_device *device;

	if (strstr(name, node->part) == NULL ||
	    (node->kind == DTAP_DEVICE_DRIVER && strcmp(name, "diag") != 0))
		return true;
	device = add(out);
	if (device == NULL)
		return false;
	device->kind = node->kind;
	device->score = node->score;
	snprintf(device->node, sizeof device->node, "/dev/%.58s", name);
	snprintf(device->what, sizeof device->what, "%s", node->what);
	snprintf(device->why, sizeof device->why, "by its name");
	snprintf(device->source, sizeof device->source, "%s", node->source);
	if (node->source[0] != '\0')
		snprintf(device->device, sizeof device->device, "%s",
			 device->node);
	snprintf(device->advice, sizeof device->advice, "%s", node->advice);
	return true;
}

static bool
add_nodes(struct dtap_devices *out, const char *root)
{
	const struct dtap_tree_path path = dtap_tree_path(root, "/dev");
	bool enough = true;

	for (size_t i = 0; enough && i < sizeof nodes / sizeof *nodes; i++) {
		struct dtap_tree_names names;

		enough = dtap_tree_names(&names, &path, nodes[i].prefix);
		for (size_t n = 0; enough && n < names.count; n++)
			enough = add_node(out, &nodes[i], names.names[n]);
		dtap_tree_names_free(&names);
	}
	return enough;
}

/* linux-msm/diag listens on an abstract socket of this name. */
static bool
add_router(struct dtap_devices *out, const char *root)
{
	/* Where only processes are in /proc, its "net" is not. */
	const struct dtap_tree_path own =
		dtap_tree_path(root, "/proc/self/net/unix");
	const struct dtap_tree_path all =
		dtap_tree_path(root, "/proc/net/unix");
	struct dtap_device *device;

	if (!dtap_tree_has(&own, " @diag\n") &&
	    !dtap_tree_has(&all, " @diag\n"))
		return true;
	device = add(out);
	if (device == NULL)
		return false;
	device->kind = DTAP_DEVICE_ROUTER;
	device->score = DTAP_USB_DIAG;
	strcpy(device->node, "@diag");
	strcpy(device->what, "the socket of a diag-router");
	strcpy(device->why, "by its name");
	strcpy(device->source, "unix");
	strcpy(device->device, "@diag");
	return true;
}

/* The best first; else as they were found. */
static void
sort(struct dtap_devices *devices)
{
	for (size_t i = 1; i < devices->count; i++)
		for (size_t k = i; k > 0 && devices->list[k].score >
						    devices->list[k - 1].score;
		     k--) {
			struct dtap_device better = devices->list[k];

			devices->list[k] = devices->list[k - 1];
			devices->list[k - 1] = better;
		}
}

bool
dtap_devices_find(struct dtap_devices *out, const char *root)
{
	*out = (struct dtap_devices){0};
	if (!add_nodes(out, root) || !add_usb(out, root) ||
	    !add_router(out, root)) {
		dtap_devices_free(out);
		return false;
	}
	sort(out);
	return true;
}

void
dtap_devices_free(struct dtap_devices *devices)
{
	free(devices->list);
	*devices = (struct dtap_devices){0};
}

const char *
dtap_device_configuration(const struct dtap_device *device, char *out,
			  size_t room)
{
	const char *key =
		device->kind == DTAP_DEVICE_ROUTER ? "socket" : "device";

	out[0] = '\0';
	if (device->source[0] != '\0')
		snprintf(out, room, "diag: { source = \"%s\"; %s = \"%s\"; };",
			 device->source, key, device->device);
	return out;
}
