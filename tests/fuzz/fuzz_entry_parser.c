/* SPDX-License-Identifier: MIT */
/*
 * The parser of IPA's entries: whatever a device gives, and however it is cut
 * into reads, every byte comes out once and in order, in shapes that fit.
 */
#include "fuzz.h"

#include "sources/ipa/entry_parser.h"

struct out {
	const uint8_t *data; /* what went in */
	size_t size, added, taken;
};

static void
take(struct dtap_entry_parser *parser, struct out *out)
{
	const uint8_t *data;
	struct dtap_shape shape;
	size_t size;

	while (dtap_entry_parser_next(parser, &data, &size, &shape)) {
		CLAIM(size > 0 && size <= DTAP_IPA_ENTRY_MAX);
		CLAIM(size <= out->added - out->taken);
		CLAIM(memcmp(data, out->data + out->taken, size) == 0);
		CLAIM(shape.kind == DTAP_KIND_ENTRY ||
		      shape.kind == DTAP_KIND_STRAY);
		CLAIM(shape.head + (size_t)shape.tail <= size);
		out->taken += size;
	}
}

static void
split(struct out out, const char *format, size_t step)
{
	struct dtap_entry_parser *parser = dtap_entry_parser_new(
		format != NULL ? dtap_ipa_header_format_find(format) : NULL);

	while (out.added < out.size) {
		size_t left = out.size - out.added;
		size_t size = left < step ? left : step;

		memcpy(dtap_entry_parser_room(parser, size),
		       out.data + out.added, size);
		dtap_entry_parser_add(parser, size);
		out.added += size;
		take(parser, &out);
	}
	dtap_entry_parser_end(parser);
	take(parser, &out);
	CLAIM(out.taken == out.size);
	dtap_entry_parser_free(parser);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = {
		"status", "status5",     "dpl2",         "dpl3",
		NULL,     "status-csum", "status5-csum", "qmap"};

	if (size < 2)
		return 0;
	split((struct out){.data = data + 2, .size = size - 2},
	      formats[data[0] % 8], data[1] + (size_t)1);
	return 0;
}
