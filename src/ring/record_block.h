/* SPDX-License-Identifier: MIT */
/*
 * record_block.h - a sealed block of records that exist already.
 *
 * It has the pcap form only.
 */
#ifndef DTAP_RECORD_BLOCK_H
#define DTAP_RECORD_BLOCK_H

#include <dtap/block.h>

/*
 * Copies the records, at least one.  `number` and `counts` are what its first
 * container, its containers and their bytes are said to be.  NULL: ENOMEM.
 */
struct dtap_block *dtap_block_of_records(const uint8_t *records, size_t size,
					 uint64_t number,
					 const struct dtap_amount *counts);

#endif
