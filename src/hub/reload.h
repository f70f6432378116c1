/* SPDX-License-Identifier: MIT */
/*
 * reload.h - applies a configuration that has changed while a hub runs.
 *
 * Applied are access.token_file with the token in it, and access.hosts.  Any
 * other key that has changed is named in the log: it needs a restart.  Main
 * thread.
 */
#ifndef DTAP_HUB_RELOAD_H
#define DTAP_HUB_RELOAD_H

#include "hub/setup_hub.h"

/*
 * `running` is the configuration that the hub was started with.  What cannot be
 * applied stays as it is, and the log says why.
 */
void dtap_hub_reload(struct dtap_hub_setup *setup,
		     const struct dtap_conf *running,
		     const struct dtap_conf *fresh, const struct dtap_log *log);

#endif
