/* SPDX-License-Identifier: MIT */
#include "archive/salvage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define ROOM        (DTAP_PCAP_RECORD_HEADER + DTAP_SNAPLEN_MAX)
#define SECTOR      512
#define SHORT       64   /* a notice, which may well end in zeros */
#define MOST_NOTICE ROOM /* notices are believed up to here */

/* What a data container behind a notice begins like; no driver writes more. */
#define PLAUSIBLE_COUNT   4096
#define PLAUSIBLE_MESSAGE 131072
#define PLAUSIBLE_TOKEN   (-64)

/* A file seen through a buffer. */
struct window {
	const struct dtap_vfs *vfs;
	int fd;
	uint64_t size; /* of the file */
	uint8_t *bytes;
	uint64_t at; /* of the first of them */
	size_t count;
	bool failed;
};

static void
fill(struct window *window, uint64_t at)
{
	window->at = at;
	window->count = 0;
	while (window->count < ROOM && at + window->count < window->size) {
		ssize_t size = window->vfs->read(
			window->vfs, window->fd, window->bytes + window->count,
			ROOM - window->count, (off_t)(at + window->count));

		if (size < 0 && errno == EINTR)
			continue;
		window->failed = window->failed || size < 0;
		if (size <= 0)
			return;
		window->count += (size_t)size;
	}
}

/* `size` bytes at `at`; NULL: the file has them not. */
static const uint8_t *
see(struct window *window, uint64_t at, size_t size)
{
	if (at > window->size || size > window->size - at)
		return NULL;
	if (at < window->at || at + size > window->at + window->count)
		fill(window, at);
	if (size > window->count || window->failed)
		return NULL;
	return window->bytes + (at - window->at);
}

