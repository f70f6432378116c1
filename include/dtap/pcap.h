/* SPDX-License-Identifier: MIT */
/*
 * pcap.h - the bytes of our pcap streams, as docs/wire.md promises them.
 *
 * The format is classic pcap: little-endian, microseconds, linktype USER0.
 * Between the header of a record and its payload stands a preamble, as in
 * Tailscale's captures: u16 path, u8 size of a, a, u8 size of b, b.  The path
 * (enum dtap_path) says what the payload is.
 *
 * There is no file, socket, clock or allocation here.  Pure functions, any
 * thread.
 */
#ifndef DTAP_PCAP_H
#define DTAP_PCAP_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/container.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sizes, in bytes. */
#define DTAP_PCAP_FILE_HEADER   24
#define DTAP_PCAP_RECORD_HEADER 16
#define DTAP_PREAMBLE           4  /* a and b are empty */
#define DTAP_PART_LABEL         12 /* a of a part */
#define DTAP_LOSS_LABEL         16 /* a of a loss record */
#define DTAP_NETIF_LABEL        4  /* a of a network interface's frame */
#define DTAP_REQUEST_LABEL      4  /* a of a client's request */
#define DTAP_LOSS_RECORD \
	(DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + DTAP_LOSS_LABEL)

#define DTAP_LINKTYPE_USER0 147
#define DTAP_LINKTYPE_RAW   101 /* IP packets, without preambles */

/*
 * The snaplen is the most bytes that a record may have behind its header.
 * Above the maximum, Wireshark ends a live capture.  Below the minimum, the
 * number of a part might not fit into its u16.
 */
#define DTAP_SNAPLEN_MAX 262144
#define DTAP_SNAPLEN_MIN 1024

/* Writes the header at the front of a stream of linktype USER0. */
void dtap_pcap_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER],
			   uint32_t snaplen);

/* What stands before the payload of a record. */
struct dtap_pcap_head {
	struct timespec time;
	uint16_t path;
	const uint8_t *a; /* a_size bytes; may be NULL if that is 0 */
	const uint8_t *b; /* b_size bytes; the same */
	uint8_t a_size, b_size;
	uint32_t payload; /* bytes that the caller puts behind the head */
	uint32_t missing; /* bytes that were cut: orig_len counts them too */
};

/*
 * Writes the header of a record and its preamble.  Returns their size:
 * DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + a_size + b_size.
 */
size_t dtap_pcap_head_write(uint8_t *out, const struct dtap_pcap_head *head);

/*
 * The bytes that a container takes as records.  A DIAG device's container that
 * is longer than snaplen becomes a record for each part (dtap/parts.h).
 * Everything else is one record, and must not be longer.
 */
size_t dtap_pcap_room(const struct dtap_container *container, uint32_t snaplen);

/* How often dtap_pcap_write() calls `payload` for a container. */
size_t dtap_pcap_pieces(const struct dtap_container *container,
			uint32_t snaplen);

/* Is told where a piece of a container was written, as an offset in `out`. */
typedef void dtap_pcap_payload(void *arg, size_t offset, size_t size);

/*
 * Writes the records of a container to out, which has room for
 * dtap_pcap_room() bytes.  Returns their size.  Calls payload(arg, ...) for
 * each piece of the container, in order; never for a request or a loss.
 */
size_t dtap_pcap_write(uint8_t *out, const struct dtap_container *container,
		       uint32_t snaplen, dtap_pcap_payload *payload, void *arg);

/* Writes the a of a loss record: what was lost. */
void dtap_pcap_loss_label(uint8_t out[DTAP_LOSS_LABEL],
			  const struct dtap_amount *loss);

/*
 * Writes a whole loss record.  Its time is copied from the header of the record
 * that comes next in the stream, so that time does not go back.
 */
void dtap_pcap_write_loss(uint8_t out[DTAP_LOSS_RECORD],
			  const struct dtap_amount *loss,
			  const uint8_t next[DTAP_PCAP_RECORD_HEADER]);

#ifdef __cplusplus
}
#endif

#endif
