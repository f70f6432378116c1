/* SPDX-License-Identifier: MIT */
/*
 * mask_control.h - the masks of our own that are in force: those of the
 * configuration, or of a request over HTTP, until the configuration is read
 * again.
 *
 * It gives them to the port, which brings them to the modem.  Any thread: it
 * has a lock, which is held while the port takes the masks.
 */
#ifndef DTAP_MASK_CONTROL_H
#define DTAP_MASK_CONTROL_H

#include "port/mask_settings.h"
#include "port/port.h"

struct dtap_mask_control;

enum dtap_masks_from {
	DTAP_MASKS_FROM_CONFIGURATION,
	DTAP_MASKS_FROM_FILE, /* masks.file: the settings do not describe it */
	DTAP_MASKS_FROM_REQUEST,
};

/* The masks of the configuration. */
struct dtap_configured_masks {
	const struct dtap_mask_settings
		*settings; /* NULL: they are of a file */
	const struct dtap_masks *masks;
};

struct dtap_mask_control_status {
	const char *refusal; /* why no modem can be asked; NULL: it can */
	enum dtap_masks_from from;
	struct dtap_mask_settings settings;
	uint64_t changes; /* by requests, since the start */
};

/*
 * The port, which has the masks already, outlives it; NULL: there is none, and
 * `refusal`, a constant, says why.  NULL: ENOMEM.
 */
struct dtap_mask_control *dtap_mask_control_new(
	struct dtap_port *port, const char *refusal,
	const struct dtap_configured_masks *configured);
void dtap_mask_control_free(struct dtap_mask_control *control);

/*
 * The configuration was read again: its masks are in force.  -1: ENOMEM, and
 * the old ones stay.
 */
int dtap_mask_control_configure(struct dtap_mask_control *control,
				const struct dtap_configured_masks *configured);

/* By a request.  There is no refusal.  settings NULL: those of the
 * configuration again.  -1: ENOMEM. */
int dtap_mask_control_set(struct dtap_mask_control *control,
			  const struct dtap_mask_settings *settings);

void dtap_mask_control_status(struct dtap_mask_control *control,
			      struct dtap_mask_control_status *status);

#endif
