/* SPDX-License-Identifier: MIT */
/*
 * reload.h - applies a configuration that has changed while the daemon runs.
 *
 * Applied are access.token_file with the token in it, access.hosts, masks, the
 * limits of the archive, and the group upload with its secrets; but whether anything
 * is uploaded stays as it was at the start.  Any other key that has changed is
 * named in the log: it needs a restart.  Main thread.
 */
#ifndef DTAP_RELOAD_H
#define DTAP_RELOAD_H

#include "daemon/setup.h"

/*
 * `running` is the configuration that the daemon was started with.  What cannot
 * be applied stays as it is, and the log says why.
 */
void dtap_reload(struct dtap_setup *setup, const struct dtap_conf *running,
		 const struct dtap_conf *fresh, const struct dtap_log *log);

#endif
