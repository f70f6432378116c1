/* SPDX-License-Identifier: MIT */
#include "sources/file/detect.h"

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>

#include "sources/qmdl2_head.h"

#define SECTOR 512 /* bytes: fewer zeros may be a part of a frame */

/*
 * Logs that prove HDF: where no frame is right, and where one comes behind
 * them, because among random bytes one is.
 */
#define HDF_PROOF        3
#define HDF_BEFORE_FRAME 8

/* Only at the front: pcap, pcapng, and all types of container. */
static enum dtap_split_result
check_front(const struct dtap_read_buffer *buffer,
	    const struct dtap_split_format **format)
{
	uint32_t type = dtap_container_type(buffer->data, buffer->size);
	struct dtap_pcap_order order;

	*format = &dtap_split_pcap;
	if (buffer->size >= 4 && dtap_pcap_order_read(&order, buffer->data))
		return DTAP_SPLIT_WHOLE;
	*format = &dtap_split_pcapng;
	if (buffer->size >= 4 && dtap_pcapng_is(buffer->data))
		return DTAP_SPLIT_WHOLE;
	*format = &dtap_split_containers;
	if (!dtap_container_type_known(type))
		return DTAP_SPLIT_BROKEN;
	if (type != DTAP_DATA || (buffer->size >= DTAP_CONTAINER_HEADER &&
				  dtap_get32(buffer->data + 4) == 0))
		return DTAP_SPLIT_WHOLE;
	return dtap_split_container_at(buffer, 0);
}

/* The first container before `end`, as a splitter's find. */
static enum dtap_split_result
find_container(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	       size_t end)
{
	for (; split->searched < end; split->searched++) {
		enum dtap_split_result found =
			dtap_split_container_at(buffer, split->searched);

		if (found != DTAP_SPLIT_BROKEN)
			return found;
	}
	return DTAP_SPLIT_BROKEN;
}

/*
 * Only whole logs count, and no more bytes are waited for: in HDLC much looks
 * like the beginning of a log.
 */
static bool
find_dlf(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	 size_t end)
{
	struct dtap_read_buffer part = *buffer;

	part.ended = false;
	for (size_t at = 1; at < end; at++)
		if (dtap_split_dlf_at(&part, at) == DTAP_SPLIT_WHOLE) {
			split->bytes = at;
			return true;
		}
	return false;
}

/*
 * The first frame with a correct CRC; split->at is where it begins, or where
 * the search has come to.
 */
static bool
find_frame(struct dtap_split *split, const struct dtap_split_input *in,
	   size_t most)
{
	size_t size;

	while ((size = dtap_split_frame_at(in->buffer, split->at)) > 0 &&
	       split->at + size <= most) {
		if (dtap_frame_check(in->buffer->data + split->at, size,
				     in->scratch)
			    .right)
			return true;
		split->at += size;
	}
	return false;
}

/* What was packed twice; what it is packed in first is gone already. */
static const struct packing {
	const char *magic;
	size_t size;
	const char *name;
} packings[] = {
	{"\x1f\x8b\x08", 3, "gzip"},
	{"\x28\xb5\x2f\xfd", 4, "zstd"},
	{"BZh", 3, "bzip2"},
	{"\xfd"
	 "7zXZ",
	 5, "xz"},
	{"PK\3\4", 4, "zip"},
};

/* NULL: none of these. */
static const struct packing *
packing_of(const struct dtap_read_buffer *buffer)
{
	for (size_t i = 0; i < sizeof packings / sizeof *packings; i++)
		if (buffer->size >= packings[i].size &&
		    memcmp(buffer->data, packings[i].magic, packings[i].size) ==
			    0)
			return &packings[i];
	return NULL;
}

static enum dtap_split_result
no_capture(struct dtap_split *split, const struct dtap_read_buffer *buffer,
	   size_t most)
{
	const struct packing *packing = packing_of(buffer);
	size_t zeros = 0;

	if (packing != NULL)
		return dtap_split_broken(split, 0,
					 "packed twice: what is inside is %s",
					 packing->name);
	while (zeros < buffer->size && buffer->data[zeros] == 0)
		zeros++;
	return dtap_split_broken(
		split, zeros < SECTOR ? 0 : zeros,
		"this is neither a container stream nor HDLC frames (no frame "
		"with a correct CRC in the first %zu bytes)",
		most);
}

/* Not at the front: what comes first decides. */
static enum dtap_split_result
search(struct dtap_split *split, const struct dtap_split_input *in,
       const struct dtap_split_format **format)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	bool all = buffer->size >= DTAP_FRAME_MAX;
	size_t most = all ? DTAP_FRAME_MAX : buffer->size;
	bool is_frame = find_frame(split, in, most);
	size_t end = is_frame ? split->at : most;
	enum dtap_split_result found;

	if (!is_frame && !all && !buffer->ended)
		return DTAP_SPLIT_MORE;
	if (split->searched == 0)
		split->searched = 1;
	found = find_container(split, buffer, end);
	*format = &dtap_split_containers;
	split->bytes = split->searched;
	if (found != DTAP_SPLIT_BROKEN)
		return found;
	*format = &dtap_split_dlf;
	if (find_dlf(split, buffer, end))
		return DTAP_SPLIT_WHOLE;
	split->bytes = 0;
	*format = &dtap_split_hdf;
	if (dtap_split_hdf_is(buffer, end,
			      is_frame ? HDF_BEFORE_FRAME : HDF_PROOF))
		return DTAP_SPLIT_WHOLE;
	*format = &dtap_split_hdlc;
	return is_frame ? DTAP_SPLIT_WHOLE : no_capture(split, buffer, most);
}

/* QMDL2 of both kinds, and its packets without the head. */
static enum dtap_split_result
check_packets(struct dtap_split *split, const struct dtap_split_input *in,
	      const struct dtap_split_format **format)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	size_t head = dtap_qmdl2_head_size(buffer->data, buffer->size), size;
	enum dtap_split_result found;

	if (head > buffer->size)
		return buffer->ended ? DTAP_SPLIT_BROKEN : DTAP_SPLIT_MORE;
	split->head = head;
	*format = &dtap_split_packets;
	found = dtap_split_packets_at(buffer, head);
	if (found != DTAP_SPLIT_BROKEN || head == 0)
		return found;
	*format = &dtap_split_hdlc;
	size = dtap_split_frame_at(buffer, head);
	if (size == 0 && !buffer->ended && buffer->size < DTAP_FRAME_MAX)
		return DTAP_SPLIT_MORE;
	if (size > 0 &&
	    dtap_frame_check(buffer->data + head, size, in->scratch).right)
		return DTAP_SPLIT_WHOLE;
	split->head = 0;
	return DTAP_SPLIT_BROKEN;
}

enum dtap_split_result
dtap_detect(struct dtap_split *split, const struct dtap_split_input *in,
	    const struct dtap_split_format **format)
{
	const struct dtap_read_buffer *buffer = in->buffer;
	enum dtap_split_result found;

	if (buffer->size < 4 && !buffer->ended)
		return DTAP_SPLIT_MORE;
	found = check_front(buffer, format);
	if (found != DTAP_SPLIT_BROKEN)
		return found;
	found = check_packets(split, in, format);
	if (found != DTAP_SPLIT_BROKEN)
		return found;
	/* Before frames: a long DLF has bytes that look like a frame. */
	*format = &dtap_split_dlf;
	found = dtap_split_dlf_at(buffer, 0);
	return found != DTAP_SPLIT_BROKEN ? found : search(split, in, format);
}
