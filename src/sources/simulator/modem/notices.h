/* SPDX-License-Identifier: MIT */
/*
 * notices.h - the notices that the driver queues at open: masks have changed.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_NOTICES_H
#define DTAP_NOTICES_H

#include <stddef.h>
#include <stdint.h>

#define DTAP_MODEM_NOTICES    5
#define DTAP_MODEM_NOTICE_MAX 10240 /* bytes: none is longer */

/*
 * Notice number 0 to DTAP_MODEM_NOTICES - 1, in the driver's order: types 0x01,
 * 0x04, 0x02, 0x200, 0x100.  Writes the whole container, returns its length.
 */
size_t dtap_modem_notice(uint8_t *out, unsigned number);

#endif
