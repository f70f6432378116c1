/* SPDX-License-Identifier: MIT */
#include <dtap/pcap.h>

#include <string.h>

#include <dtap/bytes.h>
#include <dtap/parts.h>

#define MAGIC         0xa1b2c3d4
#define VERSION_MAJOR 2
#define VERSION_MINOR 4

#define CONTAINER_HEAD (DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE)
#define PART_HEAD      (CONTAINER_HEAD + DTAP_PART_LABEL)

void
dtap_pcap_file_header(uint8_t out[DTAP_PCAP_FILE_HEADER], uint32_t snaplen)
{
	dtap_put32(out, MAGIC);
	dtap_put16(out + 4, VERSION_MAJOR);
	dtap_put16(out + 6, VERSION_MINOR);
	dtap_put32(out + 8, 0);  /* zone: UTC */
	dtap_put32(out + 12, 0); /* sigfigs */
	dtap_put32(out + 16, snaplen);
	dtap_put32(out + 20, DTAP_LINKTYPE_USER0);
}

/* Writes a label, a or b.  Returns the byte behind it. */
static uint8_t *
put_label(uint8_t *out, const uint8_t *label, uint8_t size)
{
	*out++ = size;
	if (size > 0)
		memcpy(out, label, size);
	return out + size;
}

size_t
dtap_pcap_head_write(uint8_t *out, const struct dtap_pcap_head *head)
{
	uint32_t labels = head->a_size + (uint32_t)head->b_size;
	uint32_t length = DTAP_PREAMBLE + labels + head->payload;
	uint8_t *at = out + DTAP_PCAP_RECORD_HEADER;

	dtap_put32(out, (uint32_t)head->time.tv_sec);
	dtap_put32(out + 4, (uint32_t)(head->time.tv_nsec / 1000));
	dtap_put32(out + 8, length);                  /* incl_len */
	dtap_put32(out + 12, length + head->missing); /* orig_len */
	dtap_put16(at, head->path);
	at = put_label(at + 2, head->a, head->a_size);
	at = put_label(at, head->b, head->b_size);
	return (size_t)(at - out);
}

static bool
fits_one_record(const struct dtap_container *container, uint32_t snaplen)
{
	return container->shape.kind != DTAP_KIND_DIAG ||
	       container->size <= snaplen - DTAP_PREAMBLE;
}

static struct dtap_parts
parts_of(const struct dtap_container *container, uint32_t snaplen)
{
	return dtap_parts_of(container->data, container->size,
			     snaplen - DTAP_PREAMBLE - DTAP_PART_LABEL);
}

static size_t
count_parts(const struct dtap_container *container, uint32_t snaplen)
{
	struct dtap_parts parts = parts_of(container, snaplen);
	size_t count = 0;

	while (dtap_parts_next(&parts) > 0)
		count++;
	return count;
}

/* Bytes of a preamble's labels that are not in the container itself. */
static size_t
label_room(const struct dtap_container *container)
{
	switch (container->shape.kind) {
	case DTAP_KIND_ENTRY:
		return 1; /* the format of its header */
	case DTAP_KIND_NETIF:
		return DTAP_NETIF_LABEL;
	case DTAP_KIND_REQUEST:
		return container->shape.client != 0 ? DTAP_REQUEST_LABEL : 0;
	default:
		return 0;
	}
}

size_t
dtap_pcap_room(const struct dtap_container *container, uint32_t snaplen)
{
	if (fits_one_record(container, snaplen))
		return CONTAINER_HEAD + label_room(container) + container->size;
	return count_parts(container, snaplen) * PART_HEAD + container->size;
}

size_t
dtap_pcap_pieces(const struct dtap_container *container, uint32_t snaplen)
{
	if (!dtap_container_counts(container))
		return 0;
	if (container->shape.kind == DTAP_KIND_ENTRY)
		return 3;
	return fits_one_record(container, snaplen)
		       ? 1
		       : count_parts(container, snaplen);
}

static size_t
write_parts(uint8_t *out, const struct dtap_container *container,
	    uint32_t snaplen, dtap_pcap_payload *payload, void *arg)
{
	struct dtap_parts parts = parts_of(container, snaplen);
	size_t count = count_parts(container, snaplen);
	size_t at = 0, taken = 0, size;

	for (uint16_t part = 0; (size = dtap_parts_next(&parts)) > 0; part++) {
		uint8_t label[DTAP_PART_LABEL];
		struct dtap_pcap_head head = {
			.time = container->time,
			.path = DTAP_PATH_PART,
			.a = label,
			.a_size = sizeof label,
			.payload = (uint32_t)size,
		};

		dtap_put64(label, container->number);
		dtap_put16(label + 8, part);
		dtap_put16(label + 10, (uint16_t)count);
		at += dtap_pcap_head_write(out + at, &head);
		memcpy(out + at, container->data + taken, size);
		payload(arg, at, size);
		at += size;
		taken += size;
	}
	return at;
}

