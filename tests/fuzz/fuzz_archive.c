/* SPDX-License-Identifier: MIT */
/*
 * What an archive finds in its directory after a crash: an unfinished capture
 * and a sidecar file of any bytes.  What is kept is the file's beginning, a
 * second look finds nothing more to do, and nothing of the capture's is left
 * open.
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/recovery.h"

#define CAPTURE "diag-20261125T100000Z-000001"

/* Not for power cuts: an input would take a disk's time. */
static int
do_not_sync(const struct dtap_vfs *vfs, int fd)
{
	(void)vfs, (void)fd;
	return 0;
}

static void
put(int directory, const char *name, const uint8_t *data, size_t size)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL, 0600);

	CLAIM(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

static void
empty(int directory)
{
	DIR *files = fdopendir(dup(directory));
	const struct dirent *file;

	CLAIM(files != NULL);
	rewinddir(files);
	while ((file = readdir(files)) != NULL)
		unlinkat(directory, file->d_name, 0);
	closedir(files);
}

/* The finished capture is the beginning of what there was. */
static void
check_capture(int directory, const struct dtap_recovered *recovered,
	      const uint8_t *data, size_t size)
{
	uint8_t *bytes = malloc(size + 1);
	int fd = openat(directory, recovered->last, O_RDONLY);

	CLAIM(recovered->bytes > 0 && recovered->bytes <= size);
	CLAIM(fd >= 0 &&
	      read(fd, bytes, size + 1) == (ssize_t)recovered->bytes);
	CLAIM(memcmp(bytes, data, recovered->bytes) == 0);
	close(fd);
	free(bytes);
}

/* What the index has is what it would read, and all of it is whole. */
static void
check_index(struct dtap_capture_index *index,
	    const struct dtap_directory_handle *handle)
{
	const struct dtap_capture_name *after = NULL;
	struct dtap_capture capture, found;

	for (; dtap_capture_index_next(index, handle, &dtap_finished_captures,
				       after, &capture);
	     after = &capture.name) {
		CLAIM(dtap_capture_index_confirm(index, handle, &capture.name,
						 &found));
		CLAIM(found.there == capture.there);
	}
}

static struct dtap_recovered
recover(struct dtap_capture_index *index)
{
	static const struct dtap_orphan none = {.known = false};
	static const struct dtap_sidecar facts = {.version = "0"};
	struct dtap_recovered recovered = {0};
	struct dtap_directory_handle handle;

	CLAIM(dtap_capture_index_enter(index, true, &handle) == 0);
	CLAIM(dtap_recover(&recovered, &facts, index, &handle, &none) == 0);
	CLAIM(recovered.failed == 0);
	CLAIM(recovered.captures + recovered.foreign <= 1);
	check_index(index, &handle);
	dtap_capture_index_leave(index, &handle);
	return recovered;
}

static char place[] = "/tmp/fuzz_archive.XXXXXX";

static void
remove_place(void)
{
	rmdir(place);
}

static int
make_place(void)
{
	CLAIM(mkdtemp(place) != NULL);
	atexit(remove_place);
	return open(place, O_RDONLY | O_DIRECTORY);
}

/* The first byte says of what form, and how many of the rest a sidecar file
 * has.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int directory = -1;
	struct dtap_capture_index *index;
	struct dtap_vfs vfs = dtap_vfs;
	struct dtap_recovered recovered;
	const uint8_t *capture;
	size_t side;

	if (size < 1)
		return 0;
	if (directory < 0)
		directory = make_place();
	vfs.sync = do_not_sync;
	side = data[0] >> 2;
	side = side < size - 1 ? side : size - 1;
	capture = data + 1 + side;
	size -= 1 + side;
	if (data[0] & 2)
		put(directory, CAPTURE ".json", data + 1, side);
	put(directory, data[0] & 1 ? CAPTURE ".raw.part" : CAPTURE ".pcap.part",
	    capture, size);
	index = dtap_capture_index_new(place, "diag", &vfs);
	CLAIM(index != NULL);
	recovered = recover(index);
	if (recovered.captures > 0)
		check_capture(directory, &recovered, capture, size);
	CLAIM(recover(index).captures == 0);
	dtap_capture_index_free(index);
	empty(directory);
	return 0;
}
