/* SPDX-License-Identifier: MIT */
#include "support/usage.h"

#include <dirent.h>
#include <malloc.h>
#include <poll.h>
#include <stdint.h>
#include <time.h>

#include "support/testing.h"

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

static int64_t
now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

unsigned
usage_load(unsigned ms)
{
	int64_t elapsed = now(CLOCK_MONOTONIC);
	int64_t used = now(CLOCK_PROCESS_CPUTIME_ID);

	poll(NULL, 0, (int)ms);
	used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
	elapsed = now(CLOCK_MONOTONIC) - elapsed;
	return (unsigned)(used * 100 / elapsed);
}

static unsigned
count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	assert_non_null(directory);
	while (readdir(directory) != NULL)
		count++;
	closedir(directory);
	return count - 3; /* ".", ".." and the descriptor of the directory */
}

unsigned
usage_descriptors(void)
{
	unsigned count = count_descriptors();

	for (int same = 0; same < 20; same++) {
		poll(NULL, 0, 1);
		if (count_descriptors() != count) {
			count = count_descriptors();
			same = 0;
		}
	}
	return count;
}

void
usage_await_descriptors(unsigned count)
{
	while (count_descriptors() != count)
		poll(NULL, 0, 1);
}

size_t
usage_memory(void)
{
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
	return __sanitizer_get_current_allocated_bytes();
#else
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
#endif
}
