/* SPDX-License-Identifier: MIT */
#include "archive/capture_stats.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/frames.h>
#include <dtap/hdlc.h>
#include <dtap/pcap.h>

#define CODE_AT      6 /* of a log */
#define RADIO_HEADER 8
#define HEAD         (RADIO_HEADER + CODE_AT + 2)

static void
count_code(struct dtap_log_codes *codes, uint16_t code)
{
	size_t at = (code ^ code >> 6) % DTAP_CODES_SLOTS;
	struct dtap_code_count *slot;

	for (;; at = (at + 1) % DTAP_CODES_SLOTS) {
		slot = &codes->slots[at];
		if (slot->count == 0 || slot->code == code)
			break;
	}
	if (slot->count == 0) {
		if (codes->used == DTAP_CODES_MOST) {
			codes->others++;
			return;
		}
		codes->used++;
		slot->code = code;
	}
	slot->count++;
}

/* The first bytes of a packet, without escapes; returns how many. */
static size_t
unescape_head(uint8_t out[HEAD], const uint8_t *frame, size_t size)
{
	size_t count = 0;

	for (size_t at = 0; at < size && count < HEAD; at++) {
		if (frame[at] != DTAP_HDLC_ESCAPE)
			out[count++] = frame[at];
		else if (++at < size)
			out[count++] = frame[at] ^ DTAP_HDLC_TOGGLE;
	}
	return count;
}

static void
count_frame(struct dtap_log_codes *codes, const uint8_t *frame, size_t size)
{
	size_t most = size < HEAD ? size : HEAD;
	const uint8_t *packet = frame;
	uint8_t head[HEAD];

	if (size == 0 || (frame[0] != DTAP_OPCODE_LOG &&
			  frame[0] != DTAP_OPCODE_MULTI_RADIO))
		return;
	if (memchr(frame, DTAP_HDLC_ESCAPE, most) != NULL) {
		size = unescape_head(head, frame, size);
		packet = head;
	}
	if (packet[0] == DTAP_OPCODE_MULTI_RADIO) {
		if (size <= RADIO_HEADER)
			return;
		packet += RADIO_HEADER;
		size -= RADIO_HEADER;
	}
	if (packet[0] == DTAP_OPCODE_LOG && size >= CODE_AT + 2)
		count_code(codes, dtap_get16(packet + CODE_AT));
}

/* Tokens are 1 (the modem itself), 0, -1, -2, ... */
static bool *
in_frame(struct dtap_log_codes *codes, int32_t token)
{
	unsigned number = 1U - (unsigned)token;

	return &codes->in_frame[number % DTAP_CODES_MODEMS];
}

void
dtap_log_codes_count(struct dtap_log_codes *codes, const uint8_t *container,
		     size_t size)
{
	struct dtap_frame_pieces walk = dtap_frame_pieces_of(container, size);
	struct dtap_frame_piece piece;

	while (dtap_frame_pieces_next(&walk, &piece)) {
		bool *goes_on = in_frame(codes, piece.token);

		if (!*goes_on)
			count_frame(codes, piece.data, piece.size);
		*goes_on = !piece.ends;
	}
}

static void
count_part(struct dtap_capture_stats *stats, const uint8_t *label,
	   size_t payload)
{
	if (dtap_get16(label + 8) == 0)
		stats->containers.containers++;
	stats->containers.bytes += payload;
}

static void
count_loss(struct dtap_capture_stats *stats, const uint8_t *label)
{
	stats->lost.containers += dtap_get64(label);
	stats->lost.bytes += dtap_get64(label + 8);
}

/* A packet of IPA has the bytes around it in a and b: all are of the read. */
static size_t
container_size(unsigned path, size_t size, size_t labels)
{
	return path == DTAP_PATH_ENTRY ? size - DTAP_PREAMBLE
				       : size - DTAP_PREAMBLE - labels;
}

/* body: preamble and payload. */
static void
count_body(struct dtap_capture_stats *stats, const uint8_t *body, size_t size)
{
	unsigned path = dtap_get16(body);
	size_t a = body[2], labels;

	if (size < DTAP_PREAMBLE + a)
		return;
	labels = a + body[3 + a];
	if (size < DTAP_PREAMBLE + labels)
		return;
	if (path == DTAP_PATH_REQUEST) {
		stats->requests++;
	} else if (path == DTAP_PATH_LOSS) {
		if (a >= DTAP_LOSS_LABEL)
			count_loss(stats, body + 3);
	} else if (path == DTAP_PATH_PART && a >= DTAP_PART_LABEL) {
		count_part(stats, body + 3, size - DTAP_PREAMBLE - labels);
	} else {
		stats->containers.containers++;
		stats->containers.bytes += container_size(path, size, labels);
	}
	if (path != DTAP_PATH_CONTAINER || stats->skip_codes)
		return;
	stats->coded++;
	dtap_log_codes_count(&stats->codes, body + DTAP_PREAMBLE + labels,
			     size - DTAP_PREAMBLE - labels);
}

static void
note_time(struct dtap_capture_stats *stats, const uint8_t *record)
{
	struct timespec time = {
		.tv_sec = (time_t)dtap_get32(record),
		.tv_nsec = (long)dtap_get32(record + 4) * 1000,
	};

	if (stats->records++ == 0)
		stats->first = time;
	stats->last = time;
}

void
dtap_capture_stats_add(struct dtap_capture_stats *stats, const uint8_t *records,
		       size_t size)
{
	while (size >= DTAP_PCAP_RECORD_HEADER) {
		size_t body = dtap_get32(records + 8);

		if (body > size - DTAP_PCAP_RECORD_HEADER)
			return;
		note_time(stats, records);
		records += DTAP_PCAP_RECORD_HEADER;
		size -= DTAP_PCAP_RECORD_HEADER;
		if (body >= DTAP_PREAMBLE)
			count_body(stats, records, body);
		records += body;
		size -= body;
	}
}

/* Puts a slot where it belongs among the `filled` best so far. */
static size_t
insert(struct dtap_code_count *out, size_t filled, size_t room,
       const struct dtap_code_count *slot)
{
	size_t at = filled;

	while (at > 0 && (out[at - 1].count < slot->count ||
			  (out[at - 1].count == slot->count &&
			   out[at - 1].code > slot->code)))
		at--;
	if (at == room)
		return filled;
	if (filled < room)
		filled++;
	memmove(&out[at + 1], &out[at], (filled - at - 1) * sizeof *out);
	out[at] = *slot;
	return filled;
}

size_t
dtap_log_codes_top(const struct dtap_log_codes *codes,
		   struct dtap_code_count *out, size_t room)
{
	size_t filled = 0;

	for (size_t i = 0; room > 0 && i < DTAP_CODES_SLOTS; i++)
		if (codes->slots[i].count > 0)
			filled = insert(out, filled, room, &codes->slots[i]);
	return filled;
}
