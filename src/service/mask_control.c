/* SPDX-License-Identifier: MIT */
#include "service/mask_control.h"

#include <pthread.h>
#include <stdlib.h>

/* What the configuration says, kept for who wants it back. */
struct configured {
	enum dtap_masks_from from;
	struct dtap_mask_settings settings;
	struct dtap_masks masks;
};

struct dtap_mask_control {
	struct dtap_port *port;
	const char *refusal;
	pthread_mutex_t lock; /* guards all below */
	struct configured configured;
	enum dtap_masks_from from; /* of those in force */
	struct dtap_mask_settings settings;
	uint64_t changes;
};

static bool
is_empty(const struct dtap_masks *masks)
{
	return !dtap_masks_has_any_log(masks) &&
	       !dtap_masks_has_any_event(masks) &&
	       !dtap_masks_has_any_message(masks);
}

/* Without a port there is nobody to tell. */
static int
apply(struct dtap_mask_control *control, const struct dtap_masks *masks,
      bool exact)
{
	return control->port == NULL
		       ? 0
		       : dtap_port_set_own(control->port,
					   is_empty(masks) ? NULL : masks,
					   exact);
}

static int
keep(struct configured *kept, const struct dtap_configured_masks *configured)
{
	struct dtap_masks copy;

	dtap_masks_init(&copy);
	if (dtap_masks_add(&copy, configured->masks) < 0) {
		dtap_masks_clear(&copy);
		return -1;
	}
	dtap_masks_move(&kept->masks, &copy);
	dtap_masks_clear(&copy);
	dtap_mask_settings_init(&kept->settings);
	kept->from = DTAP_MASKS_FROM_FILE;
	if (configured->settings != NULL) {
		kept->from = DTAP_MASKS_FROM_CONFIGURATION;
		kept->settings = *configured->settings;
	}
	return 0;
}

struct dtap_mask_control *
dtap_mask_control_new(struct dtap_port *port, const char *refusal,
		      const struct dtap_configured_masks *configured)
{
	struct dtap_mask_control *control = calloc(1, sizeof *control);

	if (control == NULL)
		return NULL;
	pthread_mutex_init(&control->lock, NULL);
	control->port = port;
	control->refusal = refusal;
	dtap_masks_init(&control->configured.masks);
	if (keep(&control->configured, configured) < 0) {
		dtap_mask_control_free(control);
		return NULL;
	}
	control->from = control->configured.from;
	control->settings = control->configured.settings;
	return control;
}

void
dtap_mask_control_free(struct dtap_mask_control *control)
{
	if (control == NULL)
		return;
	dtap_masks_clear(&control->configured.masks);
	pthread_mutex_destroy(&control->lock);
	free(control);
}

/* Under the lock. */
static int
restore(struct dtap_mask_control *control)
{
	if (apply(control, &control->configured.masks, false) < 0)
		return -1;
	control->from = control->configured.from;
	control->settings = control->configured.settings;
	return 0;
}

/* Under the lock. */
static int
set(struct dtap_mask_control *control,
    const struct dtap_mask_settings *settings)
{
	struct dtap_masks masks;
	int result;

	dtap_masks_init(&masks);
	dtap_mask_settings_make(&masks, settings);
	result = apply(control, &masks, true);
	dtap_masks_clear(&masks);
	if (result < 0)
		return -1;
	control->from = DTAP_MASKS_FROM_REQUEST;
	control->settings = *settings;
	return 0;
}

int
dtap_mask_control_configure(struct dtap_mask_control *control,
			    const struct dtap_configured_masks *configured)
{
	int result;

	pthread_mutex_lock(&control->lock);
	result = keep(&control->configured, configured);
	if (result == 0)
		result = restore(control);
	pthread_mutex_unlock(&control->lock);
	return result;
}

int
dtap_mask_control_set(struct dtap_mask_control *control,
		      const struct dtap_mask_settings *settings)
{
	int result;

	pthread_mutex_lock(&control->lock);
	result = settings != NULL ? set(control, settings) : restore(control);
	if (result == 0)
		control->changes++;
	pthread_mutex_unlock(&control->lock);
	return result;
}

void
dtap_mask_control_status(struct dtap_mask_control *control,
			 struct dtap_mask_control_status *status)
{
	pthread_mutex_lock(&control->lock);
	*status = (struct dtap_mask_control_status){
		.refusal = control->refusal,
		.from = control->from,
		.settings = control->settings,
		.changes = control->changes,
	};
	pthread_mutex_unlock(&control->lock);
}
