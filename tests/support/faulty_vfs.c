/* SPDX-License-Identifier: MIT */
#include "support/faulty_vfs.h"

#include <errno.h>

static struct faulty_vfs *
of(const struct dtap_vfs *vfs)
{
	return (struct faulty_vfs *)vfs;
}

/* xorshift64* */
static uint64_t
next_random(struct faulty_vfs *faulty)
{
	faulty->random ^= faulty->random >> 12;
	faulty->random ^= faulty->random << 25;
	faulty->random ^= faulty->random >> 27;
	return faulty->random * UINT64_C(2685821657736338717) >> 32;
}

/* True, with errno: this call must fail. */
static bool
fails(const struct dtap_vfs *vfs, enum faulty_verb verb)
{
	struct faulty_vfs *faulty = of(vfs);

	faulty->calls[verb]++;
	errno = faulty->errors[verb];
	if (errno == 0 && faulty->odds > 0 &&
	    next_random(faulty) % faulty->odds == 0)
		errno = EIO;
	return errno != 0;
}

static int
faulty_open(const struct dtap_vfs *vfs, int directory, const char *name,
	    int flags)
{
	return fails(vfs, FAULTY_OPEN)
		       ? -1
		       : dtap_vfs.open(vfs, directory, name, flags);
}

/* Bytes that a disk has written when it fails during a write. */
static void
tear(const struct dtap_vfs *vfs, int fd, const struct iovec *iov, int count,
     off_t at)
{
	struct faulty_vfs *faulty = of(vfs);
	size_t left =
		faulty->odds > 0 ? next_random(faulty) % 70000 : faulty->torn;

	for (int i = 0; i < count && left > 0; i++) {
		struct iovec piece = iov[i];

		piece.iov_len = piece.iov_len < left ? piece.iov_len : left;
		if (dtap_vfs.write(vfs, fd, &piece, 1, at) < 0)
			return;
		at += (off_t)piece.iov_len;
		left -= piece.iov_len;
	}
}

static ssize_t
faulty_write(const struct dtap_vfs *vfs, int fd, const struct iovec *iov,
	     int count, off_t at)
{
	int error;

	if (!fails(vfs, FAULTY_WRITE))
		return dtap_vfs.write(vfs, fd, iov, count, at);
	error = errno;
	tear(vfs, fd, iov, count, at);
	errno = error;
	return -1;
}

static ssize_t
faulty_read(const struct dtap_vfs *vfs, int fd, void *data, size_t size,
	    off_t at)
{
	return fails(vfs, FAULTY_READ) ? -1
				       : dtap_vfs.read(vfs, fd, data, size, at);
}

static int
faulty_cut(const struct dtap_vfs *vfs, int fd, off_t size)
{
	return fails(vfs, FAULTY_CUT) ? -1 : dtap_vfs.cut(vfs, fd, size);
}

static int
faulty_sync(const struct dtap_vfs *vfs, int fd)
{
	/* No test can see whether it is on the disk, so it is not synced. */
	(void)fd;
	return fails(vfs, FAULTY_SYNC) ? -1 : 0;
}

static int
faulty_rename(const struct dtap_vfs *vfs, int directory, const char *from,
	      const char *to)
{
	return fails(vfs, FAULTY_RENAME)
		       ? -1
		       : dtap_vfs.rename(vfs, directory, from, to);
}

static int
faulty_remove(const struct dtap_vfs *vfs, int directory, const char *name)
{
	return fails(vfs, FAULTY_REMOVE)
		       ? -1
		       : dtap_vfs.remove(vfs, directory, name);
}

static int
faulty_space(const struct dtap_vfs *vfs, int directory, uint64_t *bytes)
{
	if (fails(vfs, FAULTY_SPACE))
		return -1;
	*bytes = of(vfs)->space;
	return *bytes > 0 ? 0 : dtap_vfs.space(vfs, directory, bytes);
}

void
faulty_vfs_init(struct faulty_vfs *faulty)
{
	*faulty = (struct faulty_vfs){
		.vfs =
			{
				.open = faulty_open,
				.close = dtap_vfs.close,
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
