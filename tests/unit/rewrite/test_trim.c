/* SPDX-License-Identifier: MIT */
#include "rewrite/trim.h"

#include <dtap/bytes.h>

#include "rewrite/rewrite.h"
#include "support/testing.h"

#define IP      "\x45\0\0\x30ip packet"
#define IP_SIZE (sizeof IP - 1)

static void
ignore(void *arg, size_t offset, size_t size)
{
	(void)arg;
	(void)offset;
	(void)size;
}

/* A record of a container, in memory of its own size; the caller frees. */
static uint8_t *
record_of(const struct dtap_container *container, size_t *size)
{
	uint8_t *record = malloc(dtap_pcap_room(container, DTAP_SNAPLEN_MAX));

	*size = dtap_pcap_write(record, container, DTAP_SNAPLEN_MAX, ignore,
				NULL);
	return record;
}

static struct dtap_container
entry_of(uint8_t *room, const void *packet, size_t size)
{
	memset(room, 'h', 16);
	memcpy(room + 16, packet, size);
	memset(room + 16 + size, 'p', 3);
	return (struct dtap_container){
		.data = room,
		.size = 16 + size + 3,
		.time = {7, 8000},
		.shape = {.kind = DTAP_KIND_ENTRY,
			  .head = 16,
			  .tail = 3,
			  .header_format = 4,
			  .missing = 100},
	};
}

static struct dtap_container
frame_of(const void *data, size_t size, uint16_t linktype)
{
	return (struct dtap_container){
		.data = data,
		.size = size,
		.time = {7, 8000},
		.shape = {.kind = DTAP_KIND_NETIF, .linktype = linktype},
	};
}

/* expected NULL: no record is written. */
static void
assert_bare(const struct dtap_container *container, const void *expected,
	    size_t size, uint32_t missing)
{
	size_t whole;
	uint8_t *record = record_of(container, &whole);
	uint8_t *out = malloc(whole);
	size_t written = dtap_trim_bare(out, record, DTAP_SNAPLEN_MAX);

	if (expected == NULL) {
		assert_int_equal(written, 0);
	} else {
		assert_int_equal(written, 16 + size);
		assert_int_equal(dtap_get32(out), 7);
		assert_int_equal(dtap_get32(out + 4), 8);
		assert_int_equal(dtap_get32(out + 8), size);
		assert_int_equal(dtap_get32(out + 12), size + missing);
		assert_memory_equal(out + 16, expected, size);
	}
	free(record);
	free(out);
}

static void
a_bare_entry_is_its_packet(void **state)
{
	uint8_t room[256];
	struct dtap_container entry = entry_of(room, IP, IP_SIZE);

	(void)state;
	assert_bare(&entry, IP, IP_SIZE, 100);
	entry = entry_of(room, IP, 0);
	assert_bare(&entry, NULL, 0, 0);
	entry = entry_of(room, "\x15 no IP", 7);
	assert_bare(&entry, NULL, 0, 0);
}

static void
a_bare_frame_has_no_link_layer(void **state)
{
	static const char ethernet[] = "ddddddssssss\x08\0" IP;
	static const char arp[] = "ddddddssssss\x08\x06" IP;
	static const char ipv6[] = "ddddddssssss\x86\xdd\x60rest";
	static const char cooked[] = "01234567890123\x08\0" IP;
	static const struct {
		const char *frame;
		size_t size;
		uint16_t linktype;
		size_t skip; /* 0: no IP packet */
	} cases[] = {
		{ethernet, sizeof ethernet - 1, 1, 14},
		{ipv6, sizeof ipv6 - 1, 1, 14},
		{arp, sizeof arp - 1, 1, 0},
		{ethernet, 14, 1, 0},
		{ethernet, 13, 1, 0},
		{cooked, sizeof cooked - 1, 113, 16},
		{ethernet, sizeof ethernet - 1, 147, 0},
		{cooked, sizeof cooked - 1, 101, 0},
	};
	struct dtap_container frame = frame_of(IP, IP_SIZE, 101);

	(void)state;
	assert_bare(&frame, IP, IP_SIZE, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		frame = frame_of(cases[i].frame, cases[i].size,
				 cases[i].linktype);
		assert_bare(&frame,
			    cases[i].skip > 0 ? cases[i].frame + cases[i].skip
					      : NULL,
			    cases[i].size - cases[i].skip, 0);
	}
}

