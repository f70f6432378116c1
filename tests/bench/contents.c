/* SPDX-License-Identifier: MIT */
#include "bench/contents.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/pcap.h>

#define MAGIC       0xa1b2c3d4
#define MESSAGE_MAX (1 << 20)

static void
note(struct contents *contents, const struct marker *marker)
{
	if (contents->began && marker->number < contents->next)
		contents->bad++;
	else if (contents->began && marker->number > contents->next) {
		contents->gaps++;
		contents->lost += marker->number - contents->next;
	}
	contents->began = true;
	contents->next = marker->number + 1;
	contents->containers++;
	if (contents->seen != NULL)
		contents->seen(contents->arg, marker);
}

/* Bytes in which only the marker is checked. */
static size_t
take_bytes(struct contents *contents, const uint8_t *data, size_t size)
{
	size_t part = contents->skip < size ? contents->skip : size;
	size_t want = contents->mark_wanted - contents->mark_size;
	struct marker marker;

	if (want > part)
		want = part;
	if (want > 0) {
		memcpy(contents->mark + contents->mark_size, data, want);
		contents->mark_size += want;
		if (contents->mark_size < contents->mark_wanted)
			;
		else if (marker_read(&marker,
				     contents->mark + contents->mark_at))
			note(contents, &marker);
		else
			contents->bad++;
	}
	contents->skip -= part;
	return part;
}

static size_t
head_wanted(const struct contents *contents)
{
	if (contents->form == CONTENTS_RAW)
		return contents->messages > 0 ? 4 : DTAP_CONTAINER_HEADER;
	return contents->headed ? DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE +
					  MARKER_AT - DTAP_CONTAINER_HEADER
				: DTAP_PCAP_FILE_HEADER;
}

/* The next `skip` bytes begin with a marker. */
static void
expect_marker(struct contents *contents)
{
	contents->mark_size = 0;
	contents->mark_wanted = MARKER_SIZE;
	if (contents->skip < MARKER_SIZE) {
		contents->mark_wanted = 0;
		contents->bad++;
	}
}

static void
take_raw_head(struct contents *contents, const uint8_t *head)
{
	contents->mark_wanted = contents->mark_size = 0;
	if (contents->messages == 0) {
		if (dtap_get32(head) != DTAP_DATA)
			contents->bad++;
		contents->messages = dtap_get32(head + 4);
		contents->first = true;
		return;
	}
	contents->messages--;
	contents->skip = dtap_get32(head);
	if (contents->skip > MESSAGE_MAX)
		contents->bad++;
	if (contents->first)
		expect_marker(contents);
	contents->first = false;
}

/* The head is record header, preamble, and the container's type word. */
static void
take_pcap_head(struct contents *contents, const uint8_t *head)
{
	size_t taken = head_wanted(contents) - DTAP_PCAP_RECORD_HEADER;

	if (!contents->headed) {
		contents->headed = true;
		if (dtap_get32(head) != MAGIC)
			contents->bad++;
		return;
	}
	contents->skip = dtap_get32(head + 8) - taken;
	contents->mark_at = MARKER_AT - 4;
	contents->mark_size = contents->mark_wanted = 0;
	if (dtap_get16(head + DTAP_PCAP_RECORD_HEADER) == DTAP_PATH_LOSS)
		return;
	contents->mark_wanted = contents->mark_at + MARKER_SIZE;
	if (contents->skip < contents->mark_wanted) {
		contents->mark_wanted = 0;
		contents->bad++;
	}
}

/* A head that is complete in data is not copied.  Returns the bytes taken. */
static size_t
take_head(struct contents *contents, const uint8_t *data, size_t size)
{
	size_t wanted = head_wanted(contents);
	size_t part = wanted - contents->head_size;
	const uint8_t *head = data;

	if (contents->head_size > 0 || size < wanted) {
		part = part < size ? part : size;
		memcpy(contents->head + contents->head_size, data, part);
		contents->head_size += part;
		if (contents->head_size < wanted)
			return part;
		head = contents->head;
	}
	contents->head_size = 0;
	if (contents->form == CONTENTS_RAW)
		take_raw_head(contents, head);
	else
		take_pcap_head(contents, head);
	return part;
}

/* Skips complete messages.  Returns their bytes. */
static size_t
skip_messages(struct contents *contents, const uint8_t *data, size_t size)
{
	size_t at = 0;

	while (contents->messages > 0 && size - at >= 4) {
		size_t whole = 4 + (size_t)dtap_get32(data + at);

		if (whole > size - at)
			break;
		at += whole;
		contents->messages--;
	}
	return at;
}

static size_t
take(struct contents *contents, const uint8_t *data, size_t size)
{
	size_t part = 0;

	if (contents->skip > 0)
		return take_bytes(contents, data, size);
	if (contents->head_size == 0 && !contents->first)
		part = skip_messages(contents, data, size);
	return part > 0 ? part : take_head(contents, data, size);
}

void
contents_put(struct contents *contents, const uint8_t *data, size_t size)
{
	while (size > 0) {
		size_t part = take(contents, data, size);

		data += part;
		size -= part;
	}
}
