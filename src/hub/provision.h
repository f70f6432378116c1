/* SPDX-License-Identifier: MIT */
/*
 * provision.h - makes what a fleet needs at the server: a stream for each
 * group, and the bucket "devices".
 *
 * What is there already gets the settings of the configuration.  Main thread.
 */
#ifndef DTAP_HUB_PROVISION_H
#define DTAP_HUB_PROVISION_H

#include "base/log.h"
#include "conf/conf.h"

/* The exit status, as of run.h; the log says what was done. */
int dtap_hub_provision(const struct dtap_conf *conf,
		       const struct dtap_log *log);

#endif
