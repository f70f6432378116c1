/* SPDX-License-Identifier: MIT */
#include "client/pcap_copy.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define READ  65536
#define ROOM  (READ + DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)
#define PIECE 4096 /* what a pipe that poll(2) calls writable takes at once */

struct copy {
	struct dtap_http_get *get;
	int fd, stop;
	bool whole_writes; /* they do not wait for a reader */
	bool headed;       /* pcap: its file header has been written */
	struct dtap_pcap_copied *copied;
	char *why;
	size_t size; /* bytes held */
	uint8_t held[ROOM];
};

static enum dtap_pcap_copy_end
failed(struct copy *copy, const char *what, const char *how)
{
	snprintf(copy->why, 512, "%s: %s", what, how);
	return DTAP_PCAP_COPY_BROKEN;
}

/* False: told to stop. */
static bool
await_reader(const struct copy *copy)
{
	struct pollfd fds[] = {
		{.fd = copy->fd, .events = POLLOUT},
		{.fd = copy->stop, .events = POLLIN},
	};

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	return fds[1].revents == 0 || fds[0].revents != 0;
}

/* A reader that takes its time does not keep us from stopping. */
static enum dtap_pcap_copy_end
write_out(struct copy *copy, size_t size)
{
	size_t done = 0;

	while (done < size) {
		size_t piece = size - done;
		ssize_t n;

		if (!copy->whole_writes && !await_reader(copy))
			return DTAP_PCAP_COPY_STOPPED;
		if (!copy->whole_writes && piece > PIECE)
			piece = PIECE;
		n = write(copy->fd, copy->held + done, piece);
		if (n < 0 && errno == EPIPE)
			return DTAP_PCAP_COPY_STOPPED;
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return failed(copy, "cannot write", strerror(errno));
		done += n > 0 ? (size_t)n : 0;
	}
	copy->copied->bytes += size;
	copy->size -= size;
	memmove(copy->held, copy->held + size, copy->size);
	return DTAP_PCAP_COPY_ENDED;
}

/*
 * The bytes held that are whole records, and with the first of them the file
 * header.  False: it is no pcap of ours.
 */
static bool
whole_records(struct copy *copy, size_t *size)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	size_t at = 0;

	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	*size = 0;
	if (!copy->headed) {
		if (copy->size < sizeof header)
			return true;
		if (memcmp(copy->held, header, 8) != 0) /* magic, version */
			return false;
		at = sizeof header;
		copy->headed = true;
	}
	while (copy->size - at >= DTAP_PCAP_RECORD_HEADER) {
		size_t length = dtap_get32(copy->held + at + 8);

		if (length > DTAP_SNAPLEN_MAX)
			return false;
		length += DTAP_PCAP_RECORD_HEADER;
		if (copy->size - at < length)
			break;
		at += length;
		copy->copied->records++;
	}
	*size = at;
	return true;
}

static enum dtap_pcap_copy_end
pass_on(struct copy *copy)
{
	size_t size = copy->size;

	if (dtap_http_get_is_pcap(copy->get) && !whole_records(copy, &size))
		return failed(copy, "the stream",
			      "this is not pcap of diagtap");
	return write_out(copy, size);
}

static enum dtap_pcap_copy_end
broken(struct copy *copy)
{
	if (errno == ECANCELED || errno == EPIPE)
		return DTAP_PCAP_COPY_STOPPED;
	return failed(copy, "the stream broke off",
		      errno == ECONNRESET ? "the server closed the connection"
		      : errno == EBADMSG  ? "its HTTP chunks are damaged"
					  : strerror(errno));
}

static enum dtap_pcap_copy_end
run(struct copy *copy)
{
	enum dtap_pcap_copy_end end = DTAP_PCAP_COPY_ENDED;
	ssize_t n;

	while (end == DTAP_PCAP_COPY_ENDED) {
		n = dtap_http_get_read(copy->get, copy->held + copy->size,
				       READ);
		if (n == 0)
			return copy->size == 0
				       ? DTAP_PCAP_COPY_ENDED
				       : failed(copy, "the stream broke off",
						"inside a record");
		if (n < 0)
			return broken(copy);
		copy->size += (size_t)n;
		end = pass_on(copy);
	}
	return end;
}

enum dtap_pcap_copy_end
dtap_pcap_copy(struct dtap_http_get *get, int fd, int stop,
	       struct dtap_pcap_copied *copied, char why[512])
{
	struct copy *copy = calloc(1, sizeof *copy);
	struct stat status;
	enum dtap_pcap_copy_end end;

	*copied = (struct dtap_pcap_copied){0};
	if (copy == NULL) {
		snprintf(why, 512, "%s", strerror(ENOMEM));
		return DTAP_PCAP_COPY_BROKEN;
	}
	copy->get = get;
	copy->fd = fd;
	copy->stop = stop;
	copy->whole_writes = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	copy->copied = copied;
	copy->why = why;
	end = run(copy);
	free(copy);
	return end;
}
