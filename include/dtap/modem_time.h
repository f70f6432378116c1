/* SPDX-License-Identifier: MIT */
/*
 * modem_time.h - the time stamps of DIAG packets.
 *
 * A stamp counts from 1980-01-06 00:00:00.  Its upper 48 bits are in units of
 * 1.25 ms.  Its lower 16 bits are in 1/49152 of such a unit (1/32 of a chip of
 * CDMA's 1.2288 Mchip/s), and at most 49151.  Stamps follow UTC as the modem
 * knows it.  Before a modem has the network's time, they are near 1980.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_MODEM_TIME_H
#define DTAP_MODEM_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DTAP_MODEM_EPOCH_S 315964800 /* 1980-01-06 in Unix time */

/* Microseconds since the Unix epoch. */
int64_t dtap_modem_time_to_unix_us(uint64_t stamp);

/* The stamp of a Unix time in microseconds; 0 for times before 1980-01-06. */
uint64_t dtap_modem_time_of_unix_us(int64_t unix_us);

/*
 * The stamp in a DIAG packet (without escapes and CRC).  Logs (opcode 0x10),
 * extended messages (0x79) and QSR messages (0x92, 0x99) have one, also within
 * a multi-radio packet (0x98).  False: the packet has none.
 */
bool dtap_modem_time_of_packet(const uint8_t *packet, size_t size,
			       uint64_t *stamp);

#ifdef __cplusplus
}
#endif

#endif
