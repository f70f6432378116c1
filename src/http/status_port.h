/* SPDX-License-Identifier: MIT */
/*
 * status_port.h - the DIAG port in the status: who is attached.
 */
#ifndef DTAP_STATUS_PORT_H
#define DTAP_STATUS_PORT_H

#include <stdio.h>

#include "port/port.h"

/* Writes the member "port" (docs/wire.md); port may be NULL. */
void dtap_status_port_put(FILE *out, struct dtap_port *port);

#endif
