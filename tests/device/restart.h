/* SPDX-License-Identifier: MIT */
/*
 * restart.h - a restart of the modem, as drivers from Linux 3.18 on show it.
 *
 * The owner of the session gets SIGCONT with the event in si_int.  A read
 * returns 0 bytes, and then blocks until the modem is back.  The driver keeps
 * the masks and sends them to the modem again.
 */
#ifndef DTAP_TESTS_RESTART_H
#define DTAP_TESTS_RESTART_H

#include "device/port.h"

void restart_begin(struct port *port);
void restart_end(struct port *port);

#endif
