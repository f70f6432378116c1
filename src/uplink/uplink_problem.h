/* SPDX-License-Identifier: MIT */
/*
 * uplink_problem.h - what goes wrong with an uplink, in words for the person
 * who runs it.  A table; any thread.
 */
#ifndef DTAP_UPLINK_PROBLEM_H
#define DTAP_UPLINK_PROBLEM_H

#include "nats/link.h"

/* Behind those of enum dtap_link_result, which are problems too. */
enum dtap_uplink_problem {
	DTAP_PROBLEM_NO_STREAM = DTAP_LINK_RESULTS,
	DTAP_PROBLEM_NO_BUCKET,
	DTAP_PROBLEM_REFUSED,
	DTAP_PROBLEM_TOO_LARGE,
	DTAP_PROBLEM_STRANGE,
	DTAP_PROBLEM_NO_ANSWER,
	DTAP_PROBLEM_WARNING,
	DTAP_PROBLEMS
};

/* A sentence without a full stop: what it is, and what to do. */
const char *dtap_uplink_problem_text(unsigned problem);

#endif
