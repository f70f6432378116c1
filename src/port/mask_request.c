/* SPDX-License-Identifier: MIT */
#include "port/mask_request.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "port/command.h"

#define LOG_HEAD     8  /* bytes before a status, or what a request is about */
#define LOG_MASK     16 /* bytes before the bits of a request */
#define MESSAGE_HEAD 8  /* bytes before the masks */
#define EVENT_HEAD   6  /* bytes before the bits */

#define INVALID_EQUIPMENT 1 /* a status */
#define EVENT_FAILURE     1

/* The longest request that is returned with an error. */
#define ERROR_MAX (DTAP_MASK_REPLY_MAX - 1)

/* A request, and where its reply goes. */
struct job {
	struct dtap_masks *masks;
	const struct dtap_ranges *ranges;
	const uint8_t *packet;
	size_t size;
	uint8_t *out;
};

/* An operation that is cut off is UINT32_MAX. */
static uint32_t
operation_of(const uint8_t *packet, size_t size)
{
	if (packet[0] == DTAP_OPCODE_MESSAGE_CONFIG)
		return size >= 2 ? packet[1] : UINT32_MAX;
	return size >= LOG_HEAD ? dtap_get32(packet + 4) : UINT32_MAX;
}

static size_t
fail(struct job *job, uint8_t opcode)
{
	size_t size = job->size < ERROR_MAX ? job->size : ERROR_MAX;

	return dtap_command_error(job->out, opcode, job->packet, size);
}

static size_t
clear_logs(struct job *job)
{
	dtap_masks_clear_logs(job->masks);
	memcpy(job->out, job->packet, LOG_HEAD);
	dtap_put32(job->out + LOG_HEAD, 0);
	return LOG_HEAD + 4;
}

/* The reply to 73/3 and 73/4.  bits may be NULL if items is 0. */
static size_t
put_logs(struct job *job, uint32_t status, uint32_t items, const uint8_t *bits)
{
	uint8_t *out = job->out;
	size_t bytes = bits != NULL ? (items + 7) / 8 : 0;

	memcpy(out, job->packet, LOG_HEAD);
	dtap_put32(out + LOG_HEAD, status);
	memcpy(out + LOG_HEAD + 4, job->packet + LOG_HEAD, 4);
	dtap_put32(out + LOG_HEAD + 8, items);
	if (bytes > 0)
		memcpy(out + LOG_HEAD + 12, bits, bytes);
	return LOG_HEAD + 12 + bytes;
}

static size_t
set_logs(struct job *job)
{
	uint32_t equipment, items, asked;
	const struct dtap_log_mask *mask;

	if (job->size < LOG_MASK)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	equipment = dtap_get32(job->packet + LOG_HEAD);
	asked = dtap_get32(job->packet + LOG_HEAD + 4);
	if (equipment >= DTAP_EQUIPMENTS || asked == 0)
		return put_logs(job, INVALID_EQUIPMENT, asked, NULL);
	if ((uint64_t)job->size < LOG_MASK + ((uint64_t)asked + 7) / 8)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	items = asked < DTAP_EQUIPMENT_ITEMS ? asked : DTAP_EQUIPMENT_ITEMS;
	dtap_masks_set_logs(job->masks, equipment, items,
			    job->packet + LOG_MASK);
	mask = &job->masks->logs[equipment];
	return put_logs(job, 0, items, mask->bits);
}

static size_t
get_logs(struct job *job)
{
	const struct dtap_log_mask *mask;
	uint32_t equipment, items;

	if (job->size < LOG_HEAD + 4)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	equipment = dtap_get32(job->packet + LOG_HEAD);
	if (equipment >= DTAP_EQUIPMENTS)
		return put_logs(job, INVALID_EQUIPMENT, 0, NULL);
	mask = &job->masks->logs[equipment];
	items = mask->items > 0 ? mask->items : job->ranges->items[equipment];
	return put_logs(job, 0, items, mask->bits);
}

static size_t
toggle_events(struct job *job)
{
	if (job->size < 2)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	dtap_masks_set_every_event(job->masks, job->packet[1] != 0);
	job->out[0] = DTAP_OPCODE_EVENTS;
	dtap_put16(job->out + 1, 0);
	return 3;
}

