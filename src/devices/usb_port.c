/* SPDX-License-Identifier: MIT */
#include "devices/usb_port.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/tree.h"

#define DEVICES          "/sys/bus/usb/devices"
#define DESCRIPTORS_MAX  65536
#define HUB              0x09
#define VENDOR_CLASS     0xff
#define DIAG_PROTOCOL    0x30
#define ANDROID_SUBCLASS 0x42
#define QUALCOMM         0x05c6
#define EMERGENCY        0x9008

/* What all interfaces of a device share. */
struct device {
	const char *root, *name;
	struct dtap_usb_port common;
};

static struct dtap_tree_path
file_of(const struct device *device, const char *file)
{
	return dtap_tree_path(device->root, DEVICES "/%s/%s", device->name,
			      file);
}

static unsigned
number_of(const struct device *device, const char *file)
{
	const struct dtap_tree_path path = file_of(device, file);

	return dtap_tree_number(&path);
}

/* "Fibocom FG150", or what there is of it. */
static void
read_name(const struct device *device, char *out, size_t room)
{
	struct dtap_tree_path path = file_of(device, "manufacturer");
	char maker[48], product[48];

	dtap_tree_line(&path, maker, sizeof maker);
	path = file_of(device, "product");
	dtap_tree_line(&path, product, sizeof product);
	snprintf(out, room, "%s%s%s", maker,
		 maker[0] != '\0' && product[0] != '\0' ? " " : "", product);
}

static void
read_device(struct device *device, const char *root, const char *name)
{
	struct dtap_usb_port *common = &device->common;

	*device = (struct device){.root = root, .name = name};
	snprintf(common->device, sizeof common->device, "%s", name);
	common->bus = number_of(device, "busnum");
	common->address = number_of(device, "devnum");
	common->speed = number_of(device, "speed");
	common->configuration = number_of(device, "bConfigurationValue");
	read_name(device, common->name, sizeof common->name);
}

/* What udev has written of a terminal: ModemManager's rules, if installed. */
static bool
is_qcdm(const char *root, const char *tty)
{
	struct dtap_tree_path path =
		dtap_tree_path(root, "/sys/class/tty/%s/dev", tty);
	char number[32];

	if (!dtap_tree_line(&path, number, sizeof number) || number[0] == '\0')
		return false;
	path = dtap_tree_path(root, "/run/udev/data/c%s", number);
	return dtap_tree_has(&path, "\nE:ID_MM_PORT_TYPE_QCDM=1\n");
}

/* usbserial has the folder "ttyUSB0", others "tty/ttyACM0".  False: ENOMEM. */
static bool
read_tty(const char *root, const char *folder, char *out, size_t room)
{
	struct dtap_tree_path path = dtap_tree_path(root, "%s", folder);
	struct dtap_tree_names names;
	bool enough = dtap_tree_names(&names, &path, "ttyUSB");

	if (enough && names.count == 0) {
		path = dtap_tree_path(root, "%s/tty", folder);
		enough = dtap_tree_names(&names, &path, "tty");
	}
	if (enough && names.count > 0)
		snprintf(out, room, "%.*s", (int)room - 1, names.names[0]);
	dtap_tree_names_free(&names);
	return enough;
}

/* False: no memory. */
static bool
read_kernel(const struct device *device, struct dtap_usb_port *port)
{
	struct dtap_tree_path path;
	char folder[128];

	snprintf(folder, sizeof folder, DEVICES "/%s:%u.%u", port->device,
		 port->configuration, port->interface.number);
	path = dtap_tree_path(device->root, "%s/driver", folder);
	dtap_tree_link(&path, port->driver, sizeof port->driver);
	if (!read_tty(device->root, folder, port->tty, sizeof port->tty))
		return false;
	port->is_qcdm =
		port->tty[0] != '\0' && is_qcdm(device->root, port->tty);
	return true;
}

static bool
add(struct dtap_usb_ports *out, const struct dtap_usb_port *port)
{
	struct dtap_usb_port *more =
		realloc(out->ports, (out->count + 1) * sizeof *more);

	if (more == NULL)
		return false;
	out->ports = more;
	more[out->count++] = *port;
	return true;
}

/* Adds the interfaces of a device.  False: no memory. */
static bool
add_device(struct dtap_usb_ports *out, const char *root, const char *name,
	   uint8_t *buffer)
{
	struct dtap_usb_descriptors descriptors;
	struct dtap_tree_path path;
	struct device device;
	ssize_t size;

	read_device(&device, root, name);
	path = file_of(&device, "descriptors");
	size = dtap_tree_bytes(&path, buffer, DESCRIPTORS_MAX);
	if (size < 0 ||
	    !dtap_usb_descriptors_parse(&descriptors, buffer, (size_t)size,
					device.common.configuration))
		return true;
	device.common.vendor = descriptors.vendor;
	device.common.product = descriptors.product;
	device.common.device_interfaces = descriptors.count;
	for (unsigned i = 0; i < descriptors.count; i++) {
		struct dtap_usb_port port = device.common;

		port.interface = descriptors.interfaces[i];
		if (port.interface.class == HUB)
			continue;
		if (!read_kernel(&device, &port) || !add(out, &port))
			return false;
	}
	return true;
}

