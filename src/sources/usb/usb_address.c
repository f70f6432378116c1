/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_address.h"

#include <stdlib.h>
#include <string.h>

#define PLACE "0123456789-." /* characters of "1-1.2" */

/* Exactly four hexadecimal digits. */
static bool
read_id(const char *text, uint16_t *id)
{
	char digits[5] = "";
	size_t size = strspn(text, "0123456789abcdefABCDEF");

	if (size != 4)
		return false;
	memcpy(digits, text, 4);
	*id = (uint16_t)strtoul(digits, NULL, 16);
	return true;
}

/* "" or ":4". */
static bool
read_interface(const char *text, int *interface)
{
	size_t size;

	if (text[0] == '\0')
		return true;
	size = strspn(text + 1, "0123456789");
	if (text[0] != ':' || size < 1 || size > 3 || text[1 + size] != '\0')
		return false;
	*interface = atoi(text + 1);
	return *interface <= UINT8_MAX;
}

static bool
read_place(struct dtap_usb_address *address, const char *text)
{
	size_t size = strspn(text, PLACE);

	if (size == 0 || size >= sizeof address->device ||
	    memchr(text, '-', size) == NULL)
		return false;
	memcpy(address->device, text, size);
	return read_interface(text + size, &address->interface);
}

bool
dtap_usb_address_read(struct dtap_usb_address *address, const char *text)
{
	*address = (struct dtap_usb_address){.interface = -1};
	if (strcmp(text, "auto") == 0 || strcmp(text, "/dev/diag") == 0)
		return true;
	if (strncmp(text, "usb:", 4) == 0)
		return read_place(address, text + 4);
	address->has_id = true;
	return read_id(text, &address->vendor) && text[4] == ':' &&
	       read_id(text + 5, &address->product) &&
	       read_interface(text + 9, &address->interface);
}

bool
dtap_usb_address_fits(const struct dtap_usb_address *address,
		      const struct dtap_usb_port *port)
{
	if (address->device[0] != '\0' &&
	    strcmp(address->device, port->device) != 0)
		return false;
	if (address->has_id && (address->vendor != port->vendor ||
				address->product != port->product))
		return false;
	return address->interface < 0 ||
	       address->interface == port->interface.number;
}
