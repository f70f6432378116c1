/* SPDX-License-Identifier: MIT */
#include "sources/ipa/splitter.h"

#include "sources/ipa/mirror.h"
#include "testing.h"

#define ENTRIES 400

static const char *const forms[] = {"status",       "status5", "status-csum",
				    "status5-csum", "dpl2",    "dpl3",
				    "qmap"};

static bool
is_found(const char *form)
{
	return strcmp(form, "qmap") != 0;
}

/* Made-up entries in a row, as a device gives them. */
struct row {
	uint8_t data[ENTRIES * DTAP_MIRROR_ENTRY];
	size_t size, count;
	struct {
		size_t at, size;
		struct dtap_shape shape;
	} entries[ENTRIES];
};

static struct row *
make_row(const char *form, uint64_t seed, size_t count)
{
	struct row *row = calloc(1, sizeof *row);
	struct dtap_mirror mirror;

	dtap_mirror_begin(&mirror, dtap_ipa_form_find(form), seed);
	for (; row->count < count; row->count++) {
		size_t size = dtap_mirror_next(&mirror, row->data + row->size,
					       &row->entries[row->count].shape);

		row->entries[row->count].at = row->size;
		row->entries[row->count].size = size;
		row->size += size;
	}
	return row;
}

/* What a splitter gave: all its octets, and how many of them were strays. */
struct out {
	uint8_t *data;
	size_t size, entries, strays, stray_bytes;
};

static void
check_entry(const struct row *row, const struct out *out, const uint8_t *data,
	    size_t size, const struct dtap_shape *shape)
{
	const struct dtap_shape *made;

	if (row == NULL)
		return;
	made = &row->entries[out->entries].shape;
	assert_true(out->entries < row->count);
	assert_int_equal(size, row->entries[out->entries].size);
	assert_memory_equal(data, row->data + row->entries[out->entries].at,
			    size);
	assert_int_equal(shape->kind, DTAP_KIND_ENTRY);
	assert_int_equal(shape->form, made->form);
	assert_int_equal(shape->head, made->head);
	assert_int_equal(shape->tail, made->tail);
	assert_int_equal(shape->missing, made->missing);
}

/* Takes what there is; the entries are to be those of row, if that is given. */
static void
take(struct dtap_splitter *splitter, struct out *out, const struct row *row)
{
	const uint8_t *data;
	struct dtap_shape shape;
	size_t size;

	while (dtap_splitter_next(splitter, &data, &size, &shape)) {
		assert_true(size > 0 && size <= DTAP_IPA_ENTRY_MAX);
		/* More than nothing, as the analyser cannot see. */
		out->data = realloc(out->data, out->size + size + 1);
		memcpy(out->data + out->size, data, size);
		out->size += size;
		if (shape.kind == DTAP_KIND_STRAY) {
			out->strays++;
			out->stray_bytes += size;
			continue;
		}
		check_entry(row, out, data, size, &shape);
		out->entries++;
	}
}

static void
put(struct dtap_splitter *splitter, const uint8_t *data, size_t size)
{
	memcpy(dtap_splitter_room(splitter, size), data, size);
	dtap_splitter_add(splitter, size);
}

/* All of it, in pieces of `step` octets. */
static struct out
split(struct dtap_splitter *splitter, const uint8_t *data, size_t size,
      size_t step, const struct row *row)
{
	struct out out = {0};

	for (size_t at = 0; at < size; at += step) {
		put(splitter, data + at, size - at < step ? size - at : step);
		take(splitter, &out, row);
	}
	dtap_splitter_end(splitter);
	take(splitter, &out, row);
	assert_int_equal(out.size, size);
	assert_memory_equal(out.data, data, size);
	return out;
}

static void
entries_out_equal_entries_in(const char *given, const char *made, size_t step)
{
	struct row *row = make_row(made, 1, ENTRIES);
	struct dtap_splitter *splitter =
		dtap_splitter_new(dtap_ipa_form_find(given));
	struct out out = split(splitter, row->data, row->size, step, row);

	assert_int_equal(out.entries, ENTRIES);
	assert_int_equal(out.strays, 0);
	assert_int_equal(dtap_splitter_slips(splitter), 0);
	assert_string_equal(dtap_splitter_form(splitter)->name, made);
	dtap_splitter_free(splitter);
	free(out.data);
	free(row);
}

static void
each_form_is_split_whatever_a_read_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++)
		for (size_t step = 1; step < 5000; step = step * 3 / 2 + 1)
			entries_out_equal_entries_in(forms[i], forms[i], step);
}

static void
auto_finds_each_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++)
		for (size_t step = 1; is_found(forms[i]) && step < 5000;
		     step = step * 3 + 7)
			entries_out_equal_entries_in("auto", forms[i], step);
}

