/* SPDX-License-Identifier: MIT */
#include <dtap/pcap.h>

#include <string.h>

#include <dtap/octets.h>
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

size_t
dtap_pcap_head_write(uint8_t *out, const struct dtap_pcap_head *head)
{
	uint32_t length = DTAP_PREAMBLE + head->a_size + head->payload;
	uint8_t *preamble = out + DTAP_PCAP_RECORD_HEADER;

	dtap_put32(out, (uint32_t)head->time.tv_sec);
	dtap_put32(out + 4, (uint32_t)(head->time.tv_nsec / 1000));
	dtap_put32(out + 8, length);  /* incl_len */
	dtap_put32(out + 12, length); /* orig_len: nothing is cut off */
	dtap_put16(preamble, head->path);
	preamble[2] = head->a_size;
	if (head->a_size > 0)
		memcpy(preamble + 3, head->a, head->a_size);
	preamble[3 + head->a_size] = 0;
	return DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + head->a_size;
}

static bool
fits_one_record(const struct dtap_container *container, uint32_t snaplen)
{
	return container->size <= snaplen - DTAP_PREAMBLE;
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

size_t
dtap_pcap_room(const struct dtap_container *container, uint32_t snaplen)
{
	if (fits_one_record(container, snaplen))
		return CONTAINER_HEAD + container->size;
	return count_parts(container, snaplen) * PART_HEAD + container->size;
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

size_t
dtap_pcap_write(uint8_t *out, const struct dtap_container *container,
		uint32_t snaplen, dtap_pcap_payload *payload, void *arg)
{
	struct dtap_pcap_head head = {
		.time = container->time,
		.path = container->request ? DTAP_PATH_REQUEST
					   : DTAP_PATH_CONTAINER,
		.payload = (uint32_t)container->size,
	};
	size_t at;

	if (!fits_one_record(container, snaplen))
		return write_parts(out, container, snaplen, payload, arg);
	at = dtap_pcap_head_write(out, &head);
	memcpy(out + at, container->data, container->size);
	payload(arg, at, container->size);
	return at + container->size;
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

	dtap_put64(label, loss->containers);
	dtap_put64(label + 8, loss->bytes);
	dtap_pcap_head_write(out, &head);
	memcpy(out, next, 8); /* seconds and microseconds */
}
