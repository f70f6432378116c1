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
#include "http/service.h"

/*
 * Fills in the service's taps; those that are not enabled have no tap but a
 * refusal.  False: said why.  Free what there is in both cases.
 */
bool dtap_taps_make(struct dtap_service *service, const struct dtap_conf *conf,
		    const struct dtap_log *log);

/* None is started, or all are stopped. */
void dtap_taps_free(struct dtap_service *service);

/* Starts each that there is.  -1 with errno: stop them. */
int dtap_taps_start(struct dtap_service *service, dtap_tap_observer *observer,
		    void *arg);

/* Stops those that were started. */
void dtap_taps_stop(struct dtap_service *service);

bool dtap_taps_any(const struct dtap_service *service);

/* Each device was tried: it is open, or cannot be had now. */
bool dtap_taps_are_tried(const struct dtap_service *service);

/* Those with at_end = "exit", where there are any, have all ended. */
bool dtap_taps_have_ended(const struct dtap_service *service);

/* The TCP port of a tap's PCAP-over-IP. */
unsigned dtap_taps_door(const struct dtap_conf *conf, size_t tap);

#endif
