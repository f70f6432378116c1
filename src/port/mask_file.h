/* SPDX-License-Identifier: MIT */
/*
 * mask_file.h - files with requests that set masks, as diag_mdlog (-f) and
 * MobileInsight (Diag.cfg) read them.
 *
 * Such a file is HDLC frames of requests, back to back, and nothing else.  They
 * are not sent as they are: those that set masks are carried out on a set of
 * masks, which the arbiter keeps in the modem as it keeps those of the
 * configuration.  Queries that only read are passed over.  Anything else makes
 * the file bad: it could write to the modem, reset it, or call someone.
 *
 * Sources: diag_mdlog's read_diag_cfg in MobileInsight (diag_revealer.c), and
 * its log_config.cpp, which writes such files.
 *
 * Pure, any thread.
 */
#ifndef DTAP_MASK_FILE_H
#define DTAP_MASK_FILE_H

#include <stdio.h>

#include "port/masks.h"

#define DTAP_MASK_FILE_MAX 65536 /* bytes; a larger file is bad */

/* "frame 3: NV write (0x27): ..."; one line without a newline. */
struct dtap_mask_file_error {
	char text[160];
};

/*
 * Reads a file of `size` bytes into masks, which are all off; the caller clears
 * them in any case.  False: it is bad, and error says in which frame, counted
 * from 1, and why.  A file that sets nothing is bad too.
 */
bool dtap_mask_file_read(struct dtap_masks *masks, const uint8_t *data,
			 size_t size, struct dtap_mask_file_error *error);

/*
 * Writes a file that sets these masks, and nothing else: first it switches all
 * log masks off.  False with errno.
 */
bool dtap_mask_file_write(const struct dtap_masks *masks, FILE *out);

#endif