/* The b of an entry is the format of its header, and its padding. */
static size_t
write_entry(uint8_t *out, const struct dtap_container *container,
	    dtap_pcap_payload *payload, void *arg)
{
	const struct dtap_shape *shape = &container->shape;
	size_t packet = container->size - shape->head - shape->tail, size;
	uint8_t b[1 + UINT8_MAX];
	struct dtap_pcap_head head = {
		.time = container->time,
		.path = DTAP_PATH_ENTRY,
		.a = container->data,
		.a_size = shape->head,
		.b = b,
		.b_size = (uint8_t)(1 + shape->tail),
		.payload = (uint32_t)packet,
		.missing = shape->missing,
	};

	b[0] = shape->header_format;
	memcpy(b + 1, container->data + shape->head + packet, shape->tail);
	size = dtap_pcap_head_write(out, &head);
	memcpy(out + size, container->data + shape->head, packet);
	payload(arg, DTAP_PCAP_RECORD_HEADER + 3, shape->head);
	if (packet > 0)
		payload(arg, size, packet);
	if (shape->tail > 0)
		payload(arg, size - shape->tail, shape->tail);
	return size + packet;
}

static const uint16_t paths[DTAP_KINDS] = {
	[DTAP_KIND_DIAG] = DTAP_PATH_CONTAINER,
	[DTAP_KIND_REQUEST] = DTAP_PATH_REQUEST,
	[DTAP_KIND_STRAY] = DTAP_PATH_STRAY,
	[DTAP_KIND_NETIF] = DTAP_PATH_NETIF,
	[DTAP_KIND_LOSS] = DTAP_PATH_LOSS,
};

/* A label of 4 bytes, of a frame or of a client's request; returns its size. */
static uint8_t
small_label(uint8_t out[4], const struct dtap_shape *shape)
{
	if (shape->kind == DTAP_KIND_NETIF) {
		dtap_put16(out, shape->linktype);
		dtap_put16(out + 2, 0);
		return DTAP_NETIF_LABEL;
	}
	if (shape->kind == DTAP_KIND_REQUEST && shape->client != 0) {
		dtap_put32(out, shape->client);
		return DTAP_REQUEST_LABEL;
	}
	return 0;
}

/* One record.  The container is its payload; that of a loss is its a. */
static size_t
write_whole(uint8_t *out, const struct dtap_container *container,
	    dtap_pcap_payload *payload, void *arg)
{
	const struct dtap_shape *shape = &container->shape;
	bool is_loss = shape->kind == DTAP_KIND_LOSS;
	size_t left = is_loss ? 0 : container->size, at;
	uint8_t label[4];
	struct dtap_pcap_head head = {
		.time = container->time,
		.path = paths[shape->kind],
		.a = label,
		.a_size = small_label(label, shape),
		.payload = (uint32_t)left,
		.missing = shape->missing,
	};

	if (is_loss) {
		head.a = container->data;
		head.a_size = (uint8_t)container->size;
	}
	at = dtap_pcap_head_write(out, &head);
	memcpy(out + at, container->data, left);
	if (dtap_container_counts(container))
		payload(arg, at, left);
	return at + left;
}

size_t
dtap_pcap_write(uint8_t *out, const struct dtap_container *container,
		uint32_t snaplen, dtap_pcap_payload *payload, void *arg)
{
	if (container->shape.kind == DTAP_KIND_ENTRY)
		return write_entry(out, container, payload, arg);
	if (!fits_one_record(container, snaplen))
		return write_parts(out, container, snaplen, payload, arg);
	return write_whole(out, container, payload, arg);
}

void
dtap_pcap_loss_label(uint8_t out[DTAP_LOSS_LABEL],
		     const struct dtap_amount *loss)
{
	dtap_put64(out, loss->containers);
	dtap_put64(out + 8, loss->bytes);
}

void
dtap_pcap_write_loss(uint8_t out[DTAP_LOSS_RECORD],
		     const struct dtap_amount *loss,
		     const uint8_t next[DTAP_PCAP_RECORD_HEADER])
{
	uint8_t label[DTAP_LOSS_LABEL];
	struct dtap_pcap_head head = {
		.path = DTAP_PATH_LOSS,
		.a = label,
		.a_size = sizeof label,
	};

	dtap_pcap_loss_label(label, loss);
	dtap_pcap_head_write(out, &head);
	memcpy(out, next, 8); /* seconds and microseconds */
}
