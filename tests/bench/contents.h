/* SPDX-License-Identifier: MIT */
/*
 * contents.h - splits the bytes of a stream into containers.
 *
 * The input is containers in a row, or pcap records with a container each, in
 * pieces of any size.  The marker in each container is checked.  One owner, one
 * thread; all zeros except `form` at the start.
 */
#ifndef BENCH_CONTENTS_H
#define BENCH_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/marker.h"

enum contents_form { CONTENTS_RAW, CONTENTS_PCAP };

struct contents {
	enum contents_form form;
	uint64_t containers, lost, gaps, bad; /* bad: wrong bytes */

	/* Called for each marker; may be NULL. */
	void (*seen)(void *arg, const struct marker *marker);
	void *arg;

	/* Private from here. */
	bool began, headed;
	uint64_t next;
	uint8_t head[24]; /* the head so far */
	size_t head_size;
	uint32_t messages; /* left in this container */
	bool first;        /* the next message is its first */
	size_t skip;       /* bytes left to skip */
	uint8_t mark[64];
	size_t mark_size, mark_wanted, mark_at;
};

void contents_put(struct contents *contents, const uint8_t *data, size_t size);

#endif
