/* SPDX-License-Identifier: MIT */
/* The file source and pcapng: every kind of block that holds a packet. */
#include <errno.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/sources.h"
#include "support/replay_fixture.h"

#define SECTION   0x0a0d0d0a
#define INTERFACE 1
#define OLD       2
#define SIMPLE    3
#define NAMES     4
#define PACKET    6
#define SECOND    UINT64_C(1700000000)
#define NO_LIMIT  0

/* A file that grows; its numbers are big-endian if `big`. */
struct file {
	struct bytes bytes;
	bool big;
};

static void
add16(struct file *file, uint16_t value)
{
	uint8_t bytes[2];

	dtap_put16(bytes, file->big ? __builtin_bswap16(value) : value);
	bytes_add(&file->bytes, bytes, sizeof bytes);
}

static void
add32(struct file *file, uint32_t value)
{
	bytes_add32(&file->bytes, file->big ? __builtin_bswap32(value) : value);
}

static void
add_text(struct file *file, const void *data, size_t size)
{
	static const uint8_t padding[3];

	bytes_add(&file->bytes, data, size);
	bytes_add(&file->bytes, padding, (0U - size) & 3);
}

/* Begins a block; end() sets its lengths. */
static size_t
begin(struct file *file, uint32_t type)
{
	add32(file, type);
	add32(file, 0);
	return file->bytes.size - 8;
}

static void
end(struct file *file, size_t block)
{
	uint32_t length = (uint32_t)(file->bytes.size - block + 4);

	add32(file, length);
	dtap_put32(file->bytes.data + block + 4,
		   file->big ? __builtin_bswap32(length) : length);
}

static void
add_section(struct file *file, bool big)
{
	size_t block;

	file->big = big;
	block = begin(file, SECTION);
	add32(file, 0x1a2b3c4d);
	add16(file, 1);
	add16(file, 0);
	add32(file, 0xffffffff);
	add32(file, 0xffffffff);
	end(file, block);
}

/* resolution 0: no option, so microseconds. */
static void
add_interface(struct file *file, uint16_t linktype, uint32_t snaplen,
	      uint8_t resolution, uint32_t offset)
{
	size_t block = begin(file, INTERFACE);

	add16(file, linktype);
	add16(file, 0);
	add32(file, snaplen);
	add16(file, 2); /* a name */
	add16(file, 5);
	add_text(file, "diag0", 5);
	if (resolution > 0) {
		add16(file, 9);
		add16(file, 1);
		add_text(file, &resolution, 1);
	}
	if (offset > 0) {
		add16(file, 14);
		add16(file, 8);
		add32(file, file->big ? 0 : offset);
		add32(file, file->big ? offset : 0);
	}
	add16(file, 0);
	add16(file, 0);
	end(file, block);
}

/* The record of a container of 12 bytes that end with `mark`; its data. */
static const uint8_t *
record(uint8_t mark)
{
	static uint8_t data[16] = {0, 1, 0, 0, 0x20, 0, 0, 0,
				   1, 0, 0, 0, 0,    0, 0, 0};

	data[15] = mark;
	return data;
}

static void
add_packet(struct file *file, uint32_t type, uint32_t interface, uint64_t ticks,
	   uint8_t mark)
{
	size_t block = begin(file, type);

	if (type == OLD) {
		add16(file, (uint16_t)interface);
		add16(file, 0xffff); /* drops */
	} else if (type == PACKET) {
		add32(file, interface);
	}
	if (type != SIMPLE) {
		add32(file, (uint32_t)(ticks >> 32));
		add32(file, (uint32_t)ticks);
		add32(file, 16);
	}
	add32(file, 16);
	add_text(file, record(mark), 16);
	end(file, block);
}

/* What the file gives: marks and times in order. */
struct result {
	size_t count;
	uint8_t marks[32];
	struct timespec times[32];
	uint64_t skipped_records, skipped_bytes;
	char why[256];
};

