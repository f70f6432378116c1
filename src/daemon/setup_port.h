/* SPDX-License-Identifier: MIT */
/*
 * setup_port.h - makes the DIAG port from the groups `port` and `masks` of the
 * configuration.  Main thread.
 *
 * There is a port if port.enabled is true, or if the source has a modem that
 * can be asked for logs (masks): then it has no way in.
 */
#ifndef DTAP_SETUP_PORT_H
#define DTAP_SETUP_PORT_H

#include "daemon/setup.h"

/* What can be checked without a new socket.  False: the log says why. */
bool dtap_setup_check_port(const struct dtap_conf *conf,
			   const struct dtap_log *log);

/* After the taps.  False: the log says why. */
bool dtap_setup_port(struct dtap_setup *setup, const struct dtap_conf *conf,
		     const struct dtap_log *log);

/* A sentence if nothing asks the modem to log, as far as masks say; or NULL. */
const char *dtap_setup_masks_advice(const struct dtap_masks *masks,
				    const struct dtap_conf *conf);

/* Other masks of our own, after a reload.  False: the log says why. */
bool dtap_setup_own_masks(struct dtap_setup *setup,
			  const struct dtap_conf *conf,
			  const struct dtap_log *log);

#endif
