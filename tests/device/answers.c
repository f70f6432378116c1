/* SPDX-License-Identifier: MIT */
#include "device/answers.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/fake_traffic.h"

#define MESSAGE DTAP_HDLC_ROOM(FAKE_TRAFFIC_PACKET_MAX)

void
give_packet(struct driver *driver, const uint8_t *packet, size_t size)
{
	static uint8_t container[12 + MESSAGE];
	size_t length = dtap_hdlc_encode(container + 12, packet, size);

	dtap_put32(container, DTAP_DATA);
	dtap_put32(container + 4, 1);
	dtap_put32(container + 8, (uint32_t)length);
	driver_queue(driver, container, 12 + length);
}

static void
count_mask(struct driver *driver, const uint8_t *packet, size_t size)
{
	if (packet[0] == 0x73 && size >= 16 && packet[4] == 3)
		driver->masks++;
}

/* The operation of a request, for the log. */
static uint8_t
second_byte(const uint8_t *packet, size_t size)
{
	size_t at = packet[0] == 0x73 ? 4 : 1;

	return at < size ? packet[at] : 0;
}

void
answer(struct driver *driver, const uint8_t *data, size_t size)
{
	static uint8_t packet[FAKE_MODEM_PACKET_MAX], out[FAKE_MODEM_REPLY_MAX];
	bool remote = size >= 4 && dtap_get32(data) == UINT32_MAX;
	size_t length;

	data += remote ? 4 : 0;
	size -= remote ? 4 : 0;
	if (size < 1 || size > sizeof packet ||
	    !dtap_hdlc_decode(packet, &length, data, size - 1) || length < 1) {
		driver_log(driver, "request that is no frame");
		return;
	}
	driver_log(driver, "request %02x %02x, %zu bytes%s", packet[0],
		   second_byte(packet, length), length,
		   remote ? ", remote" : "");
	size = fake_modem_answer(&driver->modems[remote], packet, length, out);
	if (size == 0)
		return;
	count_mask(driver, packet, length);
	give_packet(driver, out, size);
}
