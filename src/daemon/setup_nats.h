/* SPDX-License-Identifier: MIT */
/*
 * setup_nats.h - the source "nats", out of the group `nats` of the
 * configuration.  Main thread, while the process has no other.
 */
#ifndef DTAP_SETUP_NATS_H
#define DTAP_SETUP_NATS_H

#include <dtap/source.h>

#include "base/log.h"
#include "conf/conf.h"

/* False: the log says which key is wrong. */
bool dtap_setup_nats_check(const struct dtap_conf *conf,
			   const struct dtap_log *log);

/* After the check.  NULL: errno. */
struct dtap_source *dtap_setup_nats_make(const struct dtap_conf *conf);

#endif
