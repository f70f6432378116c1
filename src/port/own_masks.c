/* SPDX-License-Identifier: MIT */
#include "port/own_masks.h"

#include <stdlib.h>
#include <string.h>

#include "port/radio_codes.h"
#include "port/signalling_codes.h"

static void
want(struct dtap_masks *masks, unsigned code)
{
	struct dtap_log_mask *mask = &masks->logs[code >> 12];
	unsigned item = code & (DTAP_EQUIPMENT_ITEMS - 1);

	mask->items = DTAP_EQUIPMENT_ITEMS;
	mask->bits[item / 8] |= (uint8_t)(1 << item % 8);
}

static void
want_list(struct dtap_masks *masks, const char *list)
{
	unsigned long code;
	char *end;

	for (; code = strtoul(list, &end, 0), end != list; list = end)
		want(masks, code & 0xffff);
}

static void
want_preset(struct dtap_masks *masks, const struct dtap_mask_options *options)
{
	if (options->preset == DTAP_LOGS_SIGNALLING ||
	    options->preset == DTAP_LOGS_RADIO)
		for (size_t i = 0;
		     i < sizeof dtap_signalling / sizeof *dtap_signalling; i++)
			want(masks, dtap_signalling[i]);
	if (options->preset == DTAP_LOGS_RADIO)
		for (size_t i = 0; i < sizeof dtap_radio / sizeof *dtap_radio;
		     i++)
			want(masks, dtap_radio[i]);
	if (options->preset == DTAP_LOGS_ALL)
		for (size_t i = 0; i < DTAP_EQUIPMENTS; i++) {
			masks->logs[i].items = DTAP_EQUIPMENT_ITEMS;
			memset(masks->logs[i].bits, 0xff,
			       sizeof masks->logs[i].bits);
		}
}

void
dtap_own_masks(struct dtap_masks *masks,
	       const struct dtap_mask_options *options)
{
	want_preset(masks, options);
	want_list(masks, options->logs);
	dtap_masks_set_every_event(masks, options->events);
	dtap_masks_set_every_message(masks, options->messages);
}
