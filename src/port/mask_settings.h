/* SPDX-License-Identifier: MIT */
/*
 * mask_settings.h - what a modem is to log, in the words of the configuration
 * and of POST /api/masks.
 *
 * Plain data; pure functions; any thread.
 */
#ifndef DTAP_MASK_SETTINGS_H
#define DTAP_MASK_SETTINGS_H

#include "port/masks.h"

/* As many codes as a request has room for, each as "0xB0C0 ". */
#define DTAP_MASK_LOGS_ROOM 6144

struct dtap_mask_settings {
	char preset[16];   /* "none", "signalling", "radio", "all" */
	char messages[16]; /* "none", "fatal", "error", "high", "medium", "low"
			    */
	bool events;
	char logs[DTAP_MASK_LOGS_ROOM]; /* more codes: "0xB0C0 0xB821" */
};

/* Nothing is to be logged. */
void dtap_mask_settings_init(struct dtap_mask_settings *settings);

bool dtap_mask_settings_is_preset(const char *word);
bool dtap_mask_settings_is_level(const char *word);

/* Into masks, which are all off.  Needs no memory.  An unknown word is "none".
 */
void dtap_mask_settings_make(struct dtap_masks *masks,
			     const struct dtap_mask_settings *settings);

#endif
