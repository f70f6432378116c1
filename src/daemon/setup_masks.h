/* SPDX-License-Identifier: MIT */
/*
 * setup_masks.h - the masks that the configuration names: by preset, logs,
 * events and messages, or by a file.  Main thread.
 */
#ifndef DTAP_SETUP_MASKS_H
#define DTAP_SETUP_MASKS_H

#include "base/log.h"
#include "conf/conf.h"
#include "port/mask_settings.h"

/* Those of the keys preset, logs, events and messages. */
void dtap_setup_mask_settings(struct dtap_mask_settings *settings,
			      const struct dtap_conf *conf);

/*
 * Into masks, which the caller clears in any case.  False: the file is bad, or
 * is named beside one of the other keys; the log says so.
 */
bool dtap_setup_masks(struct dtap_masks *masks, const struct dtap_conf *conf,
		      const struct dtap_log *log);

/*
 * Writes these masks to a file in the form of masks.file; "-" is standard
 * output.  Returns an exit status: 0; 1, it cannot be written; 2, the
 * configuration is wrong, or names no masks.
 */
int dtap_setup_masks_write(const struct dtap_conf *conf, const char *path,
			   const struct dtap_log *log);

#endif
