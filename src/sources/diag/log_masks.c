/* SPDX-License-Identifier: MIT */
#include "sources/diag/log_masks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/frames.h>
#include <dtap/hdlc.h>

#include "sources/diag/signalling_codes.h"

#define EQUIPMENTS 16
#define CODES      4096 /* of one equipment id */

/* Commands of LOG_CONFIG and of MESSAGE_CONFIG. */
#define GET_RANGES 1
#define SET_MASK   3
#define SET_ALL    5

#define PACKET_MAX (16 + CODES / 8)
#define STEP_NAME  40 /* bytes of a step's name, its end included */
#define FRAME_MAX  DTAP_HDLC_ROOM(DTAP_REQUEST_MAX)

/* A step is one request; RANGES comes first, then one for each equipment id. */
enum {
	STEP_RANGES,
	STEP_EQUIPMENT,
	STEP_EVENTS = STEP_EQUIPMENT + EQUIPMENTS,
	STEP_MESSAGES,
	STEPS
};

struct dtap_log_masks {
	uint8_t wanted[EQUIPMENTS][CODES / 8];
	bool logs, events;
	uint32_t messages; /* a bit for each level; 0: not requested */

	unsigned step, rounds; /* rounds: modems left, with this one */
	bool waiting, remote;
	uint32_t codes[EQUIPMENTS]; /* how many the modem has */
	char line[96];
	struct dtap_frames *frames; /* of what came since the request */
	uint8_t packet[FRAME_MAX];
};

static void
want(struct dtap_log_masks *masks, unsigned code)
{
	unsigned bit = code & (CODES - 1);

	masks->wanted[code >> 12][bit / 8] |= (uint8_t)(1 << bit % 8);
	masks->logs = true;
}

struct dtap_log_masks *
dtap_log_masks_new(const struct dtap_mask_options *options)
{
	struct dtap_log_masks *masks = calloc(1, sizeof *masks);
	const char *at = options->logs;
	char *end;

	if (masks == NULL)
		return NULL;
	masks->frames = dtap_frames_new();
	if (masks->frames == NULL) {
		free(masks);
		return NULL;
	}
	for (unsigned long code; code = strtoul(at, &end, 0), end != at;
	     at = end)
		want(masks, code & 0xffff);
	if (options->preset == DTAP_LOGS_SIGNALLING)
		for (size_t i = 0;
		     i < sizeof dtap_signalling / sizeof *dtap_signalling; i++)
			want(masks, dtap_signalling[i]);
	if (options->preset == DTAP_LOGS_ALL) {
		memset(masks->wanted, 0xff, sizeof masks->wanted);
		masks->logs = true;
	}
	masks->events = options->events;
	masks->messages = options->messages;
	return masks;
}

void
dtap_log_masks_free(struct dtap_log_masks *masks)
{
	if (masks == NULL)
		return;
	dtap_frames_free(masks->frames);
	free(masks);
}

void
dtap_log_masks_begin(struct dtap_log_masks *masks, bool remote)
{
	masks->step = STEP_RANGES;
	masks->rounds = remote ? 2 : 1;
	masks->waiting = masks->remote = false;
	memset(masks->codes, 0, sizeof masks->codes);
}

static unsigned
equipment(const struct dtap_log_masks *masks)
{
	return masks->step - STEP_EQUIPMENT;
}

/* Whether this step has a request. */
static bool
has_step(const struct dtap_log_masks *masks)
{
	switch (masks->step) {
	case STEP_RANGES:
		return masks->logs;
	case STEP_EVENTS:
		return masks->events;
	case STEP_MESSAGES:
		return masks->messages != 0;
	default:
		return masks->codes[equipment(masks)] > 0;
	}
}

/* Goes to the next step with a request.  False: all is done. */
static bool
find_step(struct dtap_log_masks *masks)
{
	for (;; masks->step++) {
		if (masks->step == STEPS) {
			if (masks->rounds <= 1)
				return false;
			masks->rounds--;
			masks->remote = true;
			masks->step = STEP_RANGES;
			memset(masks->codes, 0, sizeof masks->codes);
		}
		if (has_step(masks))
			return true;
	}
}

