/* SPDX-License-Identifier: MIT */
#include "base/footprint.h"

#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_SEGMENTS 8 /* of an object; more are left as they are */

/*
 * A segment that nobody may write is its file, and no more: dropped, its pages
 * are read again from there.  What is written, relocated pages too, would be
 * lost, and is left alone.
 */
static bool
is_its_file(const ElfW(Phdr) * segment)
{
	return segment->p_type == PT_LOAD && (segment->p_flags & PF_W) == 0;
}

/* All are found before one is dropped: their table is in the first of them. */
static int
drop_segments(struct dl_phdr_info *object, size_t size, void *arg)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	struct {
		uintptr_t begin, size;
	} dropped[MOST_SEGMENTS];
	size_t count = 0;

	(void)size;
	(void)arg;
	for (size_t i = 0; i < object->dlpi_phnum && count < MOST_SEGMENTS;
	     i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		uintptr_t at = object->dlpi_addr + segment->p_vaddr;

		if (!is_its_file(segment))
			continue;
		dropped[count].begin = at - at % page;
		dropped[count++].size = segment->p_memsz + at % page;
	}
	while (count-- > 0)
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): the loader's */
		madvise((void *)dropped[count].begin, dropped[count].size,
			MADV_DONTNEED);
	return 0;
}

void
dtap_footprint_shrink(void)
{
	malloc_trim(0);
	dl_iterate_phdr(drop_segments, NULL);
}
