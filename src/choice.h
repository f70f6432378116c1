/* SPDX-License-Identifier: MIT */
/*
 * choice.h - the source that the configuration names.
 */
#ifndef DTAP_CHOICE_H
#define DTAP_CHOICE_H

#include <dtap/source.h>

#include "conf/conf.h"
#include "log.h"

/*
 * *source is the caller's, or NULL without memory.  False: there is none of
 * that name, or a key of its is wrong, and it was said.
 */
bool dtap_choice_make(struct dtap_source **source, const struct dtap_conf *conf,
		      const struct dtap_log *log);

#endif