static struct result
read_file(struct file *file)
{
	struct dtap_file_options options = {
		.path = write_file("a.pcapng", file->bytes.data,
				   file->bytes.size)};
	struct dtap_source *source = dtap_file_new(&options);
	struct result result = {.count = 0};
	uint8_t buffer[4096];
	ssize_t size;

	assert_int_equal(source->ops->open(source), 0);
	source->buffer_size = sizeof buffer;
	while ((size = source->ops->read(source, buffer, sizeof buffer)) >= 0)
		if (size > 0) {
			assert_int_equal(size, 12);
			assert_true(result.count < 32);
			result.times[result.count] = source->time;
			result.marks[result.count++] = buffer[11];
		}
	assert_int_equal(errno, ENODATA);
	result.skipped_records = source->skipped_records;
	result.skipped_bytes = source->skipped_bytes;
	memcpy(result.why, source->why, sizeof result.why);
	source->ops->close(source);
	source->ops->free(source);
	bytes_free(&file->bytes);
	return result;
}

static void
every_block_with_a_packet_gives_it(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct file file = {.big = false};
		struct result result;
		size_t block;

		add_section(&file, big);
		add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT, 0, 0);
		add_packet(&file, PACKET, 0, SECOND * 1000000 + 42, 'a');
		block = begin(&file, NAMES);
		add32(&file, 0);
		end(&file, block);
		block = begin(&file, 0x40000bad); /* of somebody else */
		end(&file, block);
		add_packet(&file, OLD, 0, SECOND * 1000000, 'b');
		add_packet(&file, SIMPLE, 0, 0, 'c');
		result = read_file(&file);
		assert_int_equal(result.count, 3);
		assert_memory_equal(result.marks, "abc", 3);
		assert_int_equal(result.times[0].tv_sec, SECOND);
		assert_int_equal(result.times[0].tv_nsec, 42000);
		assert_int_equal(result.times[1].tv_sec, SECOND);
		assert_int_equal(result.times[2].tv_sec, 0);
		assert_string_equal(result.why, "");
		assert_int_equal(result.skipped_records, 0);
	}
}

static void
times_have_the_unit_and_the_offset_of_their_interface(void **state)
{
	static const struct {
		uint8_t resolution;
		uint32_t offset;
		uint64_t ticks;
		long nanoseconds;
	} cases[] = {
		{9, 0, SECOND * 1000000000 + 123456789, 123456789},
		{3, 0, SECOND * 1000 + 7, 7000000},
		{0x80 | 10, 0, SECOND << 10 | 512, 500000000},
		{0x80 | 32, 0, SECOND << 32 | 1U << 31, 500000000},
		{6, 1000000000, (SECOND - 1000000000) * 1000000 + 1, 1000},
	};
	struct file file = {.big = false};
	struct result result;

	(void)state;
	add_section(&file, true);
	for (size_t i = 0; i < COUNT(cases); i++)
		add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT,
			      cases[i].resolution, cases[i].offset);
	for (size_t i = 0; i < COUNT(cases); i++)
		add_packet(&file, PACKET, (uint32_t)i, cases[i].ticks, 'x');
	result = read_file(&file);
	assert_int_equal(result.count, COUNT(cases));
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(result.times[i].tv_sec, SECOND);
		assert_int_equal(result.times[i].tv_nsec, cases[i].nanoseconds);
	}
}

static void
a_section_has_its_own_byte_order_and_interfaces(void **state)
{
	struct file file = {.big = false};
	struct result result;

	(void)state;
	for (int i = 0; i < 4; i++) {
		add_section(&file, i % 2 == 1);
		add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT,
			      i % 2 == 1 ? 9 : 3, 0);
		add_packet(&file, PACKET, 0,
			   SECOND * (i % 2 == 1 ? 1000000000 : 1000),
			   (uint8_t)('a' + i));
	}
	result = read_file(&file);
	assert_int_equal(result.count, 4);
	assert_memory_equal(result.marks, "abcd", 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(result.times[i].tv_sec, SECOND);
}

