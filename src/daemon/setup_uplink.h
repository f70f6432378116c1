/* SPDX-License-Identifier: MIT */
/*
 * setup_uplink.h - makes the uplink from the group `uplink` of the
 * configuration.  Main thread, while the process has no other.
 */
#ifndef DTAP_SETUP_UPLINK_H
#define DTAP_SETUP_UPLINK_H

#include "base/log.h"
#include "conf/conf.h"
#include "service/service.h"

/*
 * After the taps.  The options outlive the uplink.  False: the log says which
 * key is wrong.
 */
bool dtap_setup_uplink(struct dtap_service *service,
		       struct dtap_uplink_options *options,
		       const struct dtap_conf *conf,
		       const struct dtap_log *log);

#endif
