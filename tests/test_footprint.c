/* SPDX-License-Identifier: MIT */
#include "base/footprint.h"

#include <link.h>
#include <stdio.h>

#include "testing.h"

/* The files that are mapped and that nobody may write: ours and libraries'. */
struct files {
	size_t kb; /* of them that are in memory */
	uint32_t sum;
};

/* AddressSanitizer has poisoned what lies between variables. */
__attribute__((no_sanitize_address)) static int
add_up(struct dl_phdr_info *object, size_t size, void *arg)
{
	struct files *files = arg;

	(void)size;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		const uint8_t *data;

		if (segment->p_type != PT_LOAD || segment->p_flags & PF_W)
			continue;
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): the loader's */
		data = (const uint8_t *)(object->dlpi_addr + segment->p_vaddr);
		for (size_t at = 0; at < segment->p_filesz; at += 64)
			files->sum = files->sum * 31 + data[at];
	}
	return 0;
}

/* Of the kernel's list of mappings. */
static size_t
resident_kb(void)
{
	FILE *list = fopen("/proc/self/smaps", "r");
	char line[512], mode[5];
	size_t kb, sum = 0;
	unsigned long inode = 0;

	assert_non_null(list);
	while (fgets(line, sizeof line, list) != NULL) {
		if (sscanf(line, "Rss: %zu", &kb) == 1)
			sum += inode != 0 && mode[1] == '-' ? kb : 0;
		else
			sscanf(line, "%*x-%*x %4s %*x %*x:%*x %lu", mode,
			       &inode);
	}
	fclose(list);
	return sum;
}

static struct files
look(void)
{
	struct files files = {0};

	dl_iterate_phdr(add_up, &files);
	files.kb = resident_kb();
	return files;
}

static void
what_the_start_read_is_given_back_and_reads_the_same(void **state)
{
	struct files before = look(), after;
	size_t given_back;

	(void)state;
	dtap_footprint_shrink();
	given_back = before.kb - resident_kb();
	after = look();
	assert_true(given_back > before.kb / 2);
	assert_int_equal(after.sum, before.sum);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_the_start_read_is_given_back_and_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