/* The reply to 81 and 82. */
static size_t
put_events(struct job *job, uint8_t status, unsigned ids)
{
	size_t bytes = (ids + 7) / 8;

	job->out[0] = job->packet[0];
	job->out[1] = status;
	dtap_put16(job->out + 2, 0);
	dtap_put16(job->out + 4, (uint16_t)ids);
	memcpy(job->out + EVENT_HEAD, job->masks->events, bytes);
	if (ids % 8 > 0)
		job->out[EVENT_HEAD + bytes - 1] &=
			(uint8_t)((1U << ids % 8) - 1);
	return EVENT_HEAD + bytes;
}

static size_t
get_events(struct job *job)
{
	unsigned ids = job->ranges->events;

	return put_events(job, 0, ids > 0 ? ids : DTAP_EVENT_IDS);
}

static size_t
set_events(struct job *job)
{
	unsigned ids;

	if (job->size < EVENT_HEAD)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	ids = dtap_get16(job->packet + 4);
	if (ids == 0)
		return put_events(job, EVENT_FAILURE, 0);
	if (job->size < EVENT_HEAD + ((size_t)ids + 7) / 8)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	ids = ids < DTAP_EVENT_IDS ? ids : DTAP_EVENT_IDS;
	dtap_masks_set_events(job->masks, ids, job->packet + EVENT_HEAD);
	return put_events(job, 0, ids);
}

/* The head of the reply to 7d/3 and 7d/4. */
static size_t
put_messages(struct job *job, uint16_t last, uint8_t good)
{
	memcpy(job->out, job->packet, 4);
	dtap_put16(job->out + 4, last);
	job->out[6] = good;
	job->out[7] = 0;
	return MESSAGE_HEAD;
}

/*
 * The last SSID that a request is about: not beyond the range that its first
 * one is in, nor beyond a page.  -1: it is in no range.
 */
static int
last_ssid(const struct job *job)
{
	uint16_t first = dtap_get16(job->packet + 2);
	unsigned last = dtap_get16(job->packet + 4);
	int range = dtap_ranges_find(job->ranges, first);

	if (first > last || (job->ranges->has_ssids && range < 0))
		return -1;
	if (range >= 0 && last > job->ranges->ssids[range].last)
		last = job->ranges->ssids[range].last;
	if (last >= (unsigned)first + DTAP_PAGE_SSIDS)
		last = (unsigned)first + DTAP_PAGE_SSIDS - 1;
	return (int)last;
}

static size_t
get_messages(struct job *job)
{
	uint8_t *end = job->out + MESSAGE_HEAD;
	unsigned ssid;
	int last;

	if (job->size < 6)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	last = last_ssid(job);
	if (last < 0)
		return put_messages(job, dtap_get16(job->packet + 4), 0);
	put_messages(job, (uint16_t)last, 1);
	for (ssid = dtap_get16(job->packet + 2); ssid <= (unsigned)last;
	     ssid++, end += 4)
		dtap_put32(end,
			   dtap_masks_messages(job->masks, (uint16_t)ssid));
	return (size_t)(end - job->out);
}

static size_t
set_messages(struct job *job)
{
	size_t first, count, bytes;
	int last;

	if (job->size < 6)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	last = last_ssid(job);
	if (last < 0)
		return put_messages(job, dtap_get16(job->packet + 4), 0);
	first = dtap_get16(job->packet + 2);
	count = (size_t)last - first + 1;
	bytes = 4 * (dtap_get16(job->packet + 4) - first + 1);
	if (job->size < MESSAGE_HEAD + bytes)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	if (dtap_masks_set_messages(job->masks, (uint16_t)first, (uint16_t)last,
				    job->packet + MESSAGE_HEAD) != 0)
		return fail(job, DTAP_OPCODE_BAD_COMMAND);
	put_messages(job, (uint16_t)last, 1);
	memcpy(job->out + MESSAGE_HEAD, job->packet + MESSAGE_HEAD, 4 * count);
	return MESSAGE_HEAD + 4 * count;
}

static size_t
put_every_message(struct job *job, uint8_t good)
{
	memcpy(job->out, job->packet, 8);
	job->out[2] = good;
	job->out[3] = 0;
	return 8;
}

static size_t
set_every_message(struct job *job)
{
	if (job->size < 8)
		return fail(job, DTAP_OPCODE_BAD_LENGTH);
	dtap_masks_set_every_message(job->masks, dtap_get32(job->packet + 4));
	return put_every_message(job, 1);
}

