/* SPDX-License-Identifier: MIT */
#include "sources/file/split.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>
#include <dtap/modem_time.h>

#define LOG_HEADER    12 /* u16 length, u16 code, u64 stamp */
#define PACKET_HEADER 4  /* u8 0x10, u8 0, u16 length */

/* Logs in a row that prove DLF: at the beginning of a file, after damage. */
#define PROOF        8
#define RESYNC_PROOF 3

/* Places in a log at which others seem to begin: bounds the work on a body that
 * was made for this. */
#define LOOKS 32

#define LEAST_CODE        0x1000
#define PLAUSIBLE_SECONDS INT64_C(5000000000) /* 2128, of Unix time */
#define DAY_US            INT64_C(86400000000)

static int64_t
time_of(const uint8_t *log)
{
	return dtap_modem_time_to_unix_us(dtap_get64(log + 4));
}

bool
dtap_split_log_is(const uint8_t *log)
{
	return dtap_get16(log) >= LOG_HEADER &&
	       dtap_get16(log + 2) >= LEAST_CODE &&
	       time_of(log) < PLAUSIBLE_SECONDS * 1000000;
}

/* Bytes shifted by one are a plausible log too, but its time is another. */
bool
dtap_split_logs_near(const uint8_t *log, const uint8_t *other)
{
	return llabs(time_of(log) - time_of(other)) < DAY_US;
}

/*
 * Whether so many logs follow each other at *at, which is moved behind them. At
 * the end of the input fewer are enough, and the last may be cut.
 */
static enum dtap_split_result
check_logs(const struct dtap_read_buffer *buffer, size_t *at, int proof)
{
	for (int found = 0; found < proof; found++) {
		const uint8_t *log = buffer->data + *at;
		size_t left = buffer->size - *at;

		if (left == 0 && buffer->ended && found > 0)
			return DTAP_SPLIT_WHOLE;
		if (left >= LOG_HEADER && !dtap_split_log_is(log))
			return DTAP_SPLIT_BROKEN;
		if (left < LOG_HEADER || left < dtap_get16(log)) {
			if (!buffer->ended)
				return DTAP_SPLIT_MORE;
			return found > 0 ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
		}
		*at += dtap_get16(log);
	}
	return DTAP_SPLIT_WHOLE;
}

enum dtap_split_result
dtap_split_dlf_at(const struct dtap_read_buffer *buffer, size_t at)
{
	return check_logs(buffer, &at, PROOF);
}

/*
 * Whether many whole logs of about the same time follow each other, from `at`
 * on and over `stop`, or up to the very end.
 */
static enum dtap_split_result
check_many(const struct dtap_read_buffer *buffer, size_t at, size_t stop)
{
	const uint8_t *first = buffer->data + at;

	for (int found = 0; found < PROOF || at <= stop; found++) {
		const uint8_t *log = buffer->data + at;
		size_t left = buffer->size - at;

		if (left == 0 && buffer->ended && at > stop)
			return DTAP_SPLIT_WHOLE;
		if (left >= LOG_HEADER && !(dtap_split_log_is(log) &&
					    dtap_split_logs_near(first, log)))
			return DTAP_SPLIT_BROKEN;
		if (left < LOG_HEADER || left < dtap_get16(log))
			return buffer->ended ? DTAP_SPLIT_BROKEN
					     : DTAP_SPLIT_MORE;
		at += dtap_get16(log);
	}
	return DTAP_SPLIT_WHOLE;
}

/*
 * Whether logs in a row begin inside the whole log at an offset, with a time
 * far from its own: then it is none.  WHOLE: they begin at *begin.  A body may
 * look like some logs (0xb195: cells of 52 bytes, most of them zeros), but they
 * do not go on behind it.
 */
static enum dtap_split_result
find_inside(const struct dtap_read_buffer *buffer, size_t at, size_t *begin)
{
	const uint8_t *log = buffer->data + at;
	struct dtap_read_buffer inside = *buffer;
	enum dtap_split_result found;
	int looks = 0;

	inside.size = at + dtap_get16(log);
	inside.ended = false;
	for (*begin = at + 1; *begin < inside.size && looks < LOOKS; ++*begin) {
		size_t end = *begin;

		if (check_logs(&inside, &end, RESYNC_PROOF) !=
			    DTAP_SPLIT_WHOLE ||
		    dtap_split_logs_near(log, buffer->data + *begin))
			continue;
		looks++;
		found = check_many(buffer, *begin, inside.size);
		if (found != DTAP_SPLIT_BROKEN)
			return found;
	}
	return DTAP_SPLIT_BROKEN;
}

/*
 * The next logs from split->searched on and before limit, as find_data().  The
 * work is linear: what find_inside() looks at is skipped, or is the result.
 */
