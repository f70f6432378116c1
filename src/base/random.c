/* SPDX-License-Identifier: MIT */
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

/* Where the kernel has no getrandom(2), or its pool is not ready. */
static int
read_device(void *out, size_t size)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return -1;
	got = read(fd, out, size);
	close(fd);
	if (got == (ssize_t)size)
		return 0;
	errno = EIO;
	return -1;
}

int
dtap_random_bytes(void *out, size_t size)
{
	return getrandom(out, size, GRND_NONBLOCK) == (ssize_t)size
		       ? 0
		       : read_device(out, size);
}
