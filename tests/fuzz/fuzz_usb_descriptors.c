/* SPDX-License-Identifier: MIT */
/* The descriptors of a USB device, any bytes; the first is a configuration. */
#include "fuzz.h"

#include "devices/usb_port.h"

static void
check_interface(const struct dtap_usb_interface *about)
{
	struct dtap_usb_port port = {.interface = *about};
	const char *why = NULL;

	CLAIM((about->in == 0) == (about->in_packet == 0));
	CLAIM((about->out == 0) == (about->out_packet == 0));
	CLAIM(about->in == 0 || about->in >= 0x80);
	CLAIM(about->out < 0x80);
	/* What is taken for DIAG can be read and written. */
	if (dtap_usb_port_score(&port, &why) != DTAP_USB_NOT)
		CLAIM(about->in != 0 && about->out != 0 &&
		      about->endpoints == 2);
	CLAIM(why != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dtap_usb_descriptors out;

	if (size == 0)
		return 0;
	if (!dtap_usb_descriptors_parse(&out, data + 1, size - 1, data[0]))
		CLAIM(out.count == 0);
	CLAIM(out.count <= DTAP_USB_INTERFACES);
	for (unsigned i = 0; i < out.count; i++)
		check_interface(&out.interfaces[i]);
	return 0;
}
