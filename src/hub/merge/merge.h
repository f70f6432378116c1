/* SPDX-License-Identifier: MIT */
/*
 * merge.h - diagtap-hub --merge: what the server stores of devices, and what it
 * lacks out of their uploaded captures, in one file.
 *
 * Main thread.
 */
#ifndef DTAP_MERGE_H
#define DTAP_MERGE_H

#include "base/log.h"
#include "conf/conf.h"

#define DTAP_MERGE_DEVICES 64

struct dtap_merge_options {
	const char *out; /* a new file; "-" is standard output */
	const char *devices[DTAP_MERGE_DEVICES]; /* "rig-7", or "rig-7,rig-8" */
	size_t device_count;
	const char *from, *to; /* time_text.h; NULL: no limit */
};

/* The exit status, as of run.h; the log says what was done. */
int dtap_hub_merge(const struct dtap_conf *conf,
		   const struct dtap_merge_options *options,
		   const struct dtap_log *log);

#endif
