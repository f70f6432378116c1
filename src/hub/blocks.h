/* SPDX-License-Identifier: MIT */
/*
 * blocks.h - the blocks of one reader, made of the messages of devices.
 *
 * Two forms: the containers of one device, from which a stream takes every form
 * of docs/wire.md; and pcapng of many, with an interface for each tap of a
 * device.  What is missing before a message becomes a loss record.
 *
 * The records of a device are hostile: of one device, each is taken apart and
 * written again; of many they go on as they are, in bounds that are checked.
 *
 * One owner, one thread.
 */
#ifndef DTAP_HUB_BLOCKS_H
#define DTAP_HUB_BLOCKS_H

#include <dtap/block.h>

#include "fleet/sequence.h"

enum dtap_blocks_form {
	DTAP_BLOCKS_CONTAINERS, /* blocks in all forms of dtap/block.h */
	DTAP_BLOCKS_PCAPNG,     /* the pcap form is pcapng */
};

struct dtap_blocks;

/* since: records made before, by the server's clock, are left out; INT64_MIN:
 * none.  NULL: ENOMEM. */
struct dtap_blocks *dtap_blocks_new(enum dtap_blocks_form form, int64_t since);
void dtap_blocks_free(struct dtap_blocks *blocks); /* NULL is allowed */

/* What stands at the front of a stream, before the first message.  NULL: there
 * is nothing, or ENOMEM. */
struct dtap_block *dtap_blocks_begin(struct dtap_blocks *blocks);

/*
 * Takes a message, without taking it over.  Then next gives its sealed blocks,
 * one after the other; NULL: there are no more, or ENOMEM, and errno is that.
 */
void dtap_blocks_put(struct dtap_blocks *blocks,
		     const struct dtap_sequence_item *item);
struct dtap_block *dtap_blocks_next(struct dtap_blocks *blocks);

/* Records that were no diagtap record, or not whole. */
uint64_t dtap_blocks_skipped(const struct dtap_blocks *blocks);

#endif
