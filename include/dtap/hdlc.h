/* SPDX-License-Identifier: MIT */
/*
 * hdlc.h - the frames around DIAG packets: escapes, a CRC, a flag at the end.
 *
 *   frame = escaped(packet, CRC), 7E
 *
 * 7D 5D stands for 7D, and 7D 5E for 7E.  The CRC is CRC-16/X.25, low byte
 * first (of "123456789" it is 0x906E).  There is no flag before a frame.  Empty
 * frames (7E 7E) occur.  To find frames in containers, see dtap/frames.h.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_HDLC_H
#define DTAP_HDLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DTAP_HDLC_FLAG   0x7E
#define DTAP_HDLC_ESCAPE 0x7D
#define DTAP_HDLC_TOGGLE 0x20 /* XORed with the byte behind an escape */

/* The most bytes that the frame of a packet of size bytes can have. */
#define DTAP_HDLC_ROOM(size) (2 * ((size) + 2) + 1)

/* The CRC of a packet, without escapes. */
uint16_t dtap_hdlc_crc(const uint8_t *data, size_t size);

/*
 * Writes the frame of a packet, with its flag, and returns its length.  out has
 * room for DTAP_HDLC_ROOM(size) bytes, and does not overlap the packet.
 */
size_t dtap_hdlc_encode(uint8_t *out, const uint8_t *packet, size_t size);

/*
 * Takes the escapes out of a frame, given without its flag, and checks its CRC.
 * Writes the packet to out, which has room for size bytes and may be the frame
 * itself.  *length is the length of the packet, without CRC.
 *
 * False, and *length 0: the frame is shorter than a CRC, or ends within an
 * escape, or the CRC is wrong.
 */
bool dtap_hdlc_decode(uint8_t *out, size_t *length, const uint8_t *frame,
		      size_t size);

#ifdef __cplusplus
}
#endif

#endif
