/* SPDX-License-Identifier: MIT */
#include "sources/file/pcap_records.h"

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "sources/file/split.h"
#include "support/testing.h"

/* Bytes of a record, preamble first, as text with its length. */
struct made {
	const char *bytes;
	size_t size, missing;
};
#define RECORD(text)                      \
	{                                 \
		text, sizeof(text) - 1, 0 \
	}
#define CUT_RECORD(text)                  \
	{                                 \
		text, sizeof(text) - 1, 5 \
	}

/* Part p of n, of container 7. */
#define PART(p, n, payload) \
	"\x01\x01\x0c\x07\0\0\0\0\0\0\0" p "\0" n "\0\0" payload

static uint64_t
skipped_of(const struct dtap_pcap_records *records)
{
	return records->skipped.foreign + records->skipped.cut +
	       records->skipped.incomplete;
}

static bool
take(struct dtap_pcap_records *records, const struct made *made,
     struct dtap_container *container)
{
	/* On the heap, so that ASan sees a step too far. */
	uint8_t *copy = malloc(made->size > 0 ? made->size : 1);
	struct dtap_pcap_record record = {copy, made->size, made->missing};
	static uint8_t kept[64];
	bool taken;

	memcpy(copy, made->bytes, made->size);
	taken = dtap_pcap_records_take(records, &record, container);
	if (taken) {
		assert_in_range(container->size, 1, sizeof kept);
		memcpy(kept, container->data, container->size);
		container->data = kept;
	}
	free(copy);
	return taken;
}

static void
each_path_gives_its_container(void **state)
{
	static const struct {
		struct made record;
		struct dtap_shape shape;
		const char *data;
		size_t size;
	} cases[] = {
		{RECORD("\x00\x01\0\0abc"), {.kind = DTAP_KIND_DIAG}, "abc", 3},
		{RECORD("\x02\x01\0\0req"),
		 {.kind = DTAP_KIND_REQUEST},
		 "req",
		 3},
		{RECORD("\xff\x01\x10"
			"0123456789abcdef\0"),
		 {.kind = DTAP_KIND_LOSS},
		 "0123456789abcdef",
		 16},
		{RECORD("\x00\x02\x02HH\x03\x04PPpkt"),
		 {.kind = DTAP_KIND_ENTRY,
		  .head = 2,
		  .tail = 2,
		  .header_format = 4},
		 "HHpktPP",
		 7},
		{CUT_RECORD("\x00\x02\x02HH\x01\x01p"),
		 {.kind = DTAP_KIND_ENTRY,
		  .head = 2,
		  .header_format = 1,
		  .missing = 5},
		 "HHp",
		 3},
		{RECORD("\x01\x02\x04\x65\0\0\0\0ip"),
		 {.kind = DTAP_KIND_NETIF, .linktype = 101},
		 "ip",
		 2},
		{CUT_RECORD("\x01\x02\x04\x01\0\0\0\0ip"),
		 {.kind = DTAP_KIND_NETIF, .linktype = 1, .missing = 5},
		 "ip",
		 2},
		{RECORD("\x02\x02\0\0?"), {.kind = DTAP_KIND_STRAY}, "?", 1},
		{RECORD(PART("\0", "\1", "whole")),
		 {.kind = DTAP_KIND_DIAG},
		 "whole",
		 5},
		/* A b that we do not know is passed over. */
		{RECORD("\x00\x01\0\x02xxabc"),
		 {.kind = DTAP_KIND_DIAG},
		 "abc",
		 3},
	};
	struct dtap_pcap_records records = {.size = 0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_container container;

		assert_true(take(&records, &cases[i].record, &container));
		assert_int_equal(container.size, cases[i].size);
		assert_memory_equal(container.data, cases[i].data,
				    cases[i].size);
		assert_memory_equal(&container.shape, &cases[i].shape,
				    sizeof container.shape);
	}
	assert_int_equal(skipped_of(&records), 0);
	dtap_pcap_records_clear(&records);
}

