/* SPDX-License-Identifier: MIT */
/*
 * hdlc_reader.h - a run of HDLC frames, read piece by piece, as containers.
 *
 * What one read returned becomes a container of type 0x20 with each whole frame
 * as a message; what is not whole yet waits for its rest.  Taking the messages
 * out again, in order, gives what was read, byte for byte: flags too many go
 * with the frame behind them, and what has no flag for as long as the room
 * lasts is a message by itself.
 *
 * One owner, one thread.
 */
#ifndef DTAP_HDLC_READER_H
#define DTAP_HDLC_READER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DTAP_HDLC_READER_ROOM 65536

/* The largest container: frames of one byte and a flag. */
#define DTAP_HDLC_READER_CONTAINER (8 + 3 * DTAP_HDLC_READER_ROOM)

struct dtap_hdlc_reader {
	size_t size; /* bytes that wait */
	uint8_t room[DTAP_HDLC_READER_ROOM];
	uint8_t scratch[DTAP_HDLC_READER_ROOM];
};

/*
 * A request as mask http_client.h has it, as bare HDLC: bytes behind its data
 * type word.
 */
#define DTAP_REQUEST_WORD 4

/* Forgets what waits: the rest of it will not come. */
void dtap_hdlc_reader_clear(struct dtap_hdlc_reader *gather);

/*
 * One read of fd; its container at out, which has DTAP_HDLC_READER_CONTAINER
 * bytes. Adds frames whose CRC is wrong to *wrong; they are passed on all the
 * same.
 *
 *   > 0  the bytes of the container
 *     0  none yet, or a signal came
 *    -1  errno of read(2); EPIPE, it has ended
 */
ssize_t dtap_hdlc_reader_read(struct dtap_hdlc_reader *gather, int fd,
			      uint8_t *out, _Atomic uint64_t *wrong);

#endif
