/* SPDX-License-Identifier: MIT */
#include "sources/hdlc/hdlc_reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "sources/plain_packet.h"
#include "sources/qmdl2_head.h"

void
dtap_hdlc_reader_clear(struct dtap_hdlc_reader *reader)
{
	reader->size = 0;
	reader->begun = reader->past_head = false;
	reader->skip = 0;
}

static size_t
flags_before(const uint8_t *data, size_t size)
{
	size_t flags = 0;

	while (flags < size && data[flags] == DTAP_HDLC_FLAG)
		flags++;
	return flags;
}

/* Bytes of the HDLC frame in front; 0: it is not whole. */
static size_t
frame_span(const uint8_t *data, size_t size)
{
	size_t begin = flags_before(data, size);
	const uint8_t *flag =
		memchr(data + begin, DTAP_HDLC_FLAG, size - begin);

	return flag == NULL ? 0 : (size_t)(flag - data) + 1;
}

/* Where a packet without HDLC would begin: at the last of the flags. */
static size_t
plain_at(const uint8_t *data, size_t size)
{
	size_t flags = flags_before(data, size);

	return flags > 0 ? flags - 1 : 0;
}

static bool
is_right(struct dtap_hdlc_reader *reader, const uint8_t *frame, size_t size)
{
	size_t begin = flags_before(frame, size), length;

	return size > begin &&
	       dtap_hdlc_decode(reader->scratch, &length, frame + begin,
				size - begin - 1) &&
	       length > 0;
}

/*
 * Bytes of the first frame, or packet without HDLC (*plain), with all flags
 * before it.  0: it is not whole.
 */
static size_t
span(struct dtap_hdlc_reader *reader, size_t at, bool *plain)
{
	const uint8_t *data = reader->room + at;
	size_t size = reader->size - at, begin = plain_at(data, size);
	size_t packet = dtap_plain_packet_size(data + begin, size - begin);
	size_t frame = frame_span(data, size);

	*plain = packet > 0 && packet != DTAP_PLAIN_MORE;
	if (*plain)
		return begin + packet;
	/* What may be one waits for its rest, unless it is a right frame. */
	if (packet == DTAP_PLAIN_MORE && frame > 0 &&
	    reader->size < sizeof reader->room &&
	    !is_right(reader, data, frame))
		return 0;
	return frame;
}

/* Writes a packet without HDLC as a frame; returns the bytes of the message. */
static size_t
put_packet(struct dtap_hdlc_reader *reader, const uint8_t *data, size_t size,
	   uint8_t *out)
{
	size_t begin = plain_at(data, size) + DTAP_PLAIN_HEAD;
	size_t length =
		dtap_hdlc_encode(out + 4, data + begin, size - begin - 1);

	reader->begun = true;
	dtap_put32(out, (uint32_t)length);
	return 4 + length;
}

/* Writes a message to out; returns its bytes. */
static size_t
put_message(struct dtap_hdlc_reader *reader, const uint8_t *frame, size_t size,
	    uint8_t *out, _Atomic uint64_t *wrong)
{
	bool is_whole = reader->begun || frame[0] == DTAP_HDLC_FLAG;

	if (is_whole && !is_right(reader, frame, size))
		++*wrong;
	reader->begun = true;
	dtap_put32(out, (uint32_t)size);
	memcpy(out + 4, frame, size);
	return 4 + size;
}

static void
drop(struct dtap_hdlc_reader *reader, size_t size)
{
	reader->size -= size;
	memmove(reader->room, reader->room + size, reader->size);
}

static ssize_t
frames_to_container(struct dtap_hdlc_reader *reader, uint8_t *out,
		    _Atomic uint64_t *wrong)
{
	size_t taken = 0, laid = DTAP_CONTAINER_HEADER, size;
	uint32_t count = 0;
	bool plain;

	while ((size = span(reader, taken, &plain)) > 0) {
		const uint8_t *data = reader->room + taken;

		laid += plain ? put_packet(reader, data, size, out + laid)
			      : put_message(reader, data, size, out + laid,
					    wrong);
		taken += size;
		count++;
	}
	if (count == 0 && reader->size == sizeof reader->room) {
		reader->begun = true; /* no frame is as long */
		laid += put_message(reader, reader->room, reader->size,
				    out + laid, wrong);
		taken = reader->size;
		count = 1;
	}
	drop(reader, taken);
	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, count);
	return count == 0 ? 0 : (ssize_t)laid;
}

/* Drops the head of QMDL2.  False: what is there may be one. */
static bool
pass_head(struct dtap_hdlc_reader *reader)
{
	size_t size;

	if (!reader->past_head) {
		size = dtap_qmdl2_head_size(reader->room, reader->size);
		if (size == DTAP_QMDL2_MORE)
			return false;
		reader->past_head = true;
		reader->begun = size > 0;
		reader->skip = size;
	}
	size = reader->skip < reader->size ? reader->skip : reader->size;
	reader->skip -= size;
	drop(reader, size);
	return true;
}

ssize_t
dtap_hdlc_reader_take(struct dtap_hdlc_reader *reader,
		      dtap_hdlc_reader_source *read_more, void *arg,
		      uint8_t *out, _Atomic uint64_t *wrong)
{
	ssize_t size = read_more(arg, reader->room + reader->size,
				 sizeof reader->room - reader->size);

	if (size <= 0)
		return size;
	reader->size += (size_t)size;
	return pass_head(reader) ? frames_to_container(reader, out, wrong) : 0;
}

/* arg is a descriptor. */
static ssize_t
read_descriptor(void *arg, uint8_t *out, size_t room)
{
	ssize_t size = read(*(int *)arg, out, room);

	if (size < 0)
		return errno == EINTR ? 0 : -1;
	if (size > 0)
		return size;
	errno = EPIPE;
	return -1;
}

ssize_t
dtap_hdlc_reader_read(struct dtap_hdlc_reader *reader, int fd, uint8_t *out,
		      _Atomic uint64_t *wrong)
{
	return dtap_hdlc_reader_take(reader, read_descriptor, &fd, out, wrong);
}
