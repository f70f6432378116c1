/* SPDX-License-Identifier: MIT */
/*
 * block.h - a batch of containers, laid out once for every stream.
 *
 * A block is open while the tap appends to it: one owner, one thread.  Sealed,
 * it never changes again, is counted by reference and shared by any number of
 * threads without a lock.
 *
 * Its memory is a run of pcap records with the containers as their payloads:
 *
 *   [chunk head] [record header, preamble, container] ... [CR LF]
 *
 * The pcap form is that memory as it is; the raw forms are lists of pointers to
 * the containers in it.  So a stream hands a view to sendmsg(2) and copies
 * nothing.  A view may be framed as one HTTP chunk.
 */
#ifndef DTAP_BLOCK_H
#define DTAP_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <dtap/container.h>

struct dtap_block;

enum dtap_form {
	DTAP_FORM_RAW,  /* containers back to back */
	DTAP_FORM_DATA, /* the same without those that are not of type 0x20 */
	DTAP_FORM_PCAP, /* records, those of requests too */
	DTAP_FORMS
};

/*
 * An open block with room for `room` bytes of records (dtap_pcap_room() of its
 * containers).  NULL: ENOMEM.
 */
struct dtap_block *dtap_block_open(size_t room);

/*
 * Copies a container, not empty, into an open block.  0, or -1 with ENOSPC, and
 * the block as it was: it has not the room, for records or for the lists of
 * their pieces, or as many pieces as one sendmsg(2) takes.  An empty block
 * takes any container that it has room for.
 */
int dtap_block_append(struct dtap_block *block,
		      const struct dtap_container *container, uint32_t snaplen);

/* Seals an open block that is not empty; the caller has its one reference. */
void dtap_block_seal(struct dtap_block *block);

struct dtap_block *dtap_block_ref(struct dtap_block *block);

/* Gives up a reference, of an open block too; NULL is allowed. */
void dtap_block_unref(struct dtap_block *block);

uint64_t dtap_block_number(const struct dtap_block *block); /* of its first */
/* Requests are not counted. */
uint64_t dtap_block_containers(const struct dtap_block *block);
uint64_t dtap_block_bytes(const struct dtap_block *block); /* of containers */
size_t dtap_block_memory(const struct dtap_block *block);  /* allocated */

/* A sealed block as a stream sends it; lives as long as the block. */
struct dtap_view {
	const struct iovec *iov;
	size_t count;
	size_t bytes; /* 0: the block has nothing of this form */
};

/* chunked: framed as one HTTP chunk, size line and CR LF included. */
struct dtap_view dtap_block_view(const struct dtap_block *block,
				 enum dtap_form form, bool chunked);

#endif