static enum dtap_split_result
find_logs(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	  size_t limit)
{
	while (split->searched < limit) {
		size_t end = split->searched, inside;
		enum dtap_split_result found =
			check_logs(buffer, &end, RESYNC_PROOF);

		if (found == DTAP_SPLIT_MORE)
			return found;
		if (found == DTAP_SPLIT_BROKEN) {
			split->searched++;
			continue;
		}
		found = find_inside(buffer, split->searched, &inside);
		if (found == DTAP_SPLIT_MORE)
			return found;
		if (found == DTAP_SPLIT_BROKEN)
			return DTAP_SPLIT_WHOLE;
		split->searched = inside;
	}
	split->searched = limit < split->searched ? split->searched : limit;
	return DTAP_SPLIT_BROKEN;
}

/* Whether a log, or the end, follows the first one, which has length bytes. */
static enum dtap_split_result
check_next(const struct dtap_read_buffer *buffer, size_t length)
{
	size_t left = buffer->size - length;

	if (left >= LOG_HEADER)
		return dtap_split_log_is(buffer->data + length)
			       ? DTAP_SPLIT_WHOLE
			       : DTAP_SPLIT_BROKEN;
	if (!buffer->ended)
		return DTAP_SPLIT_MORE;
	return left == 0 ? DTAP_SPLIT_WHOLE : DTAP_SPLIT_BROKEN;
}

/*
 * The first log is whole, and what follows is no log: if logs begin inside it,
 * its length is wrong.
 */
static enum dtap_split_result
check_inside(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	     size_t length)
{
	enum dtap_split_result found;

	if (!dtap_split_log_is(buffer->data))
		return dtap_split_broken(split, 1, "no log");
	if (split->searched == 0)
		split->searched = 1;
	found = find_logs(split, buffer, length);
	if (found == DTAP_SPLIT_WHOLE)
		return dtap_split_broken(split, 1, "a log with a wrong length");
	return found == DTAP_SPLIT_MORE ? found : DTAP_SPLIT_WHOLE;
}

/* The log at the front as a packet; returns its length. */
static size_t
write_packet(const struct dtap_read_buffer *buffer, uint8_t *out)
{
	size_t length = dtap_get16(buffer->data);

	out[0] = DTAP_OPCODE_LOG;
	out[1] = 0;
	dtap_put16(out + 2, (uint16_t)length);
	memcpy(out + PACKET_HEADER, buffer->data, length);
	return PACKET_HEADER + length;
}

static void
set_log(struct dtap_split *split, const struct dtap_split_input *in)
{
	uint8_t *packet = in->scratch + DTAP_FRAME_MAX / 2;
	size_t length = write_packet(in->buffer, packet);
	size_t frame = dtap_hdlc_encode(in->scratch, packet, length);

	split->bytes = length - PACKET_HEADER;
	split->size = DTAP_CONTAINER_HEADER + 4 + frame;
	split->frames = 1;
	split->timed = true;
	split->unix_us =
		dtap_modem_time_to_unix_us(dtap_get64(in->buffer->data + 4));
}

static enum dtap_split_result
split_log(struct dtap_split *split, const struct dtap_split_input *in)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	enum dtap_split_result result;
	size_t length, inside;

	if (buffer->size < LOG_HEADER)
		return dtap_split_cut_short(split, buffer, "log");
	length = dtap_get16(buffer->data);
	if (length < LOG_HEADER)
		return dtap_split_broken(split, 1, "no log");
	if (buffer->size < length)
		return dtap_split_cut_short(split, buffer, "log");
	result = split->seen ? DTAP_SPLIT_BROKEN
			     : find_inside(buffer, 0, &inside);
	if (result == DTAP_SPLIT_WHOLE)
		return dtap_split_broken(split, inside,
					 "a log with a wrong length");
	split->seen = result == DTAP_SPLIT_BROKEN;
	if (split->seen)
		result = check_next(buffer, length);
	if (result == DTAP_SPLIT_BROKEN)
		result = check_inside(split, buffer, length);
	if (result == DTAP_SPLIT_BROKEN)
		return result;
	split->ready =
		result == DTAP_SPLIT_MORE && dtap_split_log_is(buffer->data);
	if (result == DTAP_SPLIT_WHOLE || split->ready)
		set_log(split, in);
	return result;
}

static enum dtap_split_result
resync(struct dtap_split *split, const struct dtap_split_input *in)
{
	enum dtap_split_result found =
		find_logs(split, in->buffer, in->buffer->size);

	split->bytes = split->searched;
	if (found == DTAP_SPLIT_BROKEN && !in->buffer->ended)
		return DTAP_SPLIT_MORE;
	return found;
}

static void
write_log(const struct dtap_split *split, const struct dtap_split_input *in,
	  uint8_t *out)
{
	size_t length = write_packet(in->buffer, in->scratch);

	dtap_split_write_packet(split, in->scratch, length, out);
}

const struct dtap_split_format dtap_split_dlf = {
	.split = split_log,
	.resync = resync,
	.write = write_log,
};
