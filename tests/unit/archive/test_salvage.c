/* SPDX-License-Identifier: MIT */
#include "archive/salvage.h"

#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "support/testing.h"

struct bytes {
	uint8_t all[65536];
	size_t size;
	size_t ends[64]; /* of what is whole, in order */
	size_t count;
};

static void
add(struct bytes *bytes, const void *data, size_t size)
{
	memcpy(bytes->all + bytes->size, data, size);
	bytes->size += size;
}

static void
end_here(struct bytes *bytes)
{
	bytes->ends[bytes->count++] = bytes->size;
}

/* A data container of `messages` of some bytes, as HDLC ends them. */
static size_t
make_data(uint8_t *out, unsigned messages, bool remote)
{
	size_t at = 8;

	dtap_put32(out, DTAP_DATA);
	dtap_put32(out + 4, messages);
	for (unsigned i = 0; i < messages; i++) {
		uint32_t size = 20 + i * 7;

		if (remote) {
			dtap_put32(out + at, (uint32_t)-1);
			at += 4;
		}
		dtap_put32(out + at, size);
		memset(out + at + 4, 'm', size);
		out[at + 3 + size] = 0x7E;
		at += 4 + size;
	}
	return at;
}

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

static void
make_pcap(struct bytes *bytes)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER], data[2048], record[4096];

	*bytes = (struct bytes){0};
	dtap_pcap_file_header(header, 1024);
	add(bytes, header, sizeof header);
	for (unsigned i = 1; i < 12; i++) {
		struct dtap_container container = {
			.data = data,
			.size = make_data(data, i, i % 2),
			.time = {1000 + i, 0},
		};

		add(bytes, record,
		    dtap_pcap_write(record, &container, 1024, ignore, NULL));
		end_here(bytes);
	}
}

static void
make_raw(struct bytes *bytes)
{
	static const uint8_t hdlc[] = {0, 0x10, 0, 0, 0};
	static const uint8_t notice[] = {2, 0, 0, 0, 9, 9, 9, 9, 9};
	uint8_t data[2048];

	*bytes = (struct bytes){0};
	add(bytes, hdlc, sizeof hdlc);
	end_here(bytes);
	for (unsigned i = 1; i < 10; i++) {
		add(bytes, data, make_data(data, i, i % 2));
		end_here(bytes);
		if (i % 4 == 0) {
			add(bytes, notice, sizeof notice);
			end_here(bytes);
		}
	}
}

/* Looks at a file of the first `size` bytes. */
static enum dtap_found
look(const struct bytes *bytes, size_t size, enum dtap_file_kind kind,
     uint64_t *whole)
{
	static struct dtap_capture_stats stats;
	FILE *file = tmpfile();
	enum dtap_found found;

	assert_non_null(file);
	assert_int_equal(fwrite(bytes->all, 1, size, file), size);
	fflush(file);
	stats = (struct dtap_capture_stats){0};
	found = dtap_salvage_find(&dtap_vfs, fileno(file), kind, size, whole,
				  &stats);
	if (found == DTAP_FOUND_RECORDS && kind == DTAP_FILE_PCAP)
		assert_true(stats.records > 0);
	fclose(file);
	return found;
}

/* The largest end that is not beyond `size`. */
static size_t
expected(const struct bytes *bytes, size_t size)
{
	size_t end = 0;

	for (size_t i = 0; i < bytes->count; i++)
		if (bytes->ends[i] <= size)
			end = bytes->ends[i];
	return end;
}

static void
wherever_pcap_is_cut_whole_records_are_found(void **state)
{
	static struct bytes bytes;
	uint64_t whole;

	(void)state;
	make_pcap(&bytes);
	for (size_t size = 0; size <= bytes.size; size++) {
		enum dtap_found found =
			look(&bytes, size, DTAP_FILE_PCAP, &whole);
		size_t end = expected(&bytes, size);

		assert_int_equal(found, end > 0 ? DTAP_FOUND_RECORDS
						: DTAP_FOUND_NOTHING);
		if (end > 0)
			assert_int_equal(whole, end);
	}
}

static void
wherever_raw_is_cut_whole_containers_are_found(void **state)
{
	static struct bytes bytes;
	uint64_t whole;

	(void)state;
	make_raw(&bytes);
	for (size_t size = 0; size <= bytes.size; size++) {
		size_t end = expected(&bytes, size);

		look(&bytes, size, DTAP_FILE_RAW, &whole);
		/* A notice that is cut is not seen to be. */
		if (whole != end && !(whole == size && size - end < 9))
			fail_msg("cut at %zu: %u, not %zu", size,
				 (unsigned)whole, end);
	}
}

static void
a_tail_of_zeros_is_cut_off(void **state)
{
	static struct bytes bytes;
	uint64_t whole;

	(void)state;
	make_pcap(&bytes);
	for (size_t at = 512; at < bytes.size; at += 512) {
		make_pcap(&bytes);
		memset(bytes.all + at, 0, sizeof bytes.all - at);
		look(&bytes, bytes.size, DTAP_FILE_PCAP, &whole);
		assert_in_range(whole, expected(&bytes, at), at);
		look(&bytes, at + 8192, DTAP_FILE_PCAP, &whole);
		assert_in_range(whole, expected(&bytes, at), at);
	}
}

static void
a_file_that_we_did_not_write_is_not_salvaged(void **state)
{
	static struct bytes bytes;
	uint64_t whole;

	(void)state;
	memset(bytes.all, 'x', 1000);
	assert_int_equal(look(&bytes, 1000, DTAP_FILE_PCAP, &whole),
			 DTAP_FOUND_FOREIGN);
	assert_int_equal(look(&bytes, 1000, DTAP_FILE_RAW, &whole),
			 DTAP_FOUND_FOREIGN);
	make_pcap(&bytes);
	bytes.all[20] = 1; /* Ethernet */
	assert_int_equal(look(&bytes, bytes.size, DTAP_FILE_PCAP, &whole),
			 DTAP_FOUND_FOREIGN);
	memset(bytes.all, 0, sizeof bytes.all);
	assert_int_equal(look(&bytes, 4096, DTAP_FILE_PCAP, &whole),
			 DTAP_FOUND_NOTHING);
	assert_int_equal(look(&bytes, 4096, DTAP_FILE_RAW, &whole),
			 DTAP_FOUND_NOTHING);
}

static void
no_file_is_read_beyond_its_end(void **state)
{
	static struct bytes bytes;
	uint64_t random = 88172645463325252, whole;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		make_pcap(&bytes);
		for (int j = 0; j < 3; j++) {
			random = random * 6364136223846793005 + 1;
			bytes.all[(random >> 33) % bytes.size] =
				(uint8_t)(random >> 24);
		}
		look(&bytes, bytes.size, DTAP_FILE_PCAP, &whole);
		assert_true(whole <= bytes.size);
		look(&bytes, bytes.size, DTAP_FILE_RAW, &whole);
		assert_true(whole <= bytes.size);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wherever_pcap_is_cut_whole_records_are_found),
		cmocka_unit_test(
			wherever_raw_is_cut_whole_containers_are_found),
		cmocka_unit_test(a_tail_of_zeros_is_cut_off),
		cmocka_unit_test(a_file_that_we_did_not_write_is_not_salvaged),
		cmocka_unit_test(no_file_is_read_beyond_its_end),
	};

	return RUN(tests);
}
