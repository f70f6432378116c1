/* SPDX-License-Identifier: MIT */
/*
 * virtual_modem.h - answers requests in the place of a modem, where the source
 * is a replay or the simulator.
 *
 * It answers version, build id, ranges, and whatever sets or gets masks; all
 * other commands are unknown to it (0x13).  It starts with all masks set.  Its
 * answers go to the asker, and never into the traffic of a tap.
 *
 * One owner, one thread.
 */
#ifndef DTAP_VIRTUAL_MODEM_H
#define DTAP_VIRTUAL_MODEM_H

#include <stddef.h>
#include <stdint.h>

#include "port/masks.h"

#define DTAP_VIRTUAL_REPLY_MAX 4608

struct dtap_virtual_modem;

struct dtap_virtual_modem *dtap_virtual_modem_new(void); /* NULL: ENOMEM */
void dtap_virtual_modem_free(struct dtap_virtual_modem *modem);

/* Writes the answer to a request to out, and returns its size; never 0. */
size_t dtap_virtual_modem_answer(struct dtap_virtual_modem *modem,
				 const uint8_t *packet, size_t size,
				 uint8_t out[DTAP_VIRTUAL_REPLY_MAX]);

/* The masks that it was given. */
const struct dtap_masks *dtap_virtual_modem_masks(
	const struct dtap_virtual_modem *modem);

#endif
