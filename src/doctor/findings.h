/* SPDX-License-Identifier: MIT */
/*
 * findings.h - what the doctor has found: a line each, for people or as JSON.
 *
 * Plain data, one owner.
 */
#ifndef DTAP_FINDINGS_H
#define DTAP_FINDINGS_H

#include <stdbool.h>
#include <stdio.h>

#define DTAP_FINDING_TEXT 512

enum dtap_finding_level {
	DTAP_FINDING_WELL,
	DTAP_FINDING_NOTE,    /* it works; a person may want to know */
	DTAP_FINDING_PROBLEM, /* it will not work until somebody acts */
};

struct dtap_findings {
	FILE *out;
	bool json;
	unsigned count, problems;
};

void dtap_findings_begin(struct dtap_findings *findings);

/* about: one word.  The text: sentences that say what to do. */
void dtap_findings_add(struct dtap_findings *findings,
		       enum dtap_finding_level level, const char *about,
		       const char *format, ...)
	__attribute__((format(printf, 4, 5)));

void dtap_findings_end(struct dtap_findings *findings);

#endif
