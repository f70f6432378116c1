/* SPDX-License-Identifier: MIT */
#include <dtap/block.h>

#include <errno.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "support/testing.h"

#define SNAPLEN 1024

static const uint8_t notice[] = {1, 0, 0, 0, 'm'};
static const uint8_t data[] = {0x20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'd'};

static struct dtap_block *
make_block(void)
{
	struct dtap_block *block = dtap_block_open(4096);
	const struct dtap_container containers[] = {
		{.data = notice, .size = sizeof notice},
		{.data = data, .size = sizeof data},
		{.data = data, .size = sizeof data},
	};

	for (size_t i = 0; i < COUNT(containers); i++)
		assert_int_equal(
			dtap_block_append(block, &containers[i], SNAPLEN), 0);
	dtap_block_seal(block);
	return block;
}

/* The bytes of a view, as sendmsg(2) would gather them; the caller frees. */
static uint8_t *
gather(struct dtap_view view)
{
	uint8_t *out = malloc(view.bytes + 1);
	size_t at = 0;

	for (size_t i = 0; i < view.count; i++) {
		memcpy(out + at, view.iov[i].iov_base, view.iov[i].iov_len);
		at += view.iov[i].iov_len;
	}
	assert_int_equal(at, view.bytes);
	out[at] = '\0';
	return out;
}

static void
raw_is_the_containers_back_to_back(void **state)
{
	struct dtap_block *block = make_block();
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_RAW, false);
	uint8_t *out = gather(view);

	(void)state;
	assert_int_equal(view.bytes, sizeof notice + 2 * sizeof data);
	assert_memory_equal(out, notice, sizeof notice);
	assert_memory_equal(out + sizeof notice, data, sizeof data);
	assert_memory_equal(out + sizeof notice + sizeof data, data,
			    sizeof data);
	free(out);
	dtap_block_unref(block);
}

static void
data_form_leaves_notices_out(void **state)
{
	struct dtap_block *block = make_block();
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_DATA, false);
	uint8_t *out = gather(view);

	(void)state;
	assert_int_equal(view.bytes, 2 * sizeof data);
	assert_memory_equal(out, data, sizeof data);
	free(out);
	dtap_block_unref(block);
}

static void
a_block_of_notices_has_nothing_in_data_form(void **state)
{
	struct dtap_block *block = dtap_block_open(100);
	const struct dtap_container container = {.data = notice,
						 .size = sizeof notice};

	(void)state;
	dtap_block_append(block, &container, SNAPLEN);
	dtap_block_seal(block);
	assert_int_equal(dtap_block_view(block, DTAP_FORM_DATA, true).bytes, 0);
	assert_int_equal(dtap_block_view(block, DTAP_FORM_DATA, true).count, 0);
	dtap_block_unref(block);
}

static void
a_chunk_is_the_form_with_its_length_before_it(void **state)
{
	struct dtap_block *block = make_block();

	(void)state;
	for (int form = 0; form < DTAP_FORMS; form++) {
		struct dtap_view bare =
			dtap_block_view(block, (enum dtap_form)form, false);
		struct dtap_view chunk =
			dtap_block_view(block, (enum dtap_form)form, true);
		uint8_t *inside = gather(bare), *out = gather(chunk);
		char *end;

		assert_int_equal(strtoul((char *)out, &end, 16), bare.bytes);
		assert_memory_equal(end, "\r\n", 2);
		assert_memory_equal(end + 2, inside, bare.bytes);
		assert_memory_equal(end + 2 + bare.bytes, "\r\n", 3);
		free(inside);
		free(out);
	}
	dtap_block_unref(block);
}

static void
pcap_is_one_piece(void **state)
{
	struct dtap_block *block = make_block();

	(void)state;
	assert_int_equal(dtap_block_view(block, DTAP_FORM_PCAP, true).count, 1);
	assert_int_equal(dtap_block_view(block, DTAP_FORM_PCAP, false).bytes,
			 3 * 20 + sizeof notice + 2 * sizeof data);
	dtap_block_unref(block);
}

