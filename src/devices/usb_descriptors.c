/* SPDX-License-Identifier: MIT */
#include "devices/usb_descriptors.h"

#include <string.h>

#include <dtap/bytes.h>

/* Types of descriptors, and the bytes that each has at least. */
enum {
	DEVICE = 1,
	DEVICE_SIZE = 18,
	CONFIGURATION = 2,
	CONFIGURATION_SIZE = 9,
	INTERFACE = 4,
	INTERFACE_SIZE = 9,
	ENDPOINT = 5,
	ENDPOINT_SIZE = 7,
};

#define ENDPOINT_IN   0x80
#define ENDPOINT_MASK 0x0f /* its number; 0 is for control transfers */
#define ENDPOINT_TYPE 0x03
#define BULK          0x02
#define PACKET_BYTES  0x07ff /* of wMaxPacketSize; above it are other things */

struct walk {
	struct dtap_usb_descriptors *out;
	unsigned configuration;
	bool is_ours;                     /* in the wanted configuration */
	struct dtap_usb_interface *about; /* endpoints belong to it; or NULL */
};

static void
read_interface(struct walk *walk, const uint8_t *at)
{
	struct dtap_usb_descriptors *out = walk->out;
	bool is_first_setting = at[3] == 0;

	walk->about = NULL;
	if (!walk->is_ours || !is_first_setting ||
	    out->count == DTAP_USB_INTERFACES)
		return;
	walk->about = &out->interfaces[out->count++];
	*walk->about = (struct dtap_usb_interface){
		.number = at[2],
		.class = at[5],
		.subclass = at[6],
		.protocol = at[7],
	};
}

static void
read_endpoint(struct dtap_usb_interface *about, const uint8_t *at)
{
	uint16_t packet = dtap_get16(at + 4) & PACKET_BYTES;

	about->endpoints++;
	if ((at[3] & ENDPOINT_TYPE) != BULK || packet == 0 ||
	    (at[2] & ENDPOINT_MASK) == 0 ||
	    (at[2] & ~(ENDPOINT_IN | ENDPOINT_MASK)) != 0)
		return;
	if (at[2] & ENDPOINT_IN && about->in == 0) {
		about->in = at[2];
		about->in_packet = packet;
	} else if (!(at[2] & ENDPOINT_IN) && about->out == 0) {
		about->out = at[2];
		about->out_packet = packet;
	}
}

/* A descriptor of `size` bytes, at least two. */
static void
read_descriptor(struct walk *walk, const uint8_t *at, size_t size)
{
	if (at[1] == CONFIGURATION && size >= CONFIGURATION_SIZE) {
		walk->is_ours = at[5] == walk->configuration;
		walk->about = NULL;
	} else if (at[1] == INTERFACE && size >= INTERFACE_SIZE) {
		read_interface(walk, at);
	} else if (at[1] == ENDPOINT && size >= ENDPOINT_SIZE &&
		   walk->about != NULL) {
		read_endpoint(walk->about, at);
	}
}

bool
dtap_usb_descriptors_parse(struct dtap_usb_descriptors *out,
			   const uint8_t *data, size_t size,
			   unsigned configuration)
{
	struct walk walk = {.out = out, .configuration = configuration};
	size_t at = DEVICE_SIZE;

	*out = (struct dtap_usb_descriptors){0};
	if (size < DEVICE_SIZE || data[0] != DEVICE_SIZE || data[1] != DEVICE)
		return false;
	out->vendor = dtap_get16(data + 8);
	out->product = dtap_get16(data + 10);
	while (size - at >= 2 && data[at] >= 2 && data[at] <= size - at) {
		read_descriptor(&walk, data + at, data[at]);
		at += data[at];
	}
	return true;
}
