/* SPDX-License-Identifier: MIT */
/*
 * setup_taps.h - the daemon's taps, made from its configuration.
 *
 * One table names them all: a tap is the group of its name, the key that
 * enables it, and the sentence that is said while that is false.
 */
#ifndef DTAP_SETUP_TAPS_H
#define DTAP_SETUP_TAPS_H

#include "conf/conf.h"
#include "service/service.h"

/*
 * Fills in the service's taps; those that are not enabled have no tap but a
 * refusal.  False: said why.  Free what there is in both cases.
 */
bool dtap_setup_taps(struct dtap_service *service, const struct dtap_conf *conf,
		     const struct dtap_log *log);

/* The TCP port of a tap's PCAP-over-IP. */
unsigned dtap_setup_pcap_port(const struct dtap_conf *conf, size_t tap);

#endif
