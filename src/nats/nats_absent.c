/* SPDX-License-Identifier: MIT */
/* In a build without libnats there are no links. */
#include <errno.h>
#include <stddef.h>

#include "nats/nats_link.h"

const char *
dtap_nats_link_library(void)
{
	return NULL;
}

bool
dtap_nats_link_is_known(void)
{
	return false;
}

bool
dtap_nats_link_read_seed(struct dtap_link_options *options, const char *seed)
{
	(void)options;
	(void)seed;
	return false;
}

struct dtap_link *
dtap_nats_link_new(const struct dtap_link_options *options)
{
	(void)options;
	errno = ENOSYS;
	return NULL;
}
