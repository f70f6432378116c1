/* SPDX-License-Identifier: MIT */
/*
 * setup_link.h - reads how to reach a server of NATS, out of a group of the
 * configuration that has such keys.  Main thread, while the process has no
 * other.
 */
#ifndef DTAP_SETUP_LINK_H
#define DTAP_SETUP_LINK_H

#include "base/log.h"
#include "nats/link_options.h"

/* The values of GROUP.servers, ...; none is NULL. */
struct dtap_link_keys {
	const char *group;
	const char *servers; /* words, a space between */
	const char *user, *password_file, *nkey_file, *credentials_file;
	const char *ca_file;
};

/* libnats is here.  False: the log says that the key needs it. */
bool dtap_setup_link_library(const char *key, const struct dtap_log *log);

/* Sets servers, login and ca_file.  False: the log says which key is wrong. */
bool dtap_setup_link(struct dtap_link_options *link,
		     const struct dtap_link_keys *keys,
		     const struct dtap_log *log);

/* Names the servers that are reached over a network without TLS. */
void dtap_setup_link_warn(const struct dtap_link_options *link,
			  const struct dtap_link_keys *keys,
			  const struct dtap_log *log);

#endif
