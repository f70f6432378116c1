/* SPDX-License-Identifier: MIT */
#include <dtap/bytes.h>
#include <dtap/parts.h>
#include <dtap/pcap.h>

#include "support/testing.h"

/* The vectors of Tailscale's Rust framer, ts_runtime/capture.rs. */

static void
file_header_is_that_of_the_specification(void **state)
{
	static const uint8_t expected[] = {
		0xD4, 0xC3, 0xB2, 0xA1, 0x02, 0x00, 0x04, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0xFF, 0xFF, 0x00, 0x00, 0x93, 0x00, 0x00, 0x00,
	};
	uint8_t header[DTAP_PCAP_FILE_HEADER];

	(void)state;
	dtap_pcap_file_header(header, 65535);
	assert_memory_equal(header, expected, sizeof expected);
	dtap_pcap_file_header(header, DTAP_SNAPLEN_MAX);
	assert_int_equal(dtap_get32(header + 16), 262144);
}

static void
record_is_that_of_the_specification(void **state)
{
	static const uint8_t expected[] = {
		0x44, 0x33, 0x22, 0x11, 0xA5, 0x5A, 0x05, 0x00,
		0x07, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00,
		0x01, 0x00, 0x00, 0x00, 0xAB, 0xCD, 0xEF,
	};
	const struct dtap_pcap_head head = {
		.time = {.tv_sec = 0x11223344, .tv_nsec = 0x55AA5 * 1000},
		.path = 1,
		.payload = 3,
	};
	uint8_t record[sizeof expected];

	(void)state;
	assert_int_equal(dtap_pcap_head_write(record, &head), 20);
	memcpy(record + 20, "\xAB\xCD\xEF", 3);
	assert_memory_equal(record, expected, sizeof expected);
}

static void
preamble_encodes_the_path_little_endian(void **state)
{
	static const struct {
		uint16_t path;
		uint8_t preamble[4];
	} vectors[] = {{1, {0x01, 0, 0, 0}}, {0x0102, {0x02, 0x01, 0, 0}}};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct dtap_pcap_head head = {.path = vectors[i].path};
		uint8_t record[20];

		dtap_pcap_head_write(record, &head);
		assert_memory_equal(record + 16, vectors[i].preamble, 4);
	}
}

/* A data container of `count` messages of `length` bytes each. */
static struct dtap_container
make_container(size_t count, size_t length)
{
	size_t size = 8 + count * (4 + length);
	uint8_t *data = malloc(size), *at = data + 8;

	assert_non_null(data);
	dtap_put32(data, DTAP_DATA);
	dtap_put32(data + 4, (uint32_t)count);
	for (size_t i = 0; i < count; i++, at += 4 + length) {
		dtap_put32(at, (uint32_t)length);
		memset(at + 4, (int)('a' + i % 26), length);
	}
	return (struct dtap_container){.data = data, .size = size, .number = 7};
}

/* What the records of a container say, put together again. */
struct joined {
	uint8_t *data;
	size_t size;
	unsigned records;
};

static void
join(void *arg, size_t offset, size_t size)
{
	struct joined *joined = arg;

	(void)offset;
	joined->size += size;
	joined->records++;
}

/* Walks the records as a reader would, by their own lengths. */
static void
check_records(const uint8_t *out, size_t size,
	      const struct dtap_container *container, uint32_t snaplen,
	      unsigned records)
{
	size_t at = 0, taken = 0;

	for (unsigned i = 0; i < records; i++) {
		uint32_t length = dtap_get32(out + at + 8);
		const uint8_t *preamble = out + at + 16;
		size_t label = preamble[2], payload = length - 4 - label;

		assert_true(length <= snaplen);
		assert_int_equal(dtap_get32(out + at + 12), length);
		if (records > 1) {
			assert_int_equal(dtap_get16(preamble), 0x0101);
			assert_int_equal(dtap_get64(preamble + 3), 7);
			assert_int_equal(dtap_get16(preamble + 11), i);
			assert_int_equal(dtap_get16(preamble + 13), records);
		} else {
			assert_int_equal(dtap_get16(preamble), 0x0100);
		}
		assert_int_equal(preamble[3 + label], 0);
		assert_memory_equal(preamble + 4 + label,
				    container->data + taken, payload);
		taken += payload;
		at += 16 + length;
	}
	assert_int_equal(at, size);
	assert_int_equal(taken, container->size);
}

static void
parts_put_together_are_the_container(void **state)
{
	static const struct {
		size_t count, length;
		uint32_t snaplen;
	} cases[] = {
		{1, 1, 1024},        {1, 1008, 1024}, {1, 1009, 1024},
		{50, 100, 1024},     {3, 5000, 1024}, {400, 700, 262144},
		{1, 600000, 262144}, {0, 0, 1024},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t snaplen = cases[i].snaplen;
		struct dtap_container container =
			make_container(cases[i].count, cases[i].length);
		size_t room = dtap_pcap_room(&container, snaplen);
		uint8_t *out = malloc(room);
		struct joined joined = {0};

		assert_int_equal(dtap_pcap_write(out, &container, snaplen, join,
						 &joined),
				 room);
		assert_int_equal(joined.size, container.size);
		check_records(out, room, &container, snaplen, joined.records);
		free(out);
		free((void *)container.data);
	}
}

static void
parts_are_cut_behind_messages(void **state)
{
	struct dtap_container container = make_container(50, 100);
	struct dtap_parts parts =
		dtap_parts_of(container.data, container.size, 1000);

	(void)state;
	/* 8 + 9 * 104 = 944 fits, a tenth message would not. */
	assert_int_equal(dtap_parts_next(&parts), 8 + 9 * 104);
	assert_int_equal(dtap_parts_next(&parts), 9 * 104);
	free((void *)container.data);
}

static void
loss_record_has_the_time_of_what_follows(void **state)
{
	static const uint8_t next[16] = {1, 2, 3, 4, 5, 6, 7, 0, 9, 9};
	static const struct dtap_amount loss = {3, 0x10203};
	uint8_t record[DTAP_LOSS_RECORD];

	(void)state;
	dtap_pcap_write_loss(record, &loss, next);
	assert_memory_equal(record, next, 8);
	assert_int_equal(dtap_get32(record + 8), 20);
	assert_int_equal(dtap_get32(record + 12), 20);
	assert_int_equal(dtap_get16(record + 16), 0x01ff);
	assert_int_equal(record[18], 16);
	assert_int_equal(dtap_get64(record + 19), 3);
	assert_int_equal(dtap_get64(record + 27), 0x10203);
	assert_int_equal(record[35], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_header_is_that_of_the_specification),
		cmocka_unit_test(record_is_that_of_the_specification),
		cmocka_unit_test(preamble_encodes_the_path_little_endian),
		cmocka_unit_test(parts_put_together_are_the_container),
		cmocka_unit_test(parts_are_cut_behind_messages),
		cmocka_unit_test(loss_record_has_the_time_of_what_follows),
	};

	return RUN(tests);
}
