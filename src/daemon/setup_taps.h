/* SPDX-License-Identifier: MIT */
/*
 * setup_taps.h - makes the taps from the configuration.  Main thread.
 *
 * One table lists all taps.  A tap has a group of the same name, a key that
 * enables it, and a sentence for clients while this key is false.
 */
#ifndef DTAP_SETUP_TAPS_H
#define DTAP_SETUP_TAPS_H

#include "conf/conf.h"
#include "service/service.h"

struct dtap_shared_masks;

/*
 * Fills in the taps of the service.  A tap that is not enabled is NULL and has
 * a refusal.  simulated: masks that a simulator obeys, or NULL.  False: the log
 * says why.  Free the taps in both cases.
 */
bool dtap_setup_taps(struct dtap_service *service, const struct dtap_conf *conf,
		     struct dtap_shared_masks *simulated,
		     const struct dtap_log *log);

/* The TCP port that PCAP-over-IP has for a tap. */
unsigned dtap_setup_pcap_port(const struct dtap_conf *conf, size_t tap);

#endif
