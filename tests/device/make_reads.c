/* SPDX-License-Identifier: MIT */
/*
 * make_reads whole|cut FORM COUNT SEED
 *
 * Writes what reads of an IPA device would have returned for COUNT made-up
 * entries, in the form of make_images.  "whole": 1 to 12 entries in a read.
 * "cut": the same bytes in reads of 1, 2, 3, ... bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "sources/simulator/ipa_entries.h"

#define DOZEN   12
#define LONGEST 2000 /* bytes of a read with "cut" */
#define ROOM    (DOZEN * DTAP_IPA_ENTRIES_ENTRY)

static void
write_image(const uint8_t *data, size_t size)
{
	uint8_t length[4];

	dtap_put32(length, (uint32_t)size);
	fwrite(length, 1, sizeof length, stdout);
	fwrite(data, 1, size, stdout);
}

/* Reads of growing size out of what is held; returns what is left. */
static size_t
write_cut(uint8_t *data, size_t size)
{
	static size_t next = 1;
	size_t at = 0;

	for (; size - at >= next; next = next % LONGEST + 1) {
		write_image(data + at, next);
		at += next;
	}
	memmove(data, data + at, size - at);
	return size - at;
}

int
main(int argc, char **argv)
{
	static uint8_t held[LONGEST + ROOM];
	const struct dtap_ipa_header_format *form =
		argc == 5 ? dtap_ipa_header_format_find(argv[2]) : NULL;
	struct dtap_ipa_entries mirror;
	struct dtap_shape shape;
	size_t size = 0;
	bool cut;
	long count;

	if (form == NULL) {
		fputs("make_reads whole|cut FORM COUNT SEED\n", stderr);
		return 2;
	}
	cut = strcmp(argv[1], "cut") == 0;
	count = atol(argv[3]);
	dtap_ipa_entries_begin(&mirror, form, strtoull(argv[4], NULL, 0));
	for (long i = 0; i < count; i++) {
		size += dtap_ipa_entries_next(&mirror, held + size, &shape);
		if (cut) {
			size = write_cut(held, size);
		} else if (i % (DOZEN + 1) == i / (DOZEN + 1) % DOZEN ||
			   size > ROOM - DTAP_IPA_ENTRIES_ENTRY) {
			write_image(held, size);
			size = 0;
		}
	}
	if (size > 0)
		write_image(held, size);
	return fflush(stdout) == 0 ? 0 : 1;
}
