/* SPDX-License-Identifier: MIT */
/*
 * restart.h - a modem that restarts, as its driver shows it from Linux 3.18 on.
 *
 * The session's owner gets SIGCONT with what has happened in si_int; reads give
 * 0 bytes, then nothing until the modem is back.  The driver has kept the
 * masks, and gives them to the modem again itself.
 */
#ifndef DTAP_TESTS_RESTART_H
#define DTAP_TESTS_RESTART_H

#include "device/port.h"

void restart_begin(struct port *port);
void restart_end(struct port *port);

#endif
