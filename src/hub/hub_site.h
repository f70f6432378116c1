/* SPDX-License-Identifier: MIT */
/*
 * hub_site.h - the table of the hub's paths, and who answers them.
 */
#ifndef DTAP_HUB_SITE_H
#define DTAP_HUB_SITE_H

#include "http/handlers.h"
#include "hub/hub.h"

/* The hub outlives the site. */
struct dtap_site dtap_hub_site(struct dtap_hub *hub);

/* A client of PCAP-over-IP: all devices, as pcapng.  `arg` is the hub; takes
 * over the socket and the place that is reserved for it.  -1 with errno. */
int dtap_hub_begin_pcap_over_ip(void *arg, int fd);

#endif