static size_t
log_mask(const struct dtap_log_masks *masks, uint8_t *out)
{
	unsigned id = equipment(masks);
	uint32_t codes = masks->codes[id];
	size_t bytes = (codes + 7) / 8;

	out[0] = DTAP_OPCODE_LOG_CONFIG;
	dtap_put32(out + 4, SET_MASK);
	dtap_put32(out + 8, id);
	dtap_put32(out + 12, codes);
	memcpy(out + 16, masks->wanted[id], bytes);
	if (codes % 8 > 0)
		out[15 + bytes] &= (uint8_t)((1 << codes % 8) - 1);
	return 16 + bytes;
}

/* The packet of the present step. */
static size_t
packet_of(const struct dtap_log_masks *masks, uint8_t out[PACKET_MAX])
{
	memset(out, 0, 16);
	switch (masks->step) {
	case STEP_RANGES:
		out[0] = DTAP_OPCODE_LOG_CONFIG;
		dtap_put32(out + 4, GET_RANGES);
		return 8;
	case STEP_EVENTS:
		out[0] = DTAP_OPCODE_EVENTS;
		out[1] = 1;
		return 2;
	case STEP_MESSAGES:
		out[0] = DTAP_OPCODE_MESSAGE_CONFIG;
		out[1] = SET_ALL;
		dtap_put32(out + 4, masks->messages);
		return 8;
	default:
		return log_mask(masks, out);
	}
}

size_t
dtap_log_masks_next(struct dtap_log_masks *masks, uint8_t out[DTAP_REQUEST_MAX])
{
	uint8_t packet[PACKET_MAX];
	size_t at = 4;

	if (masks->waiting || !find_step(masks))
		return 0;
	masks->waiting = true;
	dtap_frames_forget(masks->frames);
	dtap_put32(out, DTAP_DATA);
	if (masks->remote) {
		dtap_put32(out + at, UINT32_MAX);
		at += 4;
	}
	return at +
	       dtap_hdlc_encode(out + at, packet, packet_of(masks, packet));
}

void
dtap_log_masks_skip(struct dtap_log_masks *masks)
{
	masks->waiting = false;
	masks->step++;
}

/* Into out, which has STEP_NAME bytes. */
static void
name_step(const struct dtap_log_masks *masks, char *out)
{
	const char *what = masks->step == STEP_RANGES   ? "the log codes"
			   : masks->step == STEP_EVENTS ? "events"
							: "messages";

	if (masks->step >= STEP_EQUIPMENT && masks->step < STEP_EVENTS)
		snprintf(out, STEP_NAME, "log masks of equipment %u",
			 equipment(masks));
	else
		snprintf(out, STEP_NAME, "%s", what);
}

bool
dtap_log_masks_is_waiting(const struct dtap_log_masks *masks)
{
	return masks->waiting;
}

const char *
dtap_log_masks_step(struct dtap_log_masks *masks)
{
	name_step(masks, masks->line);
	return masks->line;
}

/* Whether a packet is the answer to the last request. */
static bool
is_answer(const struct dtap_log_masks *masks, const uint8_t *packet,
	  size_t size)
{
	switch (masks->step) {
	case STEP_RANGES:
		return size >= 12 && packet[0] == DTAP_OPCODE_LOG_CONFIG &&
		       dtap_get32(packet + 4) == GET_RANGES;
	case STEP_EVENTS: /* other sizes are reports of events */
		return size == 3 && packet[0] == DTAP_OPCODE_EVENTS;
	case STEP_MESSAGES:
		return size >= 3 && packet[0] == DTAP_OPCODE_MESSAGE_CONFIG &&
		       packet[1] == SET_ALL;
	default:
		return size >= 16 && packet[0] == DTAP_OPCODE_LOG_CONFIG &&
		       dtap_get32(packet + 4) == SET_MASK &&
		       dtap_get32(packet + 12) == equipment(masks);
	}
}

