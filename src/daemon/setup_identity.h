/* SPDX-License-Identifier: MIT */
/*
 * setup_identity.h - who this daemon is in a fleet, from the configuration.
 */
#ifndef DTAP_SETUP_IDENTITY_H
#define DTAP_SETUP_IDENTITY_H

#include "base/log.h"
#include "conf/conf.h"
#include "fleet/fleet_identity.h"

/* False: uplink.device or uplink.group is no name, and the log says what is. */
bool dtap_setup_identity(struct dtap_fleet_identity *identity,
			 const struct dtap_conf *conf,
			 const struct dtap_log *log);

#endif