/* A request that is cut before its operation is of the first row. */
static const struct row {
	uint8_t opcode;
	uint32_t operation; /* of 0x73 and 0x7D */
	enum dtap_mask_kind kind;
	size_t (*run)(struct job *job);
} rows[] = {
	{DTAP_OPCODE_LOG_CONFIG, DTAP_LOG_CLEAR, DTAP_MASK_LOGS, clear_logs},
	{DTAP_OPCODE_LOG_CONFIG, DTAP_LOG_SET, DTAP_MASK_LOGS, set_logs},
	{DTAP_OPCODE_LOG_CONFIG, DTAP_LOG_GET, DTAP_MASK_GET, get_logs},
	{DTAP_OPCODE_EVENTS, 0, DTAP_MASK_EVENTS, toggle_events},
	{DTAP_OPCODE_GET_EVENT_MASK, 0, DTAP_MASK_GET, get_events},
	{DTAP_OPCODE_SET_EVENT_MASK, 0, DTAP_MASK_EVENTS, set_events},
	{DTAP_OPCODE_MESSAGE_CONFIG, DTAP_MESSAGE_GET, DTAP_MASK_GET,
	 get_messages},
	{DTAP_OPCODE_MESSAGE_CONFIG, DTAP_MESSAGE_SET, DTAP_MASK_MESSAGES,
	 set_messages},
	{DTAP_OPCODE_MESSAGE_CONFIG, DTAP_MESSAGE_SET_ALL, DTAP_MASK_MESSAGES,
	 set_every_message},
};

static const struct row *
find_row(const uint8_t *packet, size_t size)
{
	bool has_operation =
		size > 0 && (packet[0] == DTAP_OPCODE_LOG_CONFIG ||
			     packet[0] == DTAP_OPCODE_MESSAGE_CONFIG);

	for (size_t i = 0; size > 0 && i < sizeof rows / sizeof *rows; i++)
		if (rows[i].opcode == packet[0] &&
		    (!has_operation ||
		     rows[i].operation == operation_of(packet, size)))
			return &rows[i];
	return NULL;
}

enum dtap_mask_kind
dtap_mask_request_kind(const uint8_t *packet, size_t size)
{
	const struct row *row = find_row(packet, size);

	return row != NULL ? row->kind : DTAP_MASK_OTHER;
}

size_t
dtap_mask_request_run(struct dtap_masks *masks,
		      const struct dtap_ranges *ranges, const uint8_t *packet,
		      size_t size, uint8_t out[DTAP_MASK_REPLY_MAX])
{
	struct job job = {masks, ranges, packet, size, out};

	return find_row(packet, size)->run(&job);
}

size_t
dtap_mask_request_refuse(uint32_t status, const uint8_t *packet, size_t size,
			 uint8_t out[DTAP_MASK_REPLY_MAX])
{
	struct job job = {NULL, NULL, packet, size, out};

	switch (packet[0]) {
	case DTAP_OPCODE_LOG_CONFIG:
		if (operation_of(packet, size) == DTAP_LOG_SET)
			return put_logs(&job, status,
					dtap_get32(packet + LOG_HEAD + 4),
					NULL);
		memcpy(out, packet, LOG_HEAD);
		dtap_put32(out + LOG_HEAD, status);
		return LOG_HEAD + 4;
	case DTAP_OPCODE_MESSAGE_CONFIG:
		if (packet[1] == DTAP_MESSAGE_SET_ALL)
			return put_every_message(&job, 0);
		return put_messages(&job, dtap_get16(packet + 4), 0);
	case DTAP_OPCODE_SET_EVENT_MASK:
		memcpy(out, packet, EVENT_HEAD);
		out[1] = (uint8_t)status;
		return EVENT_HEAD;
	default:
		return fail(&job, DTAP_OPCODE_BAD_COMMAND);
	}
}

int64_t
dtap_mask_reply_status(const uint8_t *packet, size_t size)
{
	size_t at; /* of what is 1 for success */

	switch (packet[0]) {
	case DTAP_OPCODE_EVENTS:
		return 0;
	case DTAP_OPCODE_LOG_CONFIG:
		return size >= 12 ? (int64_t)dtap_get32(packet + 8) : -1;
	case DTAP_OPCODE_GET_EVENT_MASK:
	case DTAP_OPCODE_SET_EVENT_MASK:
		return size >= 4 ? packet[1] : -1;
	case DTAP_OPCODE_MESSAGE_CONFIG:
		at = size > 1 && (packet[1] == DTAP_MESSAGE_GET ||
				  packet[1] == DTAP_MESSAGE_SET)
			     ? 6
			     : 2;
		return size >= at + 2 ? packet[at] != 1 : -1;
	default:
		return packet[0];
	}
}
