/* SPDX-License-Identifier: MIT */
/*
 * request_reader.h - requests in the bytes of a client of the port.
 *
 * HDLC: frames, in pieces of any size.  Containers: each packet is a u32 type
 * 0x20, perhaps an i32 -1 (for a second modem), and frames; other types are
 * left out.  A frame with a wrong CRC is no request.  Every byte is hostile.
 *
 * One owner, one thread.
 */
#ifndef DTAP_REQUEST_READER_H
#define DTAP_REQUEST_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dtap/hdlc.h>

#define DTAP_REQUEST_READER_MOST \
	4096 /* bytes of a request; a longer one is lost */

/* What has come of a frame.  Zeros at first. */
struct dtap_request_reader {
	size_t size;
	bool too_long; /* left out until the next flag */
	uint8_t frame[DTAP_HDLC_ROOM(DTAP_REQUEST_READER_MOST)];
};

/* Is given each request, without frame and CRC. */
typedef void dtap_take_request(void *arg, const uint8_t *packet, size_t size);

void dtap_request_reader_hdlc(struct dtap_request_reader *reader,
			      const uint8_t *data, size_t size,
			      dtap_take_request *request, void *arg);
void dtap_request_reader_container(struct dtap_request_reader *reader,
				   const uint8_t *data, size_t size,
				   dtap_take_request *request, void *arg);

/*
 * The first bytes of a connection.  A web page can make a browser send frames,
 * within a request, to a port of this machine: so nothing is parsed that begins
 * with an HTTP method and a space, or as TLS does.
 */
enum dtap_first_bytes {
	DTAP_FIRST_UNSURE, /* more bytes are needed */
	DTAP_FIRST_DIAG,
	DTAP_FIRST_WEB,
};

enum dtap_first_bytes dtap_first_bytes(const uint8_t *data, size_t size);

/* As many bytes always decide. */
#define DTAP_FIRST_BYTES 8

#endif