static void
what_is_no_packet_has_no_bare_form(void **state)
{
	struct dtap_container stray = frame_of(IP, IP_SIZE, 0);
	uint8_t label[DTAP_LOSS_LABEL] = {0};
	struct dtap_container loss = frame_of(label, sizeof label, 0);

	(void)state;
	stray.shape.kind = DTAP_KIND_STRAY;
	assert_bare(&stray, NULL, 0, 0);
	loss.shape.kind = DTAP_KIND_LOSS;
	assert_bare(&loss, NULL, 0, 0);
}

static void
a_record_is_cut_and_tells_how_long_it_was(void **state)
{
	uint8_t packet[3000], room[4000], out[4000];
	size_t whole;
	struct dtap_container entry;
	uint8_t *record;

	(void)state;
	memset(packet, 0x45, sizeof packet);
	entry = entry_of(room, packet, sizeof packet);
	record = record_of(&entry, &whole);
	assert_int_equal(dtap_trim_record(out, record, 1024), 16 + 1024);
	assert_int_equal(dtap_get32(out + 8), 1024);
	assert_int_equal(dtap_get32(out + 12), whole - 16 + 100);
	assert_memory_equal(out + 16, record + 16, 1024);
	assert_int_equal(dtap_trim_bare(out, record, 1024), 16 + 1024);
	assert_int_equal(dtap_get32(out + 12), 3000 + 100);
	assert_int_equal(dtap_trim_record(out, record, 262144), whole);
	assert_memory_equal(out, record, whole);
	free(record);
}

/* The same through a rewrite, from a block. */
static void
a_rewrite_trims_packets(void **state)
{
	static const struct dtap_rewrite_options bare = {.snaplen = 1024,
							 .bare = true},
						 shorter = {.snaplen = 1024};
	uint8_t packet[3000], room[4000];
	struct dtap_block *block = dtap_block_open(65536);
	struct dtap_container entry, stray = frame_of("junk", 4, 0);
	struct dtap_rewrite_scratch *scratch = dtap_rewrite_scratch_new();
	struct dtap_rewrite *rewrite;
	struct dtap_amount loss;
	struct dtap_rewrite_piece piece;

	(void)state;
	memset(packet, 0x45, sizeof packet);
	entry = entry_of(room, packet, sizeof packet);
	stray.shape.kind = DTAP_KIND_STRAY;
	assert_int_equal(dtap_block_append(block, &entry, 262144), 0);
	assert_int_equal(dtap_block_append(block, &stray, 262144), 0);
	dtap_block_seal(block);
	rewrite = dtap_rewrite_new(&bare);
	dtap_rewrite_begin(rewrite, block);
	piece = dtap_rewrite_next(rewrite, scratch, &loss);
	assert_int_equal(piece.size, 16 + 1024);
	dtap_rewrite_free(rewrite);
	rewrite = dtap_rewrite_new(&shorter);
	dtap_rewrite_begin(rewrite, block);
	piece = dtap_rewrite_next(rewrite, scratch, &loss);
	assert_int_equal(piece.size, 16 + 1024 + 16 + 4 + 4);
	dtap_rewrite_free(rewrite);
	dtap_rewrite_scratch_free(scratch);
	dtap_block_unref(block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_entry_is_its_packet),
		cmocka_unit_test(a_bare_frame_has_no_link_layer),
		cmocka_unit_test(what_is_no_packet_has_no_bare_form),
		cmocka_unit_test(a_record_is_cut_and_tells_how_long_it_was),
		cmocka_unit_test(a_rewrite_trims_packets),
	};

	return RUN(tests);
}
