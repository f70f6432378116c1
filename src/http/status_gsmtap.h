/* SPDX-License-Identifier: MIT */
/*
 * status_gsmtap.h - the GSMTAP sender in the JSON of GET /api/status.
 *
 * On the server's thread.
 */
#ifndef DTAP_STATUS_GSMTAP_H
#define DTAP_STATUS_GSMTAP_H

#include <stdio.h>

#include "gsmtap/sender.h"

/* The member "gsmtap", with a comma behind it; sender: NULL is none. */
void dtap_status_gsmtap_put(FILE *out, struct dtap_sender *sender);

#endif
