/* SPDX-License-Identifier: MIT */
/*
 * doctor.h - diagtapd --doctor: looks at all that a daemon with this
 * configuration needs, and says what is well and what to do about the rest.
 *
 * It opens no device, starts no thread and changes nothing.  The rules are
 * those of the daemon: its own checks run, and their lines become findings.
 */
#ifndef DTAP_DOCTOR_H
#define DTAP_DOCTOR_H

#include <stdbool.h>

#include "base/log.h"
#include "conf/conf.h"

struct dtap_doctor_options {
	/* The folder with dev, proc and sys of the devices; "": this machine.
	 */
	const char *root;
	bool json;
};

/*
 * Prints a line for each finding.  0: nothing keeps the daemon from its work.
 * 1: something does, or the findings could not be written.
 */
int dtap_doctor(const struct dtap_conf *conf, const struct dtap_log *log,
		const struct dtap_doctor_options *options);

#endif
