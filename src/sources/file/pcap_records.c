/* SPDX-License-Identifier: MIT */
#include "sources/file/pcap_records.h"

#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/file/split.h"

/* The fields of a record; all pointers are into the record. */
struct fields {
	uint16_t path;
	const uint8_t *a, *b, *payload;
	size_t a_size, b_size, size, missing;
};

void
dtap_pcap_records_clear(struct dtap_pcap_records *records)
{
	free(records->joined);
	*records = (struct dtap_pcap_records){.size = 0};
}

/* A label: u8 size and bytes at *at, which moves to its end. */
static bool
read_label(const struct dtap_pcap_record *record, size_t *at,
	   const uint8_t **label, size_t *size)
{
	if (record->size - *at < 1)
		return false;
	*size = record->data[*at];
	*label = record->data + *at + 1;
	if (record->size - *at - 1 < *size)
		return false;
	*at += 1 + *size;
	return true;
}

static bool
read_fields(const struct dtap_pcap_record *record, struct fields *fields)
{
	size_t at = 2;

	if (record->size < DTAP_PREAMBLE)
		return false;
	fields->path = dtap_get16(record->data);
	if (!read_label(record, &at, &fields->a, &fields->a_size) ||
	    !read_label(record, &at, &fields->b, &fields->b_size))
		return false;
	fields->payload = record->data + at;
	fields->size = record->size - at;
	fields->missing = record->missing;
	return true;
}

/* Appends to the joined bytes. */
static bool
join(struct dtap_pcap_records *records, const uint8_t *data, size_t size)
{
	if (size > DTAP_SPLIT_MAX - records->size)
		return false;
	if (records->room - records->size < size) {
		size_t room = 2 * (records->size + size);
		uint8_t *joined = realloc(records->joined, room);

		if (joined == NULL)
			return false;
		records->joined = joined;
		records->room = room;
	}
	if (size > 0)
		memcpy(records->joined + records->size, data, size);
	records->size += size;
	return true;
}

/* Forgets the joined parts; their records count as incomplete. */
static void
give_up(struct dtap_pcap_records *records)
{
	if (records->parts > 0)
		records->skipped.incomplete += records->part;
	records->parts = 0;
	records->size = 0;
}

static bool
take_whole(struct dtap_pcap_records *records, const struct fields *fields,
	   struct dtap_container *container)
{
	(void)records;
	container->data = fields->payload;
	container->size = fields->size;
	return fields->missing == 0;
}

/* All parts must be there, one after the other. */
static bool
take_part(struct dtap_pcap_records *records, const struct fields *fields,
	  struct dtap_container *container)
{
	uint16_t part, parts;
	uint64_t number;

	if (fields->a_size != DTAP_PART_LABEL || fields->missing > 0)
		return false;
	number = dtap_get64(fields->a);
	part = dtap_get16(fields->a + 8);
	parts = dtap_get16(fields->a + 10);
	if (part == 0) {
		give_up(records);
		records->part = 0;
		records->parts = parts;
		records->number = number;
	}
	if (parts == 0 || parts != records->parts || part != records->part ||
	    number != records->number ||
	    !join(records, fields->payload, fields->size))
		return false;
	if (++records->part < parts)
		return true;
	records->parts = 0;
	container->data = records->joined;
	container->size = records->size;
	return true;
}

static bool
take_request(struct dtap_pcap_records *records, const struct fields *fields,
	     struct dtap_container *container)
{
	container->shape.kind = DTAP_KIND_REQUEST;
	if (fields->a_size == DTAP_REQUEST_LABEL)
		container->shape.client = dtap_get32(fields->a);
	return take_whole(records, fields, container);
}

static bool
take_loss(struct dtap_pcap_records *records, const struct fields *fields,
	  struct dtap_container *container)
{
	(void)records;
	container->shape.kind = DTAP_KIND_LOSS;
	container->data = fields->a;
	container->size = fields->a_size;
	return fields->a_size == DTAP_LOSS_LABEL;
}

/* Header, packet and padding are in three places of the record. */
static bool
take_entry(struct dtap_pcap_records *records, const struct fields *fields,
	   struct dtap_container *container)
{
	if (fields->a_size == 0 || fields->b_size == 0 || fields->b[0] == 0)
		return false;
	container->shape = (struct dtap_shape){
		.kind = DTAP_KIND_ENTRY,
		.head = (uint8_t)fields->a_size,
		.tail = (uint8_t)(fields->b_size - 1),
		.header_format = fields->b[0],
		.missing = (uint32_t)fields->missing,
	};
	if (!join(records, fields->a, fields->a_size) ||
	    !join(records, fields->payload, fields->size) ||
	    !join(records, fields->b + 1, fields->b_size - 1))
		return false;
	container->data = records->joined;
	container->size = records->size;
	return true;
}

static bool
take_frame(struct dtap_pcap_records *records, const struct fields *fields,
	   struct dtap_container *container)
{
	(void)records;
	if (fields->a_size != DTAP_NETIF_LABEL)
		return false;
	container->shape = (struct dtap_shape){
		.kind = DTAP_KIND_NETIF,
		.linktype = dtap_get16(fields->a),
		.missing = (uint32_t)fields->missing,
	};
	container->data = fields->payload;
	container->size = fields->size;
	return true;
}

static bool
take_stray(struct dtap_pcap_records *records, const struct fields *fields,
	   struct dtap_container *container)
{
	container->shape.kind = DTAP_KIND_STRAY;
	return take_whole(records, fields, container);
}

static const struct {
	enum dtap_path path;
	bool (*take)(struct dtap_pcap_records *records,
		     const struct fields *fields,
		     struct dtap_container *container);
} paths[] = {
	{DTAP_PATH_CONTAINER, take_whole}, {DTAP_PATH_PART, take_part},
	{DTAP_PATH_REQUEST, take_request}, {DTAP_PATH_LOSS, take_loss},
	{DTAP_PATH_ENTRY, take_entry},     {DTAP_PATH_NETIF, take_frame},
	{DTAP_PATH_STRAY, take_stray},
};

static bool
take(struct dtap_pcap_records *records, const struct fields *fields,
     struct dtap_container *container)
{
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (paths[i].path == fields->path)
			return paths[i].take(records, fields, container);
	return false;
}

bool
dtap_pcap_path_is_known(uint16_t path)
{
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (paths[i].path == path)
			return true;
	return false;
}

bool
dtap_pcap_records_know(const uint8_t *data, size_t size)
{
	const struct dtap_pcap_record record = {.data = data, .size = size};
	struct fields fields;

	return read_fields(&record, &fields) &&
	       dtap_pcap_path_is_known(fields.path);
}

bool
dtap_pcap_records_take(struct dtap_pcap_records *records,
		       const struct dtap_pcap_record *record,
		       struct dtap_container *container)
{
	struct fields fields;
	bool known = read_fields(record, &fields);

	*container = (struct dtap_container){.size = 0};
	/* There is nothing else between the parts of a container. */
	if (!known || fields.path != DTAP_PATH_PART || records->parts == 0)
		give_up(records);
	if (known && take(records, &fields, container)) {
		if (records->parts > 0)
			return false;
		if (container->size > 0)
			return true;
	}
	give_up(records);
	if (!dtap_pcap_records_know(record->data, record->size))
		records->skipped.foreign++;
	else if (record->missing > 0)
		records->skipped.cut++;
	else
		records->skipped.incomplete++;
	return false;
}

void
dtap_pcap_records_end(struct dtap_pcap_records *records)
{
	give_up(records);
}
