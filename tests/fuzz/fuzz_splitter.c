/* SPDX-License-Identifier: MIT */
/*
 * The splitter of IPA's entries: whatever a device gives, and however it is cut
 * into reads, every byte comes out once and in order, in shapes that fit.
 */
#include "fuzz.h"

#include "sources/ipa/entry_parser.h"

struct out {
	const uint8_t *data; /* what went in */
	size_t size, added, taken;
};

static void
take(struct dtap_splitter *splitter, struct out *out)
{
	const uint8_t *data;
	struct dtap_shape shape;
	size_t size;

	while (dtap_splitter_next(splitter, &data, &size, &shape)) {
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
split(struct out out, const char *form, size_t step)
{
	struct dtap_splitter *splitter = dtap_splitter_new(
		form != NULL ? dtap_ipa_form_find(form) : NULL);

	while (out.added < out.size) {
		size_t left = out.size - out.added;
		size_t size = left < step ? left : step;

		memcpy(dtap_splitter_room(splitter, size), out.data + out.added,
		       size);
		dtap_splitter_add(splitter, size);
		out.added += size;
		take(splitter, &out);
	}
	dtap_splitter_end(splitter);
	take(splitter, &out);
	CLAIM(out.taken == out.size);
	dtap_splitter_free(splitter);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const forms[] = {
		"status", "status5",     "dpl2",         "dpl3",
		NULL,     "status-csum", "status5-csum", "qmap"};

	if (size < 2)
		return 0;
	split((struct out){.data = data + 2, .size = size - 2},
	      forms[data[0] % 8], data[1] + (size_t)1);
	return 0;
}
