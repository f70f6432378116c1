/* SPDX-License-Identifier: MIT */
/*
 * message_builder.h - makes messages of the blocks of a tap.
 *
 * A message is a pcap file in itself (docs/wire.md, "The uplink"): the file
 * header and the records of whole blocks, compressed or not.  What was lost is
 * at its front.  One owner, one thread.
 */
#ifndef DTAP_MESSAGE_BUILDER_H
#define DTAP_MESSAGE_BUILDER_H

#include <dtap/block.h>
#include <dtap/record_clock.h>

#include "fleet/fleet_message.h"

/* Bytes of records at which a message ends. */
#define DTAP_UPLINK_MESSAGE 131072

/* A message that waits for its answer.  free(3) frees it. */
struct dtap_uplink_message {
	struct dtap_fleet_message head;
	struct dtap_amount inside; /* containers, and the bytes in them */
	size_t size;
	uint8_t data[]; /* as it is sent */
};

struct dtap_message_builder_options {
	uint64_t boot;
	uint32_t snaplen; /* of the tap */
	const struct dtap_record_clock *record_clock;
	bool zstd;
};

struct dtap_message_builder;

/* This build can compress with zstd. */
bool dtap_message_builder_knows_zstd(void);

/* Copies the options.  NULL: ENOMEM. */
struct dtap_message_builder *dtap_message_builder_new(
	const struct dtap_message_builder_options *options);
void dtap_message_builder_free(struct dtap_message_builder *builder);

/*
 * The block, before which `loss` was lost, belongs to the message that is being
 * made.  False: finish that first.
 */
bool dtap_message_builder_takes(const struct dtap_message_builder *builder,
				const struct dtap_block *block,
				const struct dtap_amount *loss);

/*
 * Copies a block that it takes, at the monotonic time `now`.  -1: ENOMEM, and
 * the block counts as lost before the next one.
 */
int dtap_message_builder_add(struct dtap_message_builder *builder,
			     const struct dtap_block *block,
			     const struct dtap_amount *loss, int64_t now);

bool dtap_message_builder_is_empty(const struct dtap_message_builder *builder);
bool dtap_message_builder_is_full(const struct dtap_message_builder *builder);

/* When its first block was added, monotonic ns.  It is not empty. */
int64_t dtap_message_builder_begun(const struct dtap_message_builder *builder);

/*
 * The message, which is not empty; the next one begins.  The caller frees it.
 * NULL: ENOMEM, and what is in it counts as lost before the next one.
 */
struct dtap_uplink_message *dtap_message_builder_finish(
	struct dtap_message_builder *builder);

/* What it has lost for want of memory, and the messages before never had. */
struct dtap_amount dtap_message_builder_lost(
	const struct dtap_message_builder *builder);

#endif
