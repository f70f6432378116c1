/* SPDX-License-Identifier: MIT */
#include "hub/blocks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "base/clock.h"
#include "hub/pcapng.h"
#include "ring/record_block.h"
#include "sources/file/pcap_records.h"
#include "version.h"

#define BLOCK_ROOM ((size_t)64 << 10)

struct dtap_blocks {
	enum dtap_blocks_form form;
	int64_t since;
	uint32_t interfaces; /* of pcapng, so far */
	uint64_t skipped;
	struct dtap_bytes bytes; /* of the block that is made */

	const struct dtap_sequence_item *item; /* NULL: there is none */
	bool gap_is_due;                       /* its loss record */
	size_t at;                             /* in its records */
	struct dtap_pcap_records records;
	struct dtap_container container; /* did not fit into the last block */
	uint64_t number;                 /* of the next container */
	uint8_t loss[DTAP_LOSS_LABEL];
};

struct dtap_blocks *
dtap_blocks_new(enum dtap_blocks_form form, int64_t since)
{
	struct dtap_blocks *blocks = calloc(1, sizeof *blocks);

	if (blocks == NULL)
		return NULL;
	blocks->form = form;
	blocks->since = since;
	return blocks;
}

void
dtap_blocks_free(struct dtap_blocks *blocks)
{
	if (blocks == NULL)
		return;
	dtap_pcap_records_clear(&blocks->records);
	dtap_bytes_clear(&blocks->bytes);
	free(blocks);
}

/* A block of the bytes that were gathered; none if there are none. */
static struct dtap_block *
take_bytes(struct dtap_blocks *blocks, const struct dtap_amount *counts)
{
	size_t size = blocks->bytes.size;

	errno = 0;
	if (size == 0)
		return NULL;
	blocks->bytes.size = 0;
	return dtap_block_of_records(blocks->bytes.data, size, 0, counts);
}

struct dtap_block *
dtap_blocks_begin(struct dtap_blocks *blocks)
{
	if (blocks->form == DTAP_BLOCKS_PCAPNG)
		dtap_pcapng_section(&blocks->bytes, "diagtap " DTAP_VERSION);
	return take_bytes(blocks, &(struct dtap_amount){0});
}

void
dtap_blocks_put(struct dtap_blocks *blocks,
		const struct dtap_sequence_item *item)
{
	blocks->item = item;
	blocks->at = 0;
	blocks->gap_is_due = item->gap.messages > 0;
	blocks->number = item->message->head.first;
	dtap_pcap_loss_label(
		blocks->loss,
		&(struct dtap_amount){.containers = item->gap.containers});
}

/* The next record that is wanted. */
static bool
next_record(struct dtap_blocks *blocks, struct dtap_device_record *record)
{
	const struct dtap_device_message *message = blocks->item->message;

	while (dtap_device_message_next(message, &blocks->at, record)) {
		if (dtap_device_record_when(message, record) >= blocks->since)
			return true;
		blocks->number++;
	}
	return false;
}

static struct timespec
timespec_of(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / DTAP_NS_PER_S,
				 .tv_nsec = ns % DTAP_NS_PER_S};
}

/* The loss record goes right before the first record that is wanted. */
static void
make_loss(struct dtap_blocks *blocks, const struct dtap_device_record *record)
{
	blocks->gap_is_due = false;
	blocks->container = (struct dtap_container){
		.data = blocks->loss,
		.size = sizeof blocks->loss,
		.time = timespec_of(record->time),
		.shape.kind = DTAP_KIND_LOSS,
	};
}

/* A container that our own form can hold, as a tap's accumulator checks. */
static bool
fits(const struct dtap_container *container)
{
	return container->shape.kind == DTAP_KIND_DIAG ||
	       dtap_pcap_room(container, DTAP_SNAPLEN_MAX) <=
		       DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX;
}

/* True: the record, perhaps with those before it, is a container. */
static bool
take_record(struct dtap_blocks *blocks, const struct dtap_device_record *record)
{
	const struct dtap_pcap_record from = {
		.data = record->data,
		.size = record->size,
		.missing = record->original - record->size,
	};
	struct dtap_container *container = &blocks->container;

	if (!dtap_pcap_records_take(&blocks->records, &from, container))
		return false;
	if (!fits(container)) {
		container->size = 0;
		blocks->skipped++;
		return false;
	}
	container->time = timespec_of(record->time);
	container->number = blocks->number;
	blocks->number += dtap_container_counts(container);
	return true;
}

