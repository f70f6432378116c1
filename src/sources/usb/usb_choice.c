/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_choice.h"

#include <stdio.h>
#include <string.h>

/* How well a port fits: 0, not at all. */
static int
fitness(const struct dtap_usb_port *port,
	const struct dtap_usb_address *address)
{
	const char *why;
	enum dtap_usb_score score = dtap_usb_port_score(port, &why);

	if (!dtap_usb_address_fits(address, port) || port->interface.in == 0 ||
	    port->interface.out == 0 || dtap_usb_port_is_emergency(port))
		return 0;
	if (score == DTAP_USB_DIAG)
		return 3;
	if (score == DTAP_USB_MAY_BE)
		return 2;
	return address->interface >= 0;
}

/* The best port, or NULL; counts the devices that have one. */
static const struct dtap_usb_port *
find_best(const struct dtap_usb_ports *ports,
	  const struct dtap_usb_address *address, bool is_free, size_t *devices)
{
	const struct dtap_usb_port *best = NULL;
	const char *last = "";

	*devices = 0;
	for (size_t i = 0; i < ports->count; i++) {
		const struct dtap_usb_port *port = &ports->ports[i];

		if (fitness(port, address) == 0 ||
		    dtap_usb_port_is_free(port) != is_free)
			continue;
		if (best == NULL ||
		    fitness(port, address) > fitness(best, address))
			best = port;
		*devices += strcmp(last, port->device) != 0;
		last = port->device;
	}
	return best;
}

/* A device with this address, whatever its interfaces are; or NULL. */
static const struct dtap_usb_port *
find_device(const struct dtap_usb_ports *ports,
	    const struct dtap_usb_address *address)
{
	struct dtap_usb_address any = *address;

	any.interface = -1;
	for (size_t i = 0; i < ports->count; i++)
		if ((any.has_id || any.device[0] != '\0') &&
		    dtap_usb_address_fits(&any, &ports->ports[i]))
			return &ports->ports[i];
	return NULL;
}

static void
explain(struct dtap_usb_choice *choice, const struct dtap_usb_ports *ports,
	const struct dtap_usb_address *address)
{
	size_t devices;
	const struct dtap_usb_port *taken =
		find_best(ports, address, false, &devices);
	const struct dtap_usb_port *device = find_device(ports, address);

	if (taken != NULL && taken->tty[0] != '\0')
		snprintf(
			choice->why, sizeof choice->why,
			"The driver %s has interface %u of %04x:%04x. Set "
			"diag.source = \"hdlc\" and diag.device = \"/dev/%s\".",
			taken->driver, taken->interface.number, taken->vendor,
			taken->product, taken->tty);
	else if (taken != NULL)
		snprintf(
			choice->why, sizeof choice->why,
			"The driver %s has interface %u of %04x:%04x. As root: "
			"echo %s:%u.%u > /sys/bus/usb/drivers/%s/unbind",
			taken->driver, taken->interface.number, taken->vendor,
			taken->product, taken->device, taken->configuration,
			taken->interface.number, taken->driver);
	else if (device != NULL)
		snprintf(choice->why, sizeof choice->why,
			 "%04x:%04x is plugged in at %s, but has no such DIAG "
			 "interface. \"diagtapd --list\" says what it has.",
			 device->vendor, device->product, device->device);
	else
		snprintf(choice->why, sizeof choice->why,
			 "%s. \"diagtapd --list\" says what is there.",
			 address->has_id || address->device[0] != '\0'
				 ? "This USB device is not plugged in"
				 : "No USB device with DIAG is plugged in");
}

struct dtap_usb_choice
dtap_usb_choose(const struct dtap_usb_ports *ports,
		const struct dtap_usb_address *address)
{
	struct dtap_usb_choice choice = {.count = 0};
	const struct dtap_usb_port *best =
		find_best(ports, address, true, &choice.devices);

	if (best == NULL)
		explain(&choice, ports, address);
	for (size_t i = 0; best != NULL && i < ports->count; i++) {
		const struct dtap_usb_port *port = &ports->ports[i];

		if (strcmp(port->device, best->device) == 0 &&
		    fitness(port, address) == fitness(best, address) &&
		    dtap_usb_port_is_free(port) &&
		    choice.count < DTAP_USB_CHOICES)
			choice.ports[choice.count++] = port;
	}
	return choice;
}