/* 0, or the error opcode: the modem returns the request behind it. */
static uint8_t
refusal(const struct dtap_log_masks *masks, const uint8_t *packet, size_t size)
{
	static const uint8_t errors[] = {
		DTAP_OPCODE_BAD_COMMAND, DTAP_OPCODE_BAD_PARAMETERS,
		DTAP_OPCODE_BAD_LENGTH,  DTAP_OPCODE_BAD_MODE,
		DTAP_OPCODE_SPC_NEEDED,  DTAP_OPCODE_PASSWORD_NEEDED};
	uint8_t request[PACKET_MAX];
	size_t length = packet_of(masks, request);

	if (size < 2 || memchr(errors, packet[0], sizeof errors) == NULL)
		return 0;
	length = length < size - 1 ? length : size - 1;
	return memcmp(packet + 1, request, length) == 0 ? packet[0] : 0;
}

/* The status in an answer; 0 means success. */
static uint32_t
status_of(struct dtap_log_masks *masks, const uint8_t *packet, size_t size)
{
	if (masks->step == STEP_EVENTS)
		return 0;
	if (masks->step == STEP_MESSAGES)
		return packet[2] != 1;
	if (masks->step == STEP_RANGES && size < 12 + 4 * EQUIPMENTS)
		return UINT32_MAX;
	return dtap_get32(packet + 8);
}

static void
keep_ranges(struct dtap_log_masks *masks, const uint8_t *packet)
{
	for (unsigned id = 0; id < EQUIPMENTS; id++) {
		uint32_t codes = dtap_get32(packet + 12 + 4 * id);

		masks->codes[id] = codes < CODES ? codes : CODES;
	}
}

/* Is it the answer?  *why as dtap_log_masks_read has it. */
static void
check_packet(struct dtap_log_masks *masks, const uint8_t *packet, size_t size,
	     const char **why)
{
	uint32_t status = refusal(masks, packet, size);
	char step[STEP_NAME];

	if (status == 0 && !is_answer(masks, packet, size))
		return;
	if (status == 0)
		status = status_of(masks, packet, size);
	*why = NULL;
	if (status != 0) {
		name_step(masks, step);
		snprintf(masks->line, sizeof masks->line,
			 "masks: the modem refuses %s (0x%02" PRIx32 ")", step,
			 status);
		*why = masks->line;
	} else if (masks->step == STEP_RANGES) {
		keep_ranges(masks, packet);
	}
	dtap_log_masks_skip(masks);
}

/* Is this frame the answer?  Without its flag, with escapes and CRC. */
static void
check_frame(struct dtap_log_masks *masks, const uint8_t *data, size_t size,
	    const char **why)
{
	size_t length;

	if (size <= sizeof masks->packet &&
	    dtap_hdlc_decode(masks->packet, &length, data, size) && length > 0)
		check_packet(masks, masks->packet, length, why);
}

/*
 * Processors of a modem share a token, and the driver may give the answer of
 * one in the midst of a frame of another.  So what a message has is looked at
 * as a frame of its own, too.
 */
const char *
dtap_log_masks_read(struct dtap_log_masks *masks, const uint8_t *data,
		    size_t size)
{
	struct dtap_frame_pieces pieces = dtap_frame_pieces_of(data, size);
	struct dtap_frame_piece piece;
	struct dtap_frame frame;
	const char *why = NULL;

	if (!masks->waiting)
		return NULL;
	dtap_frames_begin(masks->frames, data, size);
	while (masks->waiting && dtap_frames_next(masks->frames, &frame) > 0)
		check_frame(masks, frame.data, frame.size, &why);
	while (masks->waiting && dtap_frame_pieces_next(&pieces, &piece))
		if (piece.ends)
			check_frame(masks, piece.data, piece.size, &why);
	return why;
}
