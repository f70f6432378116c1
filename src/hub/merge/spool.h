/* SPDX-License-Identifier: MIT */
/*
 * spool.h - records on their way to the merged file, in a file without a name.
 *
 * It is in $TMPDIR, or in /var/tmp, and gone with the process.  One owner, one
 * thread; false and NULL are with errno.
 */
#ifndef DTAP_SPOOL_H
#define DTAP_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dtap_spool;

struct dtap_spool *dtap_spool_new(void);
void dtap_spool_free(struct dtap_spool *spool); /* NULL is allowed */

/* Bytes in it: the place of what is added next. */
uint64_t dtap_spool_size(const struct dtap_spool *spool);

bool dtap_spool_add(struct dtap_spool *spool, const void *data, size_t size);

/* Forgets what was added behind the first `size` bytes. */
bool dtap_spool_cut(struct dtap_spool *spool, uint64_t size);

/* Reads bytes that are in it. */
bool dtap_spool_read(struct dtap_spool *spool, uint64_t at, void *out,
		     size_t size);

#endif