/* Sets the next container; false: there are no more. */
static bool
next_container(struct dtap_blocks *blocks)
{
	struct dtap_device_record record;

	blocks->container.size = 0;
	while (next_record(blocks, &record)) {
		if (blocks->gap_is_due) {
			make_loss(blocks, &record);
			/* It is read again. */
			blocks->at -= DTAP_PCAP_RECORD_HEADER + record.size;
			return true;
		}
		if (take_record(blocks, &record))
			return true;
	}
	dtap_pcap_records_end(&blocks->records);
	return false;
}

static struct dtap_block *
open_block(const struct dtap_container *first)
{
	size_t room = dtap_pcap_room(first, DTAP_SNAPLEN_MAX);
	struct dtap_block *block =
		dtap_block_open(room > BLOCK_ROOM ? room : BLOCK_ROOM);

	if (block != NULL &&
	    dtap_block_append(block, first, DTAP_SNAPLEN_MAX) < 0) {
		dtap_block_unref(block);
		block = NULL;
	}
	if (block == NULL)
		errno = ENOMEM;
	return block;
}

static struct dtap_block *
next_of_containers(struct dtap_blocks *blocks)
{
	struct dtap_block *block;

	errno = 0;
	if (blocks->container.size == 0 && !next_container(blocks))
		return NULL;
	block = open_block(&blocks->container);
	if (block == NULL)
		return NULL;
	while (next_container(blocks) &&
	       dtap_block_append(block, &blocks->container, DTAP_SNAPLEN_MAX) ==
		       0)
		;
	dtap_block_seal(block);
	return block;
}

/* The tap's interface, which is described before its first record. */
static bool
name_interface(struct dtap_blocks *blocks)
{
	const struct dtap_fleet_name *name = &blocks->item->message->name;
	char text[2 * DTAP_FLEET_WORD_ROOM];

	if (*blocks->item->mark != 0)
		return true;
	snprintf(text, sizeof text, "%s/%s", name->device, name->tap);
	if (!dtap_pcapng_interface(&blocks->bytes, text))
		return false;
	*blocks->item->mark = ++blocks->interfaces;
	return true;
}

static bool
add_packet(struct dtap_blocks *blocks, const struct dtap_device_record *record)
{
	const struct dtap_pcapng_packet packet = {
		.interface = *blocks->item->mark - 1,
		.time_us = record->time / 1000,
		.data = record->data,
		.size = record->size,
		.original = record->original,
	};

	return dtap_pcapng_packet(&blocks->bytes, &packet);
}

/* A record as it is, of pcapng. */
static bool
add_record(struct dtap_blocks *blocks, const struct dtap_device_record *record)
{
	return name_interface(blocks) && add_packet(blocks, record);
}

/* The loss record, as classic pcap would have it before this record. */
static bool
add_loss(struct dtap_blocks *blocks, const struct dtap_device_record *next)
{
	const struct dtap_amount lost = {.containers =
						 blocks->item->gap.containers};
	uint8_t loss[DTAP_LOSS_RECORD];
	struct dtap_device_record record = {
		.header = loss,
		.data = loss + DTAP_PCAP_RECORD_HEADER,
		.size = sizeof loss - DTAP_PCAP_RECORD_HEADER,
		.original = sizeof loss - DTAP_PCAP_RECORD_HEADER,
		.time = next->time,
	};

	blocks->gap_is_due = false;
	dtap_pcap_write_loss(loss, &lost, next->header);
	return add_record(blocks, &record);
}

/* All records of the message in one block. */
static struct dtap_block *
next_of_records(struct dtap_blocks *blocks)
{
	const struct dtap_fleet_message *head = &blocks->item->message->head;
	const struct dtap_amount counts = {.containers = head->count,
					   .bytes =
						   blocks->item->message->size};
	struct dtap_device_record record;

	while (next_record(blocks, &record)) {
		if ((blocks->gap_is_due && !add_loss(blocks, &record)) ||
		    !add_record(blocks, &record)) {
			blocks->bytes.size = 0;
			errno = ENOMEM;
			return NULL;
		}
	}
	return take_bytes(blocks, &counts);
}

struct dtap_block *
dtap_blocks_next(struct dtap_blocks *blocks)
{
	return blocks->form == DTAP_BLOCKS_CONTAINERS
		       ? next_of_containers(blocks)
		       : next_of_records(blocks);
}

uint64_t
dtap_blocks_skipped(const struct dtap_blocks *blocks)
{
	return blocks->skipped + blocks->records.skipped.foreign +
	       blocks->records.skipped.cut + blocks->records.skipped.incomplete;
}
