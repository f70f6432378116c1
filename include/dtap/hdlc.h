/* SPDX-License-Identifier: MIT */
/*
 * hdlc.h - the framing of DIAG packets: escapes, a CRC, a 0x7E at the end.
 *
 * frame = escape(packet + CRC) + 7E.  7D 5D stands for 7D, 7D 5E for 7E; the
 * CRC is CRC-16/X.25, low byte first ("123456789" gives 0x906E).  There is no
 * opening flag, and empty frames (7E 7E) occur.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_HDLC_H
#define DTAP_HDLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_HDLC_FLAG   0x7E
#define DTAP_HDLC_ESCAPE 0x7D
#define DTAP_HDLC_TOGGLE 0x20 /* XOR of the byte behind an escape */

/* The most bytes that the frame of a packet of size bytes can have. */
#define DTAP_HDLC_ROOM(size) (2 * ((size) + 2) + 1)

uint16_t dtap_hdlc_crc(const uint8_t *data, size_t size);

/*
 * Writes the frame of a packet, closing flag included, and returns its length.
 * out has room for DTAP_HDLC_ROOM(size) bytes and does not overlap packet.
 */
size_t dtap_hdlc_encode(uint8_t *out, const uint8_t *packet, size_t size);

/*
 * Takes the escapes out of a frame without its closing flag and checks its CRC.
 * Writes the packet to out, which has room for size bytes and may be frame
 * itself; *length is the packet's, without CRC.  False, and *length 0, where
 * the frame is shorter than a CRC, ends within an escape, or its CRC is wrong.
 */
bool dtap_hdlc_decode(uint8_t *out, size_t *length, const uint8_t *frame,
		      size_t size);

#endif
