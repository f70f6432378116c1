/* SPDX-License-Identifier: MIT */
/*
 * setup_source.h - makes the source that the configuration names for a tap.
 * Main thread.
 */
#ifndef DTAP_SETUP_SOURCE_H
#define DTAP_SETUP_SOURCE_H

#include <dtap/source.h>

#include "base/log.h"
#include "conf/conf.h"

struct dtap_shared_masks;

/* A tap, and the group of the configuration with its name. */
struct dtap_source_setup {
	const char *name; /* "diag": a static string */
	const struct dtap_conf_tap *tap;
	const struct dtap_conf *conf;        /* all of the configuration */
	struct dtap_shared_masks *simulated; /* that a simulator obeys, or
						NULL */
};

/*
 * Makes a source; the caller owns it.  NULL: no memory.  False: this tap has no
 * source of that name, or one of its keys is wrong; the log says which.
 */
bool dtap_setup_source(struct dtap_source **source,
		       const struct dtap_source_setup *choice,
		       const struct dtap_log *log);

#endif
