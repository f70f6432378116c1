/* SPDX-License-Identifier: MIT */
#include "base/footprint.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A segment that nobody may write is its file, and no more: dropped, its pages
 * are read again from there.  What is written, relocated pages too, would be
 * lost, and is left alone.
 */
static int
drop_segments(struct dl_phdr_info *object, size_t size, void *arg)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	(void)arg;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		uintptr_t begin = object->dlpi_addr + segment->p_vaddr;
		uintptr_t end = begin + segment->p_memsz;

		if (segment->p_type != PT_LOAD || segment->p_flags & PF_W)
			continue;
		begin -= begin % page;
		madvise((void *)begin, end - begin, MADV_DONTNEED);
	}
	return 0;
}

void
dtap_footprint_shrink(void)
{
	malloc_trim(0);
	dl_iterate_phdr(drop_segments, NULL);
}
