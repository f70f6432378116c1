/* SPDX-License-Identifier: MIT */
#include <dtap/hdlc.h>

/* Two look-ups for each byte, in a table of 32 bytes instead of 512. */
uint16_t
dtap_hdlc_crc(const uint8_t *data, size_t size)
{
	static const uint16_t nibble[16] = {
		0x0000, 0x1081, 0x2102, 0x3183, 0x4204, 0x5285, 0x6306, 0x7387,
		0x8408, 0x9489, 0xa50a, 0xb58b, 0xc60c, 0xd68d, 0xe70e, 0xf78f,
	};
	unsigned crc = 0xffff;

	for (size_t i = 0; i < size; i++) {
		crc = crc >> 4 ^ nibble[(crc ^ data[i]) & 15];
		crc = crc >> 4 ^ nibble[(crc ^ data[i] >> 4) & 15];
	}
	return (uint16_t)(crc ^ 0xffff);
}

static uint8_t *
put_escaped(uint8_t *out, uint8_t byte)
{
	if (byte == DTAP_HDLC_ESCAPE || byte == DTAP_HDLC_FLAG) {
		*out++ = DTAP_HDLC_ESCAPE;
		byte ^= DTAP_HDLC_TOGGLE;
	}
	*out++ = byte;
	return out;
}

size_t
dtap_hdlc_encode(uint8_t *out, const uint8_t *packet, size_t size)
{
	uint16_t crc = dtap_hdlc_crc(packet, size);
	uint8_t *end = out;

	for (size_t i = 0; i < size; i++)
		end = put_escaped(end, packet[i]);
	end = put_escaped(end, (uint8_t)crc);
	end = put_escaped(end, (uint8_t)(crc >> 8));
	*end++ = DTAP_HDLC_FLAG;
	return (size_t)(end - out);
}

bool
dtap_hdlc_decode(uint8_t *out, size_t *length, const uint8_t *frame,
		 size_t size)
{
	size_t n = 0;

	*length = 0;
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = frame[i];

		if (byte == DTAP_HDLC_ESCAPE) {
			if (++i == size)
				return false;
			byte = frame[i] ^ DTAP_HDLC_TOGGLE;
		}
		out[n++] = byte;
	}
	if (n < 2)
		return false;
	n -= 2;
	if (dtap_hdlc_crc(out, n) != (out[n] | out[n + 1] << 8))
		return false;
	*length = n;
	return true;
}
