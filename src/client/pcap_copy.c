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

#define READ 65536
#define ROOM (READ + DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)
#define PIECE                                                          \
	4096 /* a pipe that is writable takes so much without blocking \
	      */

/* How long a slow reader may take for the rest of a record at the end. */
#define LAST_RECORD_MS 1000

/* Where snaplen and link type are in the header of a pcap file. */
#define SNAPLEN  16
#define LINKTYPE 20

struct dtap_pcap_copy {
	int fd, stop;
	bool is_file;  /* write(2) does not wait for a reader */
	bool is_pcap;  /* the get that is copied */
	bool headed;   /* the header of this get was read */
	bool has_head; /* `head` is the header of the output */
	bool has_gap;  /* a loss record goes before the next record */
	uint8_t head[DTAP_PCAP_FILE_HEADER];
	struct dtap_pcap_copied copied;
	char *why;
	size_t size; /* bytes held */
	uint8_t held[ROOM];
};

static enum dtap_pcap_copy_end
failed(struct dtap_pcap_copy *copy, const char *what, const char *how)
{
	snprintf(copy->why, 512, "%s: %s", what, how);
	return DTAP_PCAP_COPY_FAILED;
}

/* The size of the record at `at`; 0: not all of it is held. */
static size_t
record_size(const uint8_t *at, size_t held)
{
	size_t size;

	if (held < DTAP_PCAP_RECORD_HEADER)
		return 0;
	size = DTAP_PCAP_RECORD_HEADER + (size_t)dtap_get32(at + 8);
	return size <= held ? size : 0;
}

/*
 * Of bytes that begin with a record: the end of the last record that ends
 * within `most` bytes, and how many records that are.
 */
static size_t
whole_records(const uint8_t *bytes, size_t most, uint64_t *count)
{
	size_t at = 0, size;

	*count = 0;
	while ((size = record_size(bytes + at, most - at)) > 0) {
		at += size;
		(*count)++;
	}
	return at;
}

/*
 * Waits until the reader takes more.  False: write no more.  After a stop the
 * reader has a short time for the rest of its record.
 */
static bool
await_reader(const struct dtap_pcap_copy *copy, bool stopping)
{
	struct pollfd fds[] = {
		{.fd = copy->fd, .events = POLLOUT},
		{.fd = stopping ? -1 : copy->stop, .events = POLLIN},
	};
	int ready;

	while ((ready = poll(fds, 2, stopping ? LAST_RECORD_MS : -1)) < 0 &&
	       errno == EINTR)
		;
	return ready > 0 && fds[0].revents != 0;
}

/* How many bytes to write in all if the stop came after `done` of them. */
static size_t
end_of_record(const struct dtap_pcap_copy *copy, const uint8_t *bytes,
	      size_t size, size_t done)
{
	size_t at = 0;

	if (!copy->is_pcap)
		return done;
	if (bytes == copy->head)
		return size;
	while (at < done)
		at += record_size(bytes + at, size - at);
	return at;
}

/*
 * Writes as much as can be written, and returns how much that is.  If that is
 * not all, *error is ECANCELED after a stop, or the errno of write(2).
 */
