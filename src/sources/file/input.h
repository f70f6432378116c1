/* SPDX-License-Identifier: MIT */
/*
 * input.h - the bytes of a file, a FIFO or standard input, packing taken off.
 *
 * gzip and zstd are told by their first bytes, on a stream as well as in a
 * file, and may have several members or frames.  Bytes come as soon as there
 * are any: a stream is not made to fill a buffer.  One owner, one thread at a
 * time.
 */
#ifndef DTAP_INPUT_H
#define DTAP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum dtap_input_kind {
	DTAP_INPUT_FILE,    /* regular: always read from its beginning */
	DTAP_INPUT_STREAM,  /* FIFO, stream socket, terminal, ... */
	DTAP_INPUT_PACKETS, /* SOCK_SEQPACKET or SOCK_DGRAM */
};

struct dtap_input;

/*
 * "-" is standard input, which stays open behind a close.  NULL with the errno
 * of open(2), EISDIR for a directory, or ENOMEM.  A FIFO waits for its writer;
 * a signal ends that with EINTR.
 */
struct dtap_input *dtap_input_open(const char *path);

void dtap_input_close(struct dtap_input *input);

enum dtap_input_kind dtap_input_kind(const struct dtap_input *input);

/* A device: it goes on whether we read or not.  All else waits for us. */
bool dtap_input_is_device(const struct dtap_input *input);

/*
 * The next bytes, at most size.  0: the end.  -1 with errno EINTR: a signal
 * came, go on at will.  -1 with any other errno: they end here for a reason
 * that dtap_input_trouble states (EBADMSG: the packed data are damaged).
 */
ssize_t dtap_input_read(struct dtap_input *input, uint8_t *buffer, size_t size);

/*
 * For DTAP_INPUT_PACKETS, in place of dtap_input_read: one packet as it is.
 * *length 0: the end; an empty packet is one.  -1 as dtap_input_read; EMSGSIZE:
 * it is larger than size, and its rest is lost.
 */
int dtap_input_packet(struct dtap_input *input, uint8_t *buffer, size_t size,
		      size_t *length);

/* The part of a file that has been read, 0 to 1; -1: it is none. */
double dtap_input_progress(const struct dtap_input *input);

/* One line for a person, without the path. */
const char *dtap_input_trouble(const struct dtap_input *input);

#endif
