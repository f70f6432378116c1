/* SPDX-License-Identifier: MIT */
#include <dtap/modem_time.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define UNIT_US      1250
#define UNIT_PARTS   49152
#define RADIO_HEADER 8

int64_t
dtap_modem_time_to_unix_us(uint64_t stamp)
{
	int64_t units = (int64_t)(stamp >> 16);
	int64_t parts = (int64_t)(stamp & 0xffff);

	return units * UNIT_US + parts * UNIT_US / UNIT_PARTS +
	       (int64_t)DTAP_MODEM_EPOCH_S * 1000000;
}

uint64_t
dtap_modem_time_of_unix_us(int64_t unix_us)
{
	int64_t us = unix_us - (int64_t)DTAP_MODEM_EPOCH_S * 1000000;
	uint64_t rest;

	if (us < 0)
		return 0;
	/* Rounded up: converted back, it gives the same microsecond. */
	rest = (uint64_t)(us % UNIT_US);
	return (uint64_t)(us / UNIT_US) << 16 |
	       (rest * UNIT_PARTS + UNIT_US - 1) / UNIT_US;
}

bool
dtap_modem_time_of_packet(const uint8_t *packet, size_t size, uint64_t *stamp)
{
	static const struct {
		uint8_t opcode, at;
	} bearers[] = {
		{DTAP_OPCODE_LOG, 8},
		{DTAP_OPCODE_EXT_MESSAGE, 4},
		{DTAP_OPCODE_QSR_MESSAGE, 4},
		{DTAP_OPCODE_QSR4_MESSAGE, 4},
	};

	if (size > RADIO_HEADER && packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	for (size_t i = 0; i < sizeof bearers / sizeof *bearers; i++) {
		size_t at = bearers[i].at;

		if (size < at + 8 || packet[0] != bearers[i].opcode)
			continue;
		*stamp = dtap_get64(packet + at);
		return true;
	}
	return false;
}
