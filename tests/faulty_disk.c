/* SPDX-License-Identifier: MIT */
#include "faulty_disk.h"

#include <errno.h>

static struct faulty_disk *
of(const struct dtap_disk *disk)
{
	return (struct faulty_disk *)disk;
}

/* xorshift64* */
static uint64_t
next_random(struct faulty_disk *faulty)
{
	faulty->random ^= faulty->random >> 12;
	faulty->random ^= faulty->random << 25;
	faulty->random ^= faulty->random >> 27;
	return faulty->random * UINT64_C(2685821657736338717) >> 32;
}

/* True, with errno: this call is to fail. */
static bool
fails(const struct dtap_disk *disk, enum faulty_verb verb)
{
	struct faulty_disk *faulty = of(disk);

	faulty->calls[verb]++;
	errno = faulty->errors[verb];
	if (errno == 0 && faulty->odds > 0 &&
	    next_random(faulty) % faulty->odds == 0)
		errno = EIO;
	return errno != 0;
}

static int
faulty_open(const struct dtap_disk *disk, int directory, const char *name,
	    int flags)
{
	return fails(disk, FAULTY_OPEN)
		       ? -1
		       : dtap_disk.open(disk, directory, name, flags);
}

/* What a disk that fails amid a write has taken of it. */
static void
tear(const struct dtap_disk *disk, int fd, const struct iovec *iov, int count,
     off_t at)
{
	struct faulty_disk *faulty = of(disk);
	size_t left =
		faulty->odds > 0 ? next_random(faulty) % 70000 : faulty->torn;

	for (int i = 0; i < count && left > 0; i++) {
		struct iovec piece = iov[i];

		piece.iov_len = piece.iov_len < left ? piece.iov_len : left;
		if (dtap_disk.write(disk, fd, &piece, 1, at) < 0)
			return;
		at += (off_t)piece.iov_len;
		left -= piece.iov_len;
	}
}

static ssize_t
faulty_write(const struct dtap_disk *disk, int fd, const struct iovec *iov,
	     int count, off_t at)
{
	int error;

	if (!fails(disk, FAULTY_WRITE))
		return dtap_disk.write(disk, fd, iov, count, at);
	error = errno;
	tear(disk, fd, iov, count, at);
	errno = error;
	return -1;
}

static ssize_t
faulty_read(const struct dtap_disk *disk, int fd, void *data, size_t size,
	    off_t at)
{
	return fails(disk, FAULTY_READ)
		       ? -1
		       : dtap_disk.read(disk, fd, data, size, at);
}

static int
faulty_cut(const struct dtap_disk *disk, int fd, off_t size)
{
	return fails(disk, FAULTY_CUT) ? -1 : dtap_disk.cut(disk, fd, size);
}

static int
faulty_sync(const struct dtap_disk *disk, int fd)
{
	/* On the disk or not, no test of ours can tell: so it is not. */
	(void)fd;
	return fails(disk, FAULTY_SYNC) ? -1 : 0;
}

static int
faulty_rename(const struct dtap_disk *disk, int directory, const char *from,
	      const char *to)
{
	return fails(disk, FAULTY_RENAME)
		       ? -1
		       : dtap_disk.rename(disk, directory, from, to);
}

static int
faulty_remove(const struct dtap_disk *disk, int directory, const char *name)
{
	return fails(disk, FAULTY_REMOVE)
		       ? -1
		       : dtap_disk.remove(disk, directory, name);
}

static int
faulty_space(const struct dtap_disk *disk, int directory, uint64_t *bytes)
{
	if (fails(disk, FAULTY_SPACE))
		return -1;
	*bytes = of(disk)->space;
	return *bytes > 0 ? 0 : dtap_disk.space(disk, directory, bytes);
}

void
faulty_disk_init(struct faulty_disk *faulty)
{
	*faulty = (struct faulty_disk){
		.disk =
			{
				.open = faulty_open,
				.close = dtap_disk.close,
				.write = faulty_write,
				.read = faulty_read,
				.cut = faulty_cut,
				.sync = faulty_sync,
				.rename = faulty_rename,
				.remove = faulty_remove,
				.space = faulty_space,
			},
		.random = 88172645463325252,
	};
}