/* Lengths as docs/wire.md has them; the mirror reckons as the splitter does. */
static void
an_entry_is_header_packet_and_padding(void **state)
{
	static const struct {
		const char *form;
		uint8_t length_at;
		size_t packet, header, padding;
	} cases[] = {
		{"status", 4, 20, 32, 0},      {"status5", 4, 21, 32, 3},
		{"dpl2", 4, 1499, 32, 1},      {"dpl2", 4, 300, 32, 0},
		{"dpl3", 14, 20, 16, 4},       {"dpl3", 14, 257, 16, 7},
		{"dpl3", 14, 1400, 16, 0},     {"status", 4, 0, 32, 0},
		{"status-csum", 4, 20, 32, 8}, {"status5-csum", 4, 21, 32, 11},
		{"status-csum", 4, 0, 32, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t header[DTAP_IPA_HEADER_MAX] = {0x10};
		struct dtap_shape shape = {0};
		size_t size;

		header[cases[i].length_at] = (uint8_t)cases[i].packet;
		header[cases[i].length_at + 1] =
			(uint8_t)(cases[i].packet >> 8);
		assert_true(
			dtap_ipa_header_read(dtap_ipa_form_find(cases[i].form),
					     header, &shape, &size));
		assert_int_equal(shape.head, cases[i].header);
		assert_int_equal(shape.tail, cases[i].padding);
		assert_int_equal(size, cases[i].header + cases[i].packet +
					       cases[i].padding);
	}
}

/* Its length is big-endian, and counts the padding. */
static void
a_qmap_header_counts_the_padding(void **state)
{
	static const struct {
		uint8_t header[4];
		size_t packet, padding; /* 0: there is no such header */
	} cases[] = {
		{{0, 7, 0, 20}, 20, 0},    {{3, 7, 1, 4}, 257, 3},
		{{63, 0, 0, 64}, 1, 63},   {{63, 0, 0, 63}, 0, 0},
		{{64, 0, 5, 220}, 0, 0},   {{0, 0, 0, 0}, 0, 0},
		{{0x80, 0, 0, 200}, 0, 0}, {{0, 0, 255, 255}, 65535, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_shape shape = {0};
		size_t size;

		assert_int_equal(
			dtap_ipa_header_read(dtap_ipa_form_find("qmap"),
					     cases[i].header, &shape, &size),
			cases[i].packet > 0);
		assert_int_equal(shape.head, 4);
		assert_int_equal(shape.tail, cases[i].padding);
		assert_int_equal(size, 4 + cases[i].packet + cases[i].padding);
	}
}

/* Two reads, that meet at every octet. */
static void
an_entry_may_end_at_any_octet(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct row *row = make_row(forms[i], 7, 6);
		struct dtap_splitter *splitter =
			dtap_splitter_new(dtap_ipa_form_find(forms[i]));

		for (size_t at = 1; at < row->size; at++) {
			struct out out = {0};

			dtap_splitter_clear(splitter);
			put(splitter, row->data, at);
			take(splitter, &out, row);
			put(splitter, row->data + at, row->size - at);
			take(splitter, &out, row);
			assert_int_equal(out.entries, 6);
			assert_int_equal(out.size, row->size);
			free(out.data);
		}
		dtap_splitter_free(splitter);
		free(row);
	}
}

static void
an_entry_is_given_as_soon_as_it_is_whole(void **state)
{
	struct row *row = make_row("dpl3", 3, 2);
	struct dtap_splitter *splitter =
		dtap_splitter_new(dtap_ipa_form_find("dpl3"));
	struct out out = {0};

	(void)state;
	put(splitter, row->data, row->entries[0].size - 1);
	take(splitter, &out, row);
	assert_int_equal(out.entries, 0);
	put(splitter, row->data + row->entries[0].size - 1, 1);
	take(splitter, &out, row);
	assert_int_equal(out.entries, 1);
	dtap_splitter_free(splitter);
	free(out.data);
	free(row);
}

/* Junk before, between and behind: every octet comes out all the same. */
static void
out_of_step_costs_no_octet_and_no_entry_behind(const char *given,
					       const char *made, size_t step)
{
	struct row *row = make_row(made, 11, 40);
	size_t middle = row->entries[20].at, junk = 777;
	uint8_t *data = malloc(row->size + 2 * junk);
	struct dtap_splitter *splitter =
		dtap_splitter_new(dtap_ipa_form_find(given));
	struct out out;

	for (size_t i = 0; i < junk; i++)
		data[i] = data[junk + middle + i] = (uint8_t)(0x80 | i * 31);
	memcpy(data + junk, row->data, middle);
	memcpy(data + 2 * junk + middle, row->data + middle,
	       row->size - middle);
	out = split(splitter, data, row->size + 2 * junk, step, row);
	assert_int_equal(out.entries, 40);
	assert_int_equal(out.stray_bytes, 2 * junk);
	assert_int_equal(dtap_splitter_slips(splitter),
			 strcmp(given, "auto") == 0 ? 1 : 2);
	dtap_splitter_free(splitter);
	free(out.data);
	free(data);
	free(row);
}

static void
one_octet_too_many_is_one_stray_octet(void **state)
{
	struct row *row = make_row("dpl3", 2, 10);
	struct dtap_splitter *splitter =
		dtap_splitter_new(dtap_ipa_form_find("dpl3"));
	uint8_t *data = malloc(row->size + 1);
	struct out out;

	(void)state;
	memcpy(data, row->data, row->entries[5].at);
	data[row->entries[5].at] = 0xff;
	memcpy(data + row->entries[5].at + 1, row->data + row->entries[5].at,
	       row->size - row->entries[5].at);
	out = split(splitter, data, row->size + 1, 64, row);
	assert_int_equal(out.entries, 10);
	assert_int_equal(out.stray_bytes, 1);
	dtap_splitter_free(splitter);
	free(out.data);
	free(data);
	free(row);
}

static void
it_falls_into_step_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++)
		for (size_t step = 1; step < 70000; step = step * 7 + 3) {
			out_of_step_costs_no_octet_and_no_entry_behind(
				forms[i], forms[i], step);
			if (is_found(forms[i]))
				out_of_step_costs_no_octet_and_no_entry_behind(
					"auto", forms[i], step);
		}
}