static void
records_that_are_not_ours_are_counted_and_skipped(void **state)
{
	static const struct made cases[] = {
		RECORD(""),
		RECORD("\x00"),
		RECORD("\x00\x01\0"),
		RECORD("\x00\x01\0\0"),        /* an empty container */
		RECORD("\x00\x01\x05\0abc"),   /* a beyond the end */
		RECORD("\x00\x01\0\x09xxabc"), /* b beyond the end */
		RECORD("\x00\x01\xff\xff\xff"),
		CUT_RECORD("\x00\x01\0\0abc"), /* not as it was read */
		CUT_RECORD("\x02\x01\0\0req"),
		RECORD("\x00\x00\0\0packet"), /* Tailscale's */
		RECORD("\xfe\x00\0\0disco"),
		RECORD("\x34\x12\0\0future"),
		RECORD("\xff\x01\0\0"), /* a loss of what? */
		RECORD("\xff\x01\x04"
		       "0123\0"),
		RECORD("\x00\x02\0\x01\x01pkt"), /* no header */
		RECORD("\x00\x02\x02HH\0pkt"),   /* no form */
		RECORD("\x00\x02\x02HH\x01\0pkt"),
		RECORD("\x01\x02\0\0frame"), /* no link type */
		RECORD("\x02\x02\0\0"),
		RECORD("\x01\x01\x04none\0x"), /* a label of no part */
		RECORD(PART("\0", "\0", "x")),
		RECORD(PART("\1", "\2", "x")), /* begins amid */
		RECORD(PART("\2", "\2", "x")),
		RECORD(PART("\0", "\1", "")), /* empty, though whole */
		CUT_RECORD(PART("\0", "\1", "x")),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_pcap_records records = {.size = 0};
		struct dtap_container container;

		if (take(&records, &cases[i], &container))
			fail_msg("case %zu was taken", i);
		dtap_pcap_records_end(&records);
		if (skipped_of(&records) != 1)
			fail_msg("case %zu: %d", i, (int)skipped_of(&records));
		dtap_pcap_records_clear(&records);
	}
}

static void
parts_are_joined_only_in_a_row_and_all(void **state)
{
	static const struct {
		struct made records[5];
		const char *given; /* NULL: nothing */
		unsigned skipped;
	} cases[] = {
		{{RECORD(PART("\0", "\3", "ab")), RECORD(PART("\1", "\3", "")),
		  RECORD(PART("\2", "\3", "c"))},
		 "abc",
		 0},
		{{RECORD(PART("\0", "\2", "ab"))}, NULL, 1},
		{{RECORD(PART("\0", "\3", "a")), RECORD(PART("\1", "\3", "b"))},
		 NULL,
		 2},
		{{RECORD(PART("\0", "\3", "a")), RECORD(PART("\2", "\3", "c"))},
		 NULL,
		 2},
		{{RECORD(PART("\0", "\2", "a")), RECORD(PART("\1", "\3", "b"))},
		 NULL,
		 2},
		/* Another's second part. */
		{{RECORD(PART("\0", "\2", "a")),
		  RECORD("\x01\x01\x0c\x08\0\0\0\0\0\0\0\x01\0\x02\0\0b")},
		 NULL,
		 2},
		/* Begun anew. */
		{{RECORD(PART("\0", "\2", "x")), RECORD(PART("\0", "\2", "a")),
		  RECORD(PART("\1", "\2", "b"))},
		 "ab",
		 1},
		/* Something between. */
		{{RECORD(PART("\0", "\2", "a")), RECORD("\x34\x12\0\0?"),
		  RECORD(PART("\1", "\2", "b"))},
		 NULL,
		 3},
		{{RECORD(PART("\0", "\2", "a")), RECORD("\x00\x01\0\0new")},
		 "new",
		 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_pcap_records records = {.size = 0};
		struct dtap_container container;
		const char *given = NULL;

		for (size_t n = 0; cases[i].records[n].bytes != NULL; n++)
			if (take(&records, &cases[i].records[n], &container)) {
				given = cases[i].given;
				assert_non_null(given);
				assert_int_equal(container.size, strlen(given));
				assert_memory_equal(container.data, given,
						    container.size);
			}
		dtap_pcap_records_end(&records);
		assert_ptr_equal(given, cases[i].given);
		if (skipped_of(&records) != cases[i].skipped)
			fail_msg("case %zu: %d", i, (int)skipped_of(&records));
		dtap_pcap_records_clear(&records);
	}
}

/* Parts without end, as a hostile file has them, take bounded memory. */
static void
a_container_has_a_bound(void **state)
{
	static uint8_t bytes[262144] = {0x01, 0x01, 0x0c, 7};
	struct dtap_pcap_records records = {.size = 0};
	struct dtap_pcap_record record = {bytes, sizeof bytes, 0};
	struct dtap_container container;

	(void)state;
	dtap_put16(bytes + 13, 60000);
	for (uint16_t part = 0; part < 20; part++) {
		dtap_put16(bytes + 11, part);
		assert_false(
			dtap_pcap_records_take(&records, &record, &container));
		assert_true(records.size <= DTAP_SPLIT_MAX);
	}
	dtap_pcap_records_end(&records);
	assert_int_equal(skipped_of(&records), 20);
	dtap_pcap_records_clear(&records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_path_gives_its_container),
		cmocka_unit_test(
			records_that_are_not_ours_are_counted_and_skipped),
		cmocka_unit_test(parts_are_joined_only_in_a_row_and_all),
		cmocka_unit_test(a_container_has_a_bound),
	};

	return RUN(tests);
}
