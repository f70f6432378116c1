/* SPDX-License-Identifier: MIT */
/*
 * nats_status.h - what a status and a text of libnats are to a link.  Pure; any
 * thread.
 */
#ifndef DTAP_NATS_STATUS_H
#define DTAP_NATS_STATUS_H

#include "nats/libnats.h"
#include "nats/link.h"

/* What is not known is the end of the connection. */
enum dtap_link_result dtap_nats_result(natsStatus status);

/* What others say goes to the log, and to terminals: printable ASCII of it.
 * NULL is "". */
void dtap_nats_explain(char why[DTAP_LINK_WHY], const char *text);

#endif
