/* SPDX-License-Identifier: MIT */
/*
 * modem_time.h - the time stamps of DIAG packets.
 *
 * A stamp counts from 1980-01-06 00:00:00: its upper 48 bits in units of
 * 1.25 ms, its lower 16 in 1/49152 of such a unit (1/32 chip of CDMA's
 * 1.2288 Mchip/s; the lower half never exceeds 49151).  It follows UTC, as far
 * as the modem knows it: before it has network time it is near 1980.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_MODEM_TIME_H
#define DTAP_MODEM_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTAP_MODEM_EPOCH_S 315964800 /* 1980-01-06 in Unix time */

/* Microseconds since the Unix epoch. */
int64_t dtap_modem_time_to_unix_us(uint64_t stamp);

/* The stamp of a Unix time in microseconds; times before 1980-01-06 give 0. */
uint64_t dtap_modem_time_of_unix_us(int64_t unix_us);

/*
 * The stamp that a DIAG packet (escapes and CRC taken off) bears: log (0x10),
 * extended message (0x79, 0x92, 0x99), or one of these in a multi-radio wrapper
 * (0x98).  False where the packet bears none.
 */
bool dtap_modem_time_of_packet(const uint8_t *packet, size_t size,
			       uint64_t *stamp);

#endif
