/* SPDX-License-Identifier: MIT */
/*
 * nats_status.h - what a status of libnats is to a link.  Pure; any thread.
 */
#ifndef DTAP_NATS_STATUS_H
#define DTAP_NATS_STATUS_H

#include "uplink/libnats.h"
#include "uplink/link.h"

/* What is not known is the end of the connection. */
enum dtap_link_result dtap_nats_result(natsStatus status);

#endif