static size_t
write_bytes(struct dtap_pcap_copy *copy, const uint8_t *bytes, size_t size,
	    int *error)
{
	size_t done = 0, most = size;
	bool stopping = false;

	*error = ECANCELED;
	while (done < most) {
		size_t piece = most - done;
		ssize_t n;

		if (!copy->is_file && !await_reader(copy, stopping)) {
			if (stopping)
				break;
			stopping = true;
			most = end_of_record(copy, bytes, size, done);
			continue;
		}
		if (!copy->is_file && piece > PIECE)
			piece = PIECE;
		n = write(copy->fd, bytes + done, piece);
		if (n < 0 && errno != EINTR && errno != EAGAIN) {
			*error = errno;
			break;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return done;
}

/* Removes the end of a file, a torn record.  False: it cannot be removed. */
static bool
cut_off(struct dtap_pcap_copy *copy, size_t torn)
{
	off_t end = lseek(copy->fd, 0, SEEK_CUR);
	struct stat status;

	return torn == 0 ||
	       (copy->is_file && end >= (off_t)torn &&
		fstat(copy->fd, &status) == 0 && status.st_size == end &&
		ftruncate(copy->fd, end - (off_t)torn) == 0 &&
		lseek(copy->fd, -(off_t)torn, SEEK_CUR) >= 0);
}

/*
 * Writes bytes that begin and end with a record, or are the header, or are not
 * pcap.  What is torn by an error is removed, and not counted.
 */
static enum dtap_pcap_copy_end
write_out(struct dtap_pcap_copy *copy, const uint8_t *bytes, size_t size)
{
	int error;
	size_t done = write_bytes(copy, bytes, size, &error), whole = done;
	uint64_t records = 0;

	if (bytes == copy->head)
		whole = done == size ? done : 0;
	else if (copy->is_pcap)
		whole = whole_records(bytes, done, &records);
	if (!cut_off(copy, done - whole))
		whole = done;
	copy->copied.records += records;
	copy->copied.bytes += whole;
	if (done == size)
		return DTAP_PCAP_COPY_ENDED;
	if (error == ECANCELED || error == EPIPE)
		return DTAP_PCAP_COPY_STOPPED;
	return failed(copy, "cannot write", strerror(error));
}

static void
drop(struct dtap_pcap_copy *copy, size_t size)
{
	copy->size -= size;
	memmove(copy->held, copy->held + size, copy->size);
}

/* The header of a further get must say no more than that of the output. */
static enum dtap_pcap_copy_end
compare_head(struct dtap_pcap_copy *copy)
{
	uint32_t linktype = dtap_get32(copy->head + LINKTYPE);

	if (dtap_get32(copy->held + LINKTYPE) != linktype ||
	    dtap_get32(copy->held + SNAPLEN) > dtap_get32(copy->head + SNAPLEN))
		return failed(copy, "cannot continue the capture",
			      "the server now has another link type or a "
			      "larger pcap.snaplen");
	copy->has_gap = linktype == DTAP_LINKTYPE_USER0;
	return DTAP_PCAP_COPY_ENDED;
}

/* The header of a get is held: the first one is written. */
static enum dtap_pcap_copy_end
take_head(struct dtap_pcap_copy *copy)
{
	uint8_t ours[DTAP_PCAP_FILE_HEADER];
	enum dtap_pcap_copy_end end;

	dtap_pcap_file_header(ours, DTAP_SNAPLEN_MAX);
	if (memcmp(copy->held, ours, 8) != 0) /* magic, version */
		return failed(copy, "the stream",
			      "this is not pcap of diagtap");
	if (copy->has_head) {
		end = compare_head(copy);
	} else {
		memcpy(copy->head, copy->held, sizeof copy->head);
		copy->has_head = true;
		end = write_out(copy, copy->head, sizeof copy->head);
	}
	copy->headed = true;
	drop(copy, sizeof copy->head);
	return end;
}

/* Marks what is missing between two gets; nobody knows how much it is. */
static enum dtap_pcap_copy_end
write_gap(struct dtap_pcap_copy *copy)
{
	const struct dtap_amount unknown = {0, 0};
	uint8_t record[DTAP_LOSS_RECORD];

	copy->has_gap = false;
	dtap_pcap_write_loss(record, &unknown, copy->held);
	return write_out(copy, record, sizeof record);
}

/* False: the record behind the whole ones is longer than records are. */
static bool
is_sound(const struct dtap_pcap_copy *copy, size_t whole)
{
	return copy->size - whole < DTAP_PCAP_RECORD_HEADER ||
	       dtap_get32(copy->held + whole + 8) <= DTAP_SNAPLEN_MAX;
}

/* The whole records of those that are held. */
static enum dtap_pcap_copy_end
pass_records(struct dtap_pcap_copy *copy)
{
	enum dtap_pcap_copy_end end = DTAP_PCAP_COPY_ENDED;
	uint64_t count;
	size_t whole;

	if (!copy->headed && copy->size < sizeof copy->head)
		return end;
	if (!copy->headed)
		end = take_head(copy);
	if (end != DTAP_PCAP_COPY_ENDED)
		return end;
	whole = whole_records(copy->held, copy->size, &count);
	if (whole > 0 && copy->has_gap)
		end = write_gap(copy);
	if (whole > 0 && end == DTAP_PCAP_COPY_ENDED)
		end = write_out(copy, copy->held, whole);
	if (end == DTAP_PCAP_COPY_ENDED && !is_sound(copy, whole))
		return failed(copy, "the stream",
			      "this is not pcap of diagtap");
	drop(copy, whole);
	return end;
}

static enum dtap_pcap_copy_end
pass_on(struct dtap_pcap_copy *copy)
{
	enum dtap_pcap_copy_end end;

	if (copy->is_pcap)
		return pass_records(copy);
	end = write_out(copy, copy->held, copy->size);
	copy->size = 0;
	return end;
}

static enum dtap_pcap_copy_end
broken(struct dtap_pcap_copy *copy, const char *how)
{
	failed(copy, "the stream broke off", how);
	return DTAP_PCAP_COPY_BROKEN;
}

/* After a get has ended, with 0, or with -1 and errno. */
static enum dtap_pcap_copy_end
end_of_get(struct dtap_pcap_copy *copy, ssize_t n)
{
	if (n == 0)
		return copy->size == 0 ? DTAP_PCAP_COPY_ENDED
				       : broken(copy, "inside a record");
	if (errno == ECANCELED || errno == EPIPE)
		return DTAP_PCAP_COPY_STOPPED;
	return broken(copy, errno == ECONNRESET
				    ? "the server closed the connection"
			    : errno == EBADMSG ? "its HTTP chunks are damaged"
					       : strerror(errno));
}

enum dtap_pcap_copy_end
dtap_pcap_copy_run(struct dtap_pcap_copy *copy, struct dtap_http_get *get,
		   char why[512])
{
	enum dtap_pcap_copy_end end = DTAP_PCAP_COPY_ENDED;

	copy->why = why;
	copy->size = 0;
	copy->headed = false;
	copy->is_pcap = dtap_http_get_is_pcap(get);
	while (end == DTAP_PCAP_COPY_ENDED) {
		ssize_t n =
			dtap_http_get_read(get, copy->held + copy->size, READ);

		if (n <= 0)
			return end_of_get(copy, n);
		copy->size += (size_t)n;
		end = pass_on(copy);
	}
	return end;
}

struct dtap_pcap_copy *
dtap_pcap_copy_new(int fd, int stop)
{
	struct dtap_pcap_copy *copy = calloc(1, sizeof *copy);
	struct stat status;

	if (copy == NULL)
		return NULL;
	copy->fd = fd;
	copy->stop = stop;
	copy->is_file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	return copy;
}

void
dtap_pcap_copy_free(struct dtap_pcap_copy *copy)
{
	free(copy);
}

struct dtap_pcap_copied
dtap_pcap_copy_copied(const struct dtap_pcap_copy *copy)
{
	return copy->copied;
}
