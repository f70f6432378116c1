/* SPDX-License-Identifier: MIT */
/*
 * hdlc_reader.h - reads HDLC frames from a device and makes containers of them.
 *
 * The result of one read becomes a container of type 0x20: each whole frame is
 * a message.  A part of a frame waits for the rest.  The messages, in order,
 * are the bytes that were read, but for packets without HDLC (plain_packet.h),
 * each of which becomes a frame, and the head of QMDL2 (qmdl2_head.h) at the
 * begin, which is left out.  Extra flags belong to the frame after them, and
 * bytes without a flag become a message of their own when the room is full.
 *
 * One owner, one thread.
 */
#ifndef DTAP_HDLC_READER_H
#define DTAP_HDLC_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DTAP_HDLC_READER_ROOM 65536

/* The largest container: all frames have one byte and a flag. */
#define DTAP_HDLC_READER_CONTAINER (8 + 3 * DTAP_HDLC_READER_ROOM)

struct dtap_hdlc_reader {
	size_t size;    /* bytes held in room */
	bool begun;     /* a flag has come */
	bool past_head; /* whether there is a head of QMDL2 is known */
	size_t skip;    /* bytes of it that are still to come */
	uint8_t room[DTAP_HDLC_READER_ROOM];
	uint8_t scratch[DTAP_HDLC_READER_ROOM];
};

/* Bytes of the type word of a request (dtap/source.h); bare HDLC follows. */
#define DTAP_REQUEST_WORD 4

/*
 * The device was opened: forgets the held bytes, whose rest will not come. What
 * comes before the first flag may be the end of a frame; it is not counted if
 * its CRC is wrong.
 */
void dtap_hdlc_reader_clear(struct dtap_hdlc_reader *reader);

/*
 * One read of fd.  Writes a container to out, which has room for
 * DTAP_HDLC_READER_CONTAINER bytes.  Counts frames with a wrong CRC in *wrong;
 * they are passed on too.
 *
 *   > 0  the bytes of the container
 *     0  none yet, or a signal came
 *    -1  errno of read(2); EPIPE: the end
 */
ssize_t dtap_hdlc_reader_read(struct dtap_hdlc_reader *reader, int fd,
			      uint8_t *out, _Atomic uint64_t *wrong);

/*
 * Reads up to `room` bytes.  0: nothing this time; -1 with errno.
 */
typedef ssize_t dtap_hdlc_reader_source(void *arg, uint8_t *out, size_t room);

/* As dtap_hdlc_reader_read(), of what read(arg) gives. */
ssize_t dtap_hdlc_reader_take(struct dtap_hdlc_reader *reader,
			      dtap_hdlc_reader_source *read, void *arg,
			      uint8_t *out, _Atomic uint64_t *wrong);

#endif
