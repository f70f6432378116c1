/* SPDX-License-Identifier: MIT */
#include "bench/span.h"

#include <err.h>
#include <sys/mman.h>
#include <unistd.h>

void
span_make(struct span *span)
{
	int fd = memfd_create("span", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, (off_t)SPAN_SIZE) < 0)
		err(1, "memfd");
	span->base = mmap(NULL, 2 * SPAN_SIZE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (span->base == MAP_FAILED)
		err(1, "mmap");
	for (int i = 0; i < 2; i++)
		if (mmap(span->base + (size_t)i * SPAN_SIZE, SPAN_SIZE,
			 PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd,
			 0) == MAP_FAILED)
			err(1, "mmap");
	close(fd);
}

void
span_commit(struct span *span, size_t size)
{
	span->starts[span->start_count++ % SPAN_STARTS] = span->head;
	span->head += size;
}

uint64_t
span_next_start(const struct span *span, uint64_t position)
{
	uint64_t high = span->start_count;
	uint64_t low = high > SPAN_STARTS ? high - SPAN_STARTS : 0;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (span->starts[middle % SPAN_STARTS] < position)
			low = middle + 1;
		else
			high = middle;
	}
	return low < span->start_count ? span->starts[low % SPAN_STARTS]
				       : span->head;
}
