/* SPDX-License-Identifier: MIT */
/*
 * nats_link.h - the link of libnats.
 */
#ifndef DTAP_NATS_LINK_H
#define DTAP_NATS_LINK_H

#include "nats/link.h"
#include "nats/link_options.h"

/*
 * Call it while the process has one thread, because it loads libnats.  The
 * options outlive the link.  NULL with errno; ENOSYS: libnats is not in this
 * build, or not on this machine.
 */
struct dtap_link *dtap_nats_link_new(const struct dtap_link_options *options);

/* The name of the library that a link needs; NULL: this build has no links. */
const char *dtap_nats_link_library(void);

/* Logs in with an NKey.  False: this is no seed of a user's. */
bool dtap_nats_link_read_seed(struct dtap_link_options *options,
			      const char *seed);

/* It is on this machine. */
bool dtap_nats_link_is_known(void);

#endif