/* The device was reset, and says something else now. */
static void
auto_looks_for_another_form_where_the_first_fails(void **state)
{
	struct row *row = make_row("dpl3", 5, 20);
	struct row *other = make_row("status", 5, ENTRIES);
	size_t pad = 300 * 1024;
	uint8_t *data = calloc(1, row->size + pad + other->size);
	struct dtap_splitter *splitter = dtap_splitter_new(NULL);
	struct out out;

	(void)state;
	memcpy(data, row->data, row->size);
	memcpy(data + row->size + pad, other->data, other->size);
	out = split(splitter, data, row->size + pad + other->size, 4096, NULL);
	assert_string_equal(dtap_splitter_form(splitter)->name, "status");
	assert_int_equal(out.entries, 20 + ENTRIES);
	assert_int_equal(out.stray_bytes, pad);
	dtap_splitter_free(splitter);
	free(out.data);
	free(data);
	free(row);
	free(other);
}

/* What is held back is bounded, whatever comes. */
static void
junk_without_end_is_passed_on(void **state)
{
	struct modem_random random = {1};
	uint8_t junk[4096];

	(void)state;
	for (size_t i = 0; i <= COUNT(forms); i++) {
		struct dtap_splitter *splitter = dtap_splitter_new(
			i < COUNT(forms) ? dtap_ipa_form_find(forms[i]) : NULL);
		struct out out = {0};
		size_t size = 0;

		for (; size < 1 << 20; size += sizeof junk) {
			for (size_t at = 0; at < sizeof junk; at++)
				junk[at] = (uint8_t)modem_random(&random, 256);
			put(splitter, junk, sizeof junk);
			take(splitter, &out, NULL);
			assert_true(size + sizeof junk - out.size <=
				    3 * DTAP_IPA_ENTRY_MAX);
		}
		dtap_splitter_end(splitter);
		take(splitter, &out, NULL);
		assert_int_equal(out.size, size);
		dtap_splitter_free(splitter);
		free(out.data);
	}
}

static void
a_cut_packet_tells_how_long_it_was(void **state)
{
	static const uint8_t v4[] = {0x45, 0, 5, 0xdc, 0, 0, 0, 0};
	static const uint8_t v6[] = {0x60, 0, 0, 0, 5, 0};

	(void)state;
	assert_int_equal(dtap_ipa_packet_missing(v4, sizeof v4), 1500 - 8);
	assert_int_equal(dtap_ipa_packet_missing(v6, sizeof v6), 40 + 1280 - 6);
	assert_int_equal(dtap_ipa_packet_missing(v4, 5), 0);
	assert_int_equal(dtap_ipa_packet_missing(v4, 1500), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_split_whatever_a_read_holds),
		cmocka_unit_test(auto_finds_each_form),
		cmocka_unit_test(an_entry_is_header_packet_and_padding),
		cmocka_unit_test(a_qmap_header_counts_the_padding),
		cmocka_unit_test(an_entry_may_end_at_any_octet),
		cmocka_unit_test(an_entry_is_given_as_soon_as_it_is_whole),
		cmocka_unit_test(one_octet_too_many_is_one_stray_octet),
		cmocka_unit_test(it_falls_into_step_again),
		cmocka_unit_test(
			auto_looks_for_another_form_where_the_first_fails),
		cmocka_unit_test(junk_without_end_is_passed_on),
		cmocka_unit_test(a_cut_packet_tells_how_long_it_was),
	};

	return RUN(tests);
}