static void
a_full_block_refuses_and_stays_as_it_was(void **state)
{
	struct dtap_block *block = dtap_block_open(2 * (20 + sizeof data) - 1);
	const struct dtap_container container = {.data = data,
						 .size = sizeof data};

	(void)state;
	assert_int_equal(dtap_block_append(block, &container, SNAPLEN), 0);
	assert_int_equal(dtap_block_append(block, &container, SNAPLEN), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(dtap_block_containers(block), 1);
	assert_int_equal(dtap_block_bytes(block), sizeof data);
	dtap_block_seal(block);
	dtap_block_unref(block);
}

static void
one_sendmsg_takes_a_block_of_many_small_containers(void **state)
{
	struct dtap_block *block = dtap_block_open(65536);
	const struct dtap_container container = {.data = notice,
						 .size = sizeof notice};

	(void)state;
	while (dtap_block_append(block, &container, SNAPLEN) == 0)
		;
	assert_int_equal(errno, ENOSPC);
	dtap_block_seal(block);
	assert_in_range(dtap_block_view(block, DTAP_FORM_RAW, true).count, 1000,
			1023);
	dtap_block_unref(block);
}

static void
a_block_is_full_where_its_lists_are_and_has_all_it_took(void **state)
{
	struct dtap_block *block = dtap_block_open(4096);
	struct dtap_container container = {.size = sizeof data};
	uint8_t numbered[sizeof data], *out;
	size_t count = 0;

	(void)state;
	memcpy(numbered, data, sizeof data);
	container.data = numbered;
	do
		numbered[12] = (uint8_t)count;
	while (dtap_block_append(block, &container, SNAPLEN) == 0 && ++count);
	assert_int_equal(errno, ENOSPC);
	assert_in_range(count, 50, 4096 / (20 + sizeof data) - 1);
	dtap_block_seal(block);
	for (int form = DTAP_FORM_RAW; form <= DTAP_FORM_DATA; form++) {
		out = gather(
			dtap_block_view(block, (enum dtap_form)form, false));
		for (size_t i = 0; i < count; i++)
			assert_int_equal(out[i * sizeof data + 12], i);
		free(out);
	}
	dtap_block_unref(block);
}

static void
sealing_gives_back_what_was_not_used(void **state)
{
	struct dtap_block *block = dtap_block_open(65536);
	const struct dtap_container container = {.data = data,
						 .size = sizeof data};

	(void)state;
	dtap_block_append(block, &container, SNAPLEN);
	dtap_block_seal(block);
	assert_true(dtap_block_memory(block) < 1024);
	dtap_block_unref(block);
}

static void
a_large_container_comes_back_whole_in_raw(void **state)
{
	size_t size = 10 * SNAPLEN;
	uint8_t *large = calloc(1, size), *out;
	struct dtap_container container = {.data = large, .size = size};
	struct dtap_block *block;

	(void)state;
	for (size_t i = 0; i < size; i++)
		large[i] = (uint8_t)(i * 31 >> 3);
	block = dtap_block_open(dtap_pcap_room(&container, SNAPLEN));
	assert_int_equal(dtap_block_append(block, &container, SNAPLEN), 0);
	dtap_block_seal(block);
	out = gather(dtap_block_view(block, DTAP_FORM_RAW, false));
	assert_memory_equal(out, large, size);
	assert_int_equal(dtap_block_containers(block), 1);
	free(out);
	free(large);
	dtap_block_unref(block);
}

/* Messages of which no two fit one part: parts are as many as can be. */
static uint8_t *
make_pairs(size_t pairs, size_t *size)
{
	static const uint32_t lengths[] = {10, 1000};
	uint8_t *made = calloc(1, 8 + pairs * (4 + 10 + 4 + 1000));

	dtap_put32(made, DTAP_DATA);
	dtap_put32(made + 4, (uint32_t)(2 * pairs));
	*size = 8;
	for (size_t i = 0; i < 2 * pairs; i++) {
		dtap_put32(made + *size, lengths[i % 2]);
		memset(made + *size + 4, (int)i, lengths[i % 2]);
		*size += 4 + lengths[i % 2];
	}
	return made;
}

static void
a_container_in_the_shortest_parts_fits_a_block_of_its_own(void **state)
{
	struct dtap_container container = {0};
	uint8_t *made = make_pairs(200, &container.size), *out;
	struct dtap_block *block;

	(void)state;
	container.data = made;
	assert_int_equal(dtap_pcap_pieces(&container, SNAPLEN), 400);
	block = dtap_block_open(dtap_pcap_room(&container, SNAPLEN));
	assert_int_equal(dtap_block_append(block, &container, SNAPLEN), 0);
	dtap_block_seal(block);
	out = gather(dtap_block_view(block, DTAP_FORM_DATA, false));
	assert_memory_equal(out, made, container.size);
	free(out);
	free(made);
	dtap_block_unref(block);
}

static void
a_request_is_in_pcap_only_and_not_counted(void **state)
{
	const struct dtap_container request = {
		.data = data,
		.size = sizeof data,
		.shape = {.kind = DTAP_KIND_REQUEST}};
	struct dtap_block *block = dtap_block_open(4096);
	struct dtap_view view;
	const uint8_t *records;

	(void)state;
	assert_int_equal(dtap_block_append(block, &request, SNAPLEN), 0);
	dtap_block_seal(block);
	assert_int_equal(dtap_block_containers(block), 0);
	assert_int_equal(dtap_block_bytes(block), 0);
	view = dtap_block_view(block, DTAP_FORM_RAW, true);
	assert_int_equal(view.bytes, 0);
	view = dtap_block_view(block, DTAP_FORM_DATA, true);
	assert_int_equal(view.bytes, 0);
	view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	assert_int_equal(view.bytes,
			 DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + sizeof data);
	records = view.iov[0].iov_base;
	assert_memory_equal(records + DTAP_PCAP_RECORD_HEADER,
			    ((uint8_t[]){0x02, 0x01, 0, 0}), DTAP_PREAMBLE);
	dtap_block_unref(block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_is_the_containers_back_to_back),
		cmocka_unit_test(data_form_leaves_notices_out),
		cmocka_unit_test(a_block_of_notices_has_nothing_in_data_form),
		cmocka_unit_test(a_chunk_is_the_form_with_its_length_before_it),
		cmocka_unit_test(pcap_is_one_piece),
		cmocka_unit_test(a_request_is_in_pcap_only_and_not_counted),
		cmocka_unit_test(a_full_block_refuses_and_stays_as_it_was),
		cmocka_unit_test(
			one_sendmsg_takes_a_block_of_many_small_containers),
		cmocka_unit_test(
			a_block_is_full_where_its_lists_are_and_has_all_it_took),
		cmocka_unit_test(sealing_gives_back_what_was_not_used),
		cmocka_unit_test(a_large_container_comes_back_whole_in_raw),
		cmocka_unit_test(
			a_container_in_the_shortest_parts_fits_a_block_of_its_own),
	};

	return RUN(tests);
}
