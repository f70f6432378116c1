/* SPDX-License-Identifier: MIT */
#include "device/answers.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#define REQUEST_MAX 4096
#define ANSWER_MAX  1024

/* Log codes of each equipment id in a modem of 2020. */
static const uint32_t log_codes[16] = {
	[1] = 0xFD6, [4] = 0x92C, [5] = 0x635, [7] = 0xB5E, [11] = 0x9FF};

static void
give(struct driver *driver, const uint8_t *packet, size_t size)
{
	uint8_t container[12 + DTAP_HDLC_ROOM(ANSWER_MAX)];
	size_t length = dtap_hdlc_encode(container + 12, packet, size);

	dtap_put32(container, DTAP_DATA);
	dtap_put32(container + 4, 1);
	dtap_put32(container + 8, (uint32_t)length);
	driver_queue(driver, container, 12 + length);
}

static void
refuse(struct driver *driver, const uint8_t *packet, size_t size)
{
	uint8_t out[1 + REQUEST_MAX] = {0x13};

	if (size > ANSWER_MAX - 1)
		size = ANSWER_MAX - 1;
	memcpy(out + 1, packet, size);
	give(driver, out, 1 + size);
}

static void
answer_log_config(struct driver *driver, const uint8_t *packet, size_t size)
{
	uint8_t out[ANSWER_MAX] = {0x73};
	uint32_t operation = size < 8 ? 0 : dtap_get32(packet + 4);
	size_t length = 12;

	dtap_put32(out + 4, operation);
	if (operation == 1)
		for (unsigned id = 0; id < 16; id++, length += 4)
			dtap_put32(out + length, log_codes[id]);
	if (operation == 3 && size >= 16 && size - 8 <= ANSWER_MAX - 12) {
		driver->masks++;
		memcpy(out + 12, packet + 8, size - 8);
		length += size - 8;
	}
	give(driver, out, length);
}

void
answer(struct driver *driver, const uint8_t *data, size_t size)
{
	uint8_t packet[REQUEST_MAX];
	uint8_t out[8] = {0};
	bool remote = size >= 4 && dtap_get32(data) == UINT32_MAX;
	size_t length;

	data += remote ? 4 : 0;
	size -= remote ? 4 : 0;
	if (size < 1 || size > sizeof packet ||
	    !dtap_hdlc_decode(packet, &length, data, size - 1) || length < 2) {
		driver_log(driver, "request that is no frame");
		return;
	}
	driver_log(driver, "request %02x %02x, %zu bytes%s", packet[0],
		   packet[0] == 0x73 ? packet[4] : packet[1], length,
		   remote ? ", remote" : "");
	out[0] = packet[0];
	out[1] = packet[0] == 0x7D ? packet[1] : 0;
	out[2] = packet[0] == 0x7D; /* here 1 means success */
	if (packet[0] == driver->options.mute)
		return;
	if (driver->options.refuses)
		refuse(driver, packet, length);
	else if (packet[0] == 0x73)
		answer_log_config(driver, packet, length);
	else if (packet[0] == 0x60)
		give(driver, out, 3);
	else if (packet[0] == 0x7D || packet[0] == 0x82)
		give(driver, out, 8);
	else
		refuse(driver, packet, length);
}