static bool
is_zero(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

/* A header as every file of ours begins, of whatever snaplen. */
static bool
is_header(const uint8_t *header, uint32_t *snaplen)
{
	uint8_t ours[DTAP_PCAP_FILE_HEADER];

	*snaplen = dtap_get32(header + 16);
	dtap_pcap_file_header(ours, *snaplen);
	return memcmp(header, ours, sizeof ours) == 0 &&
	       *snaplen >= DTAP_SNAPLEN_MIN && *snaplen <= DTAP_SNAPLEN_MAX;
}

/* The bytes of the record at `at`; 0: there is none that is whole. */
static size_t
record_size(struct window *window, uint64_t at, uint32_t snaplen)
{
	const uint8_t *head = see(window, at, DTAP_PCAP_RECORD_HEADER);
	size_t size;

	if (head == NULL)
		return 0;
	size = dtap_get32(head + 8);
	if (dtap_get32(head + 4) >= 1000000 || size < DTAP_PREAMBLE ||
	    size > snaplen || size > dtap_get32(head + 12))
		return 0;
	size += DTAP_PCAP_RECORD_HEADER;
	return see(window, at, size) != NULL ? size : 0;
}

static size_t
data_size(struct window *window, uint64_t begin, uint32_t count)
{
	uint64_t at = begin + DTAP_CONTAINER_HEADER;

	while (count-- > 0) {
		const uint8_t *head = see(window, at, 4);
		int32_t length;

		if (head == NULL)
			return 0;
		length = (int32_t)dtap_get32(head);
		at += 4;
		if (length <= 0) {
			head = see(window, at, 4);
			if (head == NULL)
				return 0;
			length = (int32_t)dtap_get32(head);
			at += 4;
		}
		if (length < 0 || at > window->size ||
		    (uint64_t)length > window->size - at)
			return 0;
		at += (uint64_t)length;
	}
	return (size_t)(at - begin);
}

/* Bytes that look like the beginning of a data container, cut or not. */
static bool
begins_data(const uint8_t *head, size_t size)
{
	uint32_t count = size < 8 ? 1 : dtap_get32(head + 4);
	int32_t length = size < 12 ? 1 : (int32_t)dtap_get32(head + 8);

	return dtap_get32(head) == DTAP_DATA && count > 0 &&
	       count <= PLAUSIBLE_COUNT && length >= PLAUSIBLE_TOKEN &&
	       length <= PLAUSIBLE_MESSAGE;
}

/* A notice ends where a data container begins, or with the file. */
static size_t
notice_size(struct window *window, uint64_t begin)
{
	uint64_t left = window->size - begin;
	size_t most = left < MOST_NOTICE ? (size_t)left : MOST_NOTICE;
	const uint8_t *bytes = see(window, begin, most);

	if (bytes == NULL)
		return 0;
	for (size_t at = 4; at + 4 <= most; at++)
		if (begins_data(bytes + at, most - at))
			return at;
	return most == left ? most : 0;
}

static size_t
container_size(struct window *window, uint64_t at)
{
	const uint8_t *head = see(window, at, 4);
	uint32_t type = head == NULL ? 0 : dtap_get32(head);

	if (type == DTAP_DEINIT)
		return 4;
	if (type == DTAP_HDLC_SUPPORT)
		return see(window, at, 5) != NULL ? 5 : 0;
	if (type != DTAP_DATA)
		return dtap_container_type_known(type) ? notice_size(window, at)
						       : 0;
	head = see(window, at, DTAP_CONTAINER_HEADER);
	return head == NULL ? 0 : data_size(window, at, dtap_get32(head + 4));
}

/*
 * The record or container from `begin` to `end` ends in zeros, from a sector's
 * border on or longer.
 */
static bool
ends_in_zeros(struct window *window, uint64_t begin, uint64_t end)
{
	uint64_t border = (end - 1) / SECTOR * SECTOR;
	size_t size = (size_t)(end - (border > begin ? border : begin));
	const uint8_t *bytes = see(window, end - size, size);

	return end - begin > SHORT && bytes != NULL && is_zero(bytes, size);
}

/* Walks from `begin` to the end of what is whole. */
static uint64_t
walk(struct window *window, uint64_t begin, uint32_t snaplen)
{
	uint64_t at = begin, last = begin;

	for (;;) {
		size_t size = snaplen > 0 ? record_size(window, at, snaplen)
					  : container_size(window, at);

		if (size == 0)
			break;
		last = at;
		at += size;
	}
	return at > begin && ends_in_zeros(window, last, at) ? last : at;
}

static void
stats_records(struct window *window, uint64_t end,
	      struct dtap_capture_stats *stats)
{
	uint64_t at = DTAP_PCAP_FILE_HEADER;

	while (at < end) {
		size_t size = record_size(window, at, DTAP_SNAPLEN_MAX);
		const uint8_t *record = see(window, at, size);

		if (size == 0 || record == NULL)
			return;
		dtap_capture_stats_add(stats, record, size);
		at += size;
	}
}

static void
stats_containers(struct window *window, uint64_t end,
		 struct dtap_capture_stats *stats)
{
	uint64_t at = 0;

	while (at < end) {
		size_t size = container_size(window, at);

		if (size == 0)
			return;
		stats->containers.containers++;
		stats->containers.bytes += size;
		at += size;
	}
}

static enum dtap_found
find_pcap(struct window *window, uint64_t *bytes,
	  struct dtap_capture_stats *stats)
{
	const uint8_t *header = see(window, 0, DTAP_PCAP_FILE_HEADER);
	uint32_t snaplen;

	if (header == NULL)
		return DTAP_FOUND_NOTHING;
	if (!is_header(header, &snaplen))
		return is_zero(header, DTAP_PCAP_FILE_HEADER)
			       ? DTAP_FOUND_NOTHING
			       : DTAP_FOUND_FOREIGN;
	*bytes = walk(window, DTAP_PCAP_FILE_HEADER, snaplen);
	if (*bytes == DTAP_PCAP_FILE_HEADER)
		return DTAP_FOUND_NOTHING;
	stats_records(window, *bytes, stats);
	return DTAP_FOUND_RECORDS;
}

static enum dtap_found
find_raw(struct window *window, uint64_t *bytes,
	 struct dtap_capture_stats *stats)
{
	const uint8_t *type = see(window, 0, 4);

	if (type == NULL)
		return DTAP_FOUND_NOTHING;
	if (!dtap_container_type_known(dtap_get32(type)))
		return is_zero(type, 4) ? DTAP_FOUND_NOTHING
					: DTAP_FOUND_FOREIGN;
	*bytes = walk(window, 0, 0);
	if (*bytes == 0)
		return DTAP_FOUND_NOTHING;
	stats_containers(window, *bytes, stats);
	return DTAP_FOUND_RECORDS;
}

enum dtap_found
dtap_salvage_find(const struct dtap_vfs *vfs, int fd, enum dtap_file_kind kind,
		  uint64_t size, uint64_t *bytes,
		  struct dtap_capture_stats *stats)
{
	struct window window = {.vfs = vfs, .fd = fd, .size = size};
	enum dtap_found found;

	*bytes = 0;
	window.bytes = malloc(ROOM);
	if (window.bytes == NULL)
		return DTAP_FOUND_ERROR;
	found = kind == DTAP_FILE_PCAP ? find_pcap(&window, bytes, stats)
				       : find_raw(&window, bytes, stats);
	free(window.bytes);
	return window.failed ? DTAP_FOUND_ERROR : found;
}