bool
dtap_usb_ports_find(struct dtap_usb_ports *out, const char *root)
{
	const struct dtap_tree_path path = dtap_tree_path(root, DEVICES);
	uint8_t *buffer = malloc(DESCRIPTORS_MAX);
	struct dtap_tree_names names = {0};
	bool enough = buffer != NULL && dtap_tree_names(&names, &path, "");

	*out = (struct dtap_usb_ports){0};
	/* "1-1" is a device, "1-1:1.0" an interface, "usb1" a controller. */
	for (size_t i = 0; enough && i < names.count; i++)
		if (strchr(names.names[i], ':') == NULL &&
		    strchr(names.names[i], '-') != NULL)
			enough = add_device(out, root, names.names[i], buffer);
	dtap_tree_names_free(&names);
	free(buffer);
	if (!enough)
		dtap_usb_ports_free(out);
	return enough;
}

void
dtap_usb_ports_free(struct dtap_usb_ports *ports)
{
	free(ports->ports);
	*ports = (struct dtap_usb_ports){0};
}

bool
dtap_usb_port_is_emergency(const struct dtap_usb_port *port)
{
	return port->vendor == QUALCOMM && port->product == EMERGENCY;
}

bool
dtap_usb_port_is_free(const struct dtap_usb_port *port)
{
	return port->interface.in != 0 && port->interface.out != 0 &&
	       (port->driver[0] == '\0' || strcmp(port->driver, "usbfs") == 0);
}

/* What it says of itself: class, subclass and protocol. */
static bool
says(const struct dtap_usb_port *port, unsigned subclass, unsigned protocol)
{
	return port->interface.subclass == subclass &&
	       port->interface.protocol == protocol;
}

/* Rules for an interface of the vendor's class that has two bulk endpoints. */
static enum dtap_usb_score
score_vendor(const struct dtap_usb_port *port, const char **why)
{
	static const struct {
		uint8_t subclass, protocol;
		enum dtap_usb_score score;
		const char *why;
	} rules[] = {
		{0xff, DIAG_PROTOCOL, DTAP_USB_DIAG,
		 "class ff/ff/30 and two bulk endpoints"},
		{0xff, 0xff, DTAP_USB_MAY_BE,
		 "class ff/ff/ff and two bulk endpoints: DIAG of older "
		 "modules, or another port"},
		{0x00, 0x00, DTAP_USB_MAY_BE,
		 "class ff/00/00 and two bulk endpoints: DIAG of older "
		 "modules, or another port"},
		{0xff, 0x40, DTAP_USB_NOT, "class ff/ff/40: AT commands"},
		{0xff, 0x60, DTAP_USB_NOT, "class ff/ff/60: NMEA"},
		{ANDROID_SUBCLASS, 0x01, DTAP_USB_NOT, "adb"},
		{ANDROID_SUBCLASS, 0x03, DTAP_USB_NOT, "fastboot"},
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (says(port, rules[i].subclass, rules[i].protocol)) {
			*why = rules[i].why;
			return rules[i].score;
		}
	/* Gobi and Sierra modems have DIAG there: qcserial.c. */
	if (says(port, 0xff, 0x00) && strcmp(port->driver, "qcserial") == 0 &&
	    port->interface.number <= 1) {
		*why = "interface 0 or 1 of a modem with the driver qcserial";
		return DTAP_USB_MAY_BE;
	}
	*why = "a class that DIAG does not have";
	return DTAP_USB_NOT;
}

enum dtap_usb_score
dtap_usb_port_score(const struct dtap_usb_port *port, const char **why)
{
	const struct dtap_usb_interface *about = &port->interface;

	*why = "not of a vendor's own class";
	if (dtap_usb_port_is_emergency(port)) {
		*why = "emergency download mode: it is never opened";
		return DTAP_USB_NOT;
	}
	if (port->is_qcdm) {
		*why = "udev says so (ID_MM_PORT_TYPE_QCDM)";
		return DTAP_USB_DIAG;
	}
	if (about->class != VENDOR_CLASS)
		return DTAP_USB_NOT;
	if (about->in == 0 || about->out == 0 || about->endpoints != 2) {
		*why = "DIAG has two bulk endpoints and no other";
		return DTAP_USB_NOT;
	}
	return score_vendor(port, why);
}
