/* SPDX-License-Identifier: MIT */
/*
 * block.h - a batch of containers, laid out once for all subscribers.
 *
 * An open block belongs to one thread, which appends containers to it.  A
 * sealed block never changes again.  It is counted by references, and any
 * number of threads may read it at the same time without a lock.
 *
 * The memory of a block is a row of pcap records; the containers are their
 * payloads:
 *
 *   [chunk head] [record header, preamble, container] ... [CR LF]
 *
 * The pcap form of a block is this memory as it is.  The raw forms are lists of
 * pointers to the containers in it.  So a view goes straight to sendmsg(2), and
 * nothing is copied.  A view can have the head and the end of an HTTP chunk
 * around it.
 */
#ifndef DTAP_BLOCK_H
#define DTAP_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <dtap/container.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dtap_block;

/* The forms in which a block can be read. */
enum dtap_form {
	DTAP_FORM_RAW,  /* containers, back to back; no requests, no losses */
	DTAP_FORM_DATA, /* the same, but only those of type 0x20 */
	DTAP_FORM_PCAP, /* records of everything, without a file header */
	DTAP_FORMS
};

/*
 * Opens a block with room for `room` bytes of records: the sum of
 * dtap_pcap_room() of its containers.  NULL: ENOMEM.
 */
struct dtap_block *dtap_block_open(size_t room);

/*
 * Copies a container, which is not empty, into an open block.  Returns 0, or -1
 * with ENOSPC; the block has not changed then.  ENOSPC: there is no room for
 * the records or for the lists of their pieces, or there would be more pieces
 * than one sendmsg(2) takes.  An empty block takes any container for which it
 * has room.
 */
int dtap_block_append(struct dtap_block *block,
		      const struct dtap_container *container, uint32_t snaplen);

/* Seals an open block, which is not empty.  The caller has one reference. */
void dtap_block_seal(struct dtap_block *block);

/* Takes one more reference, which the caller gives up later. */
struct dtap_block *dtap_block_ref(struct dtap_block *block);

/* Gives up a reference; also of an open block.  NULL is allowed. */
void dtap_block_unref(struct dtap_block *block);

/* The number of its first container.  Requests and losses have no number. */
uint64_t dtap_block_number(const struct dtap_block *block);

/* How many containers it has.  Requests and losses do not count. */
uint64_t dtap_block_containers(const struct dtap_block *block);

uint64_t dtap_block_bytes(const struct dtap_block *block); /* of these */
size_t dtap_block_memory(const struct dtap_block *block);  /* bytes allocated */

/* A sealed block in one form.  It is valid as long as the block. */
struct dtap_view {
	const struct iovec *iov;
	size_t count; /* of iov */
	size_t bytes; /* in all; 0: the block has nothing in this form */
};

/* chunked: as one HTTP chunk, with its size line and its CR LF. */
struct dtap_view dtap_block_view(const struct dtap_block *block,
				 enum dtap_form form, bool chunked);

#ifdef __cplusplus
}
#endif

#endif
