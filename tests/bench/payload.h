/* SPDX-License-Identifier: MIT */
/*
 * payload.h - the pcap file that a simulated device sends in each message.
 *
 * Its records do not compress.  One owner, one thread.
 */
#ifndef BENCH_PAYLOAD_H
#define BENCH_PAYLOAD_H

#include <stddef.h>
#include <stdint.h>

struct payload {
	uint8_t *data; /* malloc'ed */
	size_t size;
	unsigned records;
};

/* About so many bytes, one record at least.  Exits without memory. */
void payload_make(struct payload *payload, double bytes);

/* Sets the time of all records, in ns since 1970. */
void payload_set_time(const struct payload *payload, int64_t time);

#endif
