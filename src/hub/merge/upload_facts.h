/* SPDX-License-Identifier: MIT */
/*
 * upload_facts.h - what the sidecar file of an uploaded capture says of it.
 *
 * docs/archive.md has its fields.  Everybody who may upload can write one, so
 * nothing in it is trusted.  Plain data, pure functions, any thread.
 */
#ifndef DTAP_UPLOAD_FACTS_H
#define DTAP_UPLOAD_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fleet/fleet_name.h"

#define DTAP_UPLOAD_FACTS_MOST (64U << 10) /* bytes of a sidecar file */

struct dtap_upload_facts {
	struct dtap_fleet_name name; /* without a group */
	uint64_t boot, first, next;  /* containers first to next - 1 */
	uint64_t containers;         /* in it; the others are lost */
	uint64_t bytes;              /* of the plain capture */
	int64_t begun, ended;        /* of its records; INT64_MIN, _MAX: null */
};

/* NULL, or what is wrong: the end of a sentence, "it is damaged". */
const char *dtap_upload_facts_read(struct dtap_upload_facts *facts,
				   const char *text, size_t size);

#endif