static void
packets_of_other_link_types_are_counted(void **state)
{
	struct file file = {.big = false};
	struct result result;

	(void)state;
	add_section(&file, false);
	add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT, 0, 0);
	add_interface(&file, 1, NO_LIMIT, 0, 0);
	add_packet(&file, PACKET, 1, 0, 'a');
	add_packet(&file, PACKET, 0, 0, 'b');
	result = read_file(&file);
	assert_int_equal(result.count, 1);
	assert_int_equal(result.skipped_records, 1);
	assert_string_equal(result.why, "");
	/* The first interface says whose file it is. */
	add_section(&file, false);
	add_interface(&file, 1, NO_LIMIT, 0, 0);
	add_packet(&file, PACKET, 0, 0, 'a');
	result = read_file(&file);
	assert_int_equal(result.count, 0);
	assert_non_null(
		strstr(result.why, "link type 1: only pcap of diagtap"));
}

static void
a_snaplen_cuts_simple_packets(void **state)
{
	struct file file = {.big = false};
	struct result result;

	(void)state;
	add_section(&file, false);
	add_interface(&file, DTAP_LINKTYPE_USER0, 8, 0, 0);
	add_packet(&file, SIMPLE, 0, 0, 'a');
	result = read_file(&file);
	assert_int_equal(result.count, 0);
	assert_int_equal(result.skipped_records, 1);
}

/* Its packets are read with the link type and the unit of diagtap. */
static void
a_damaged_interface_costs_no_packet(void **state)
{
	struct file file = {.big = false};
	struct result result;
	size_t at, size;

	(void)state;
	add_section(&file, false);
	at = file.bytes.size;
	add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT, 0, 0);
	size = file.bytes.size - at;
	memset(file.bytes.data + at, 0, size);
	for (int i = 0; i < 3; i++)
		add_packet(&file, PACKET, 0, SECOND * 1000000, 'x');
	result = read_file(&file);
	assert_int_equal(result.count, 3);
	assert_int_equal(result.times[0].tv_sec, SECOND);
	assert_int_equal(result.skipped_bytes, size);
}

/* Lengths in the body of a packet that the block has no room for. */
static void
a_packet_longer_than_its_block_is_damage(void **state)
{
	struct file file = {.big = false};
	struct result result;
	size_t at;

	(void)state;
	add_section(&file, false);
	add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT, 0, 0);
	at = file.bytes.size;
	for (int mark = 'a'; mark < 'e'; mark++)
		add_packet(&file, PACKET, 0, 0, (uint8_t)mark);
	dtap_put32(file.bytes.data + at + 20, 17);
	dtap_put32(file.bytes.data + at + 24, 17);
	result = read_file(&file);
	assert_int_equal(result.count, 3);
	assert_memory_equal(result.marks, "bcd", 3);
	assert_int_equal(result.skipped_bytes, 48);
}

static void
mutated_pcapng_ends(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct file file = {.big = false};
		struct given given;

		add_section(&file, i % 2 == 1);
		add_interface(&file, DTAP_LINKTYPE_USER0, NO_LIMIT, 9, 1);
		for (int n = 0; n < 6; n++)
			add_packet(&file, n % 3 == 0 ? SIMPLE : PACKET, 0, 1,
				   'x');
		for (int n = 0; n < 6; n++) {
			random = random * 1664525 + 1013904223;
			file.bytes.data[4 + (random >> 8) %
						    (file.bytes.size - 4)] ^=
				(uint8_t)(1U << (random & 7));
		}
		file.bytes.size -= random >> 16 & 63;
		given = replay(write_file("m.pcapng", file.bytes.data,
					  file.bytes.size),
			       0, NULL);
		given_free(&given);
		bytes_free(&file.bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_with_a_packet_gives_it),
		cmocka_unit_test(
			times_have_the_unit_and_the_offset_of_their_interface),
		cmocka_unit_test(
			a_section_has_its_own_byte_order_and_interfaces),
		cmocka_unit_test(packets_of_other_link_types_are_counted),
		cmocka_unit_test(a_snaplen_cuts_simple_packets),
		cmocka_unit_test(a_damaged_interface_costs_no_packet),
		cmocka_unit_test(a_packet_longer_than_its_block_is_damage),
		cmocka_unit_test(mutated_pcapng_ends),
	};

	return RUN(tests);
}
