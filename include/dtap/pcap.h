/* SPDX-License-Identifier: MIT */
/*
 * pcap.h - the bytes of our pcap streams; docs/wire.md is their contract.
 *
 * Classic pcap, little-endian, microseconds, linktype USER0.  Between a
 * record's header and its payload stands a preamble, laid out as Tailscale's
 * capture has it: u16 path, u8 a_size, a, u8 b_size, b.
 *
 * Knows no file, socket, clock or allocation.  Pure functions, any thread.
 */
#ifndef DTAP_PCAP_H
#define DTAP_PCAP_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/container.h>

#define DTAP_PCAP_FILE_HEADER   24
#define DTAP_PCAP_RECORD_HEADER 16
#define DTAP_PREAMBLE           4  /* with a and b empty */
#define DTAP_PART_LABEL         12 /* the a of a part */
#define DTAP_LOSS_LABEL         16 /* the a of a loss record */
#define DTAP_LOSS_RECORD \
	(DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + DTAP_LOSS_LABEL)

#define DTAP_NETIF_LABEL 4 /* the a of a frame */

#define DTAP_LINKTYPE_USER0 147
#define DTAP_LINKTYPE_RAW   101 /* an IP packet and nothing before it */

/*
 * Wireshark ends a live capture at a longer record, and misreads files whose
 * header promises less than a record holds.  Below the minimum the parts of a
 * container might outnumber their u16.
 */
#define DTAP_SNAPLEN_MAX 262144
#define DTAP_SNAPLEN_MIN 1024

/* The 24 bytes at the front of a stream; of one of linktype RAW, whose records
 * are IP packets without a preamble. */
void dtap_pcap_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER],
			   uint32_t snaplen);
void dtap_pcap_raw_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER],
			       uint32_t snaplen);

/* What stands before a record's payload. */
struct dtap_pcap_head {
	struct timespec time;
	uint16_t path;
	const uint8_t *a; /* a_size bytes; may be NULL when that is 0 */
	const uint8_t *b; /* the same */
	uint8_t a_size, b_size;
	uint32_t payload; /* bytes that the caller puts behind the head */
	uint32_t missing; /* bytes that orig_len counts beyond */
};

/*
 * Writes record header and preamble, DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE +
 * a_size + b_size bytes, and returns their number.
 */
size_t dtap_pcap_head_write(uint8_t *out, const struct dtap_pcap_head *head);

/*
 * The bytes that a container takes as records: one of its path, or where a
 * DIAG device's is longer than snaplen, one of path 0x0101 for each part.  No
 * other kind may be longer.
 */
size_t dtap_pcap_room(const struct dtap_container *container, uint32_t snaplen);

/* How often dtap_pcap_write() calls `payload` for it. */
size_t dtap_pcap_pieces(const struct dtap_container *container,
			uint32_t snaplen);

/* Where a piece of a container ended up, as an offset from `out`. */
typedef void dtap_pcap_payload(void *arg, size_t offset, size_t size);

/*
 * Writes a container as its records into out, which has dtap_pcap_room()
 * bytes, and returns their number.  Calls payload for each piece of the
 * container, in order; for none of one that does not count.
 */
size_t dtap_pcap_write(uint8_t *out, const struct dtap_container *container,
		       uint32_t snaplen, dtap_pcap_payload *payload, void *arg);

/* The a of a loss record. */
void dtap_pcap_loss_label(uint8_t out[DTAP_LOSS_LABEL],
			  const struct dtap_amount *loss);

/* A loss record, DTAP_LOSS_RECORD bytes, with its time copied from the head
 * of the record that follows it: time does not step within a stream. */
void dtap_pcap_write_loss(uint8_t out[DTAP_LOSS_RECORD],
			  const struct dtap_amount *loss,
			  const uint8_t next[DTAP_PCAP_RECORD_HEADER]);

#endif
