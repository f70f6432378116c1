/* SPDX-License-Identifier: MIT */
/*
 * checks.h - what the doctor looks at, each adding its findings.
 */
#ifndef DTAP_CHECKS_H
#define DTAP_CHECKS_H

#include "conf/conf.h"
#include "doctor/findings.h"

struct dtap_check_of {
	const struct dtap_conf *conf;
	const char *root; /* of the devices' files */
	struct dtap_findings *findings;
};

/* check_configuration.c: the daemon's own checks, and what is switched on. */
void dtap_check_configuration(const struct dtap_check_of *of);
void dtap_check_streams(const struct dtap_check_of *of);
void dtap_check_masks(const struct dtap_check_of *of);

/* check_device.c: it is there, nobody has it, and this user may open it. */
void dtap_check_device(const struct dtap_check_of *of);

/* check_service.c: who reaches it, and where it records. */
void dtap_check_address(const struct dtap_check_of *of);
void dtap_check_token(const struct dtap_check_of *of);
void dtap_check_archive(const struct dtap_check_of *of);

/* check_machine.c: kernel, clock, Wireshark. */
void dtap_check_kernel(const struct dtap_check_of *of);
void dtap_check_clock(const struct dtap_check_of *of);
void dtap_check_wireshark(const struct dtap_check_of *of);

#endif
