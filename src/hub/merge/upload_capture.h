/* SPDX-License-Identifier: MIT */
/*
 * upload_capture.h - reads an uploaded capture, plain or compressed.
 *
 * One owner, one thread.
 */
#ifndef DTAP_UPLOAD_CAPTURE_H
#define DTAP_UPLOAD_CAPTURE_H

#include "hub/merge/intake.h"
#include "hub/merge/upload_facts.h"

#define DTAP_UPLOAD_WHY 160

/*
 * Takes its containers.  DTAP_INTAKE_WRONG: one line, without the path, is in
 * `why`, and nothing was taken.
 */
enum dtap_intake_result dtap_upload_capture_take(
	const char *path, const struct dtap_upload_facts *facts,
	struct dtap_intake *intake, char why[DTAP_UPLOAD_WHY]);

#endif
