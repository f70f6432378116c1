/* SPDX-License-Identifier: MIT */
/*
 * setup_source.h - the source that the configuration names for a tap.
 */
#ifndef DTAP_SETUP_SOURCE_H
#define DTAP_SETUP_SOURCE_H

#include <dtap/source.h>

#include "base/log.h"
#include "conf/conf.h"

/* A tap's name, which is its group's too, and what that group says. */
struct dtap_source_setup {
	const char *name; /* "diag": a static string */
	const struct dtap_conf_tap *tap;
	const struct dtap_conf *conf; /* the whole that it is a part of */
};

/*
 * *source is the caller's, or NULL without memory.  False: there is none of
 * that name for this tap, or a key of its is wrong, and it was said.
 */
bool dtap_setup_source(struct dtap_source **source,
		       const struct dtap_source_setup *choice,
		       const struct dtap_log *log);

#endif
