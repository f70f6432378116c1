/* SPDX-License-Identifier: MIT */
/*
 * server_conf.h - a configuration for nats-server, with the rights of the hub
 * and of each device, and the keys that they log in with.
 *
 * A device may publish what it sends, and its report; it can read nothing of
 * others.  Main thread.
 */
#ifndef DTAP_HUB_SERVER_CONF_H
#define DTAP_HUB_SERVER_CONF_H

#include <stdio.h>

#include "base/log.h"

/*
 * Makes a key for the hub and for each device, "GROUP.DEVICE", in a folder, as
 * hub.nkey and GROUP.DEVICE.nkey; a key that is there is kept.  Then writes the
 * configuration.  Returns the exit status, as of run.h.
 */
int dtap_hub_server_conf(FILE *out, const char *folder, char **devices,
			 int count, const struct dtap_log *log);

#endif
