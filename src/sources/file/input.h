/* SPDX-License-Identifier: MIT */
/*
 * input.h - the bytes of a file, a FIFO or standard input, decompressed.
 *
 * gzip, zstd, bzip2 and xz are detected by their first bytes, in a stream as
 * well as in a file, and may have several members or frames.  Zeros after the
 * last one are padding.  A zip archive must be a file, and hold one file.  A
 * read returns as soon as there are bytes.  One owner, one thread at a time.
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
 * "-" is standard input, which stays open after a close.  NULL with the errno
 * of open(2), EISDIR for a directory, or ENOMEM.  For a FIFO it waits for the
 * writer; a signal ends this with EINTR.
 */
struct dtap_input *dtap_input_open(const char *path);

void dtap_input_close(struct dtap_input *input);

enum dtap_input_kind dtap_input_kind(const struct dtap_input *input);

/* A device: it does not wait for us.  All other inputs do. */
bool dtap_input_is_device(const struct dtap_input *input);

/*
 * The next bytes, at most size.  0: the end.  -1 with errno EINTR: a signal
 * came, the caller may call again.  -1 with any other errno: the bytes end
 * here; dtap_input_trouble says why (EBADMSG: the compressed data are damaged).
 */
ssize_t dtap_input_read(struct dtap_input *input, uint8_t *buffer, size_t size);

/*
 * Waits until a read will find bytes or the end: 1; 0: nothing came in this
 * time; -1 with errno EINTR.
 */
int dtap_input_await(struct dtap_input *input, int timeout_ms);

/*
 * For DTAP_INPUT_PACKETS, instead of dtap_input_read: one packet as it is.
 * *length 0: the end, or an empty packet.  -1 as for dtap_input_read; EMSGSIZE:
 * it is larger than size, and its rest is lost.
 */
int dtap_input_packet(struct dtap_input *input, uint8_t *buffer, size_t size,
		      size_t *length);

/* The part of a file that was read, 0 to 1; -1: not a file. */
double dtap_input_progress(const struct dtap_input *input);

/* One line for a person, without the path. */
const char *dtap_input_trouble(const struct dtap_input *input);

#endif
