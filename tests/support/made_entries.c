/* SPDX-License-Identifier: MIT */
#include "support/made_entries.h"

#include "support/testing.h"

const char *const row_forms[ROW_FORMS] = {
	"status", "status5", "status-csum", "status5-csum",
	"dpl2",   "dpl3",    "qmap",
};

bool
row_is_found(const char *form)
{
	return strcmp(form, "qmap") != 0;
}

struct row *
row_new(const char *form, uint64_t seed, size_t count)
{
	struct row *row = calloc(1, sizeof *row);
	struct dtap_ipa_entries mirror;

	dtap_ipa_entries_begin(&mirror, dtap_ipa_header_format_find(form),
			       seed);
	for (; row->count < count; row->count++) {
		size_t size =
			dtap_ipa_entries_next(&mirror, row->data + row->size,
					      &row->entries[row->count].shape);

		row->entries[row->count].at = row->size;
		row->entries[row->count].size = size;
		row->size += size;
	}
	return row;
}

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
	assert_int_equal(shape->header_format, made->header_format);
	assert_int_equal(shape->head, made->head);
	assert_int_equal(shape->tail, made->tail);
	assert_int_equal(shape->missing, made->missing);
}

void
out_take(struct dtap_entry_parser *parser, struct out *out,
	 const struct row *row)
{
	const uint8_t *data;
	struct dtap_shape shape;
	size_t size;

	while (dtap_entry_parser_next(parser, &data, &size, &shape)) {
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

void
parser_put(struct dtap_entry_parser *parser, const uint8_t *data, size_t size)
{
	memcpy(dtap_entry_parser_room(parser, size), data, size);
	dtap_entry_parser_add(parser, size);
}

struct out
out_split(struct dtap_entry_parser *parser, const uint8_t *data, size_t size,
	  size_t step, const struct row *row)
{
	struct out out = {0};

	for (size_t at = 0; at < size; at += step) {
		parser_put(parser, data + at,
			   size - at < step ? size - at : step);
		out_take(parser, &out, row);
	}
	dtap_entry_parser_end(parser);
	out_take(parser, &out, row);
	assert_int_equal(out.size, size);
	assert_memory_equal(out.data, data, size);
	return out;
}
