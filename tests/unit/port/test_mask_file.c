/* SPDX-License-Identifier: MIT */
#include "port/mask_file.h"

#include <dtap/bytes.h>
#include <dtap/hdlc.h>

#include "support/testing.h"

static struct dtap_masks masks;
static struct dtap_mask_file_error error;
static uint8_t file[1 << 17];
static size_t size;

static int
set_up(void **state)
{
	(void)state;
	dtap_masks_init(&masks);
	size = 0;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	dtap_masks_clear(&masks);
	return 0;
}

static void
add(const void *packet, size_t length)
{
	size += dtap_hdlc_encode(file + size, packet, length);
}

#define ADD(...)                                        \
	do {                                            \
		const uint8_t packet[] = {__VA_ARGS__}; \
		add(packet, sizeof packet);             \
	} while (0)

static bool
read_file(void)
{
	uint8_t *copy = malloc(size + 1); /* a byte too far is found */
	bool is_good;

	memcpy(copy, file, size);
	dtap_masks_clear(&masks);
	is_good = dtap_mask_file_read(&masks, copy, size, &error);
	free(copy);
	return is_good;
}

/* The requests with which MobileInsight begins and ends its files. */
static void
a_file_of_mobile_insight_is_read(void **state)
{
	uint8_t lte[16 + 57] = {0x73, 0, 0, 0, 3, 0, 0, 0, 11};

	(void)state;
	ADD(0x1d);
	ADD(0x00);
	ADD(0x7c);
	ADD(0x1c);
	ADD(0x0c);
	ADD(0x63);
	ADD(0x4b, 0x0f, 0, 0);
	ADD(0x4b, 0x09, 0, 0);
	ADD(0x4b, 0x08, 0, 0);
	ADD(0x4b, 0x08, 1, 0);
	ADD(0x4b, 0x04, 0, 0);
	ADD(0x4b, 0x04, 0x0f, 0);
	ADD(0x7d, 5, 0, 0, 0, 0, 0, 0);
	ADD(0x73, 0, 0, 0, 0, 0, 0, 0);
	dtap_put32(lte + 12, 0x1c5);
	lte[16 + 0xc0 / 8] = 1;
	add(lte, sizeof lte);
	ADD(0x60, 0);
	if (!read_file())
		fail_msg("%s", error.text);
	assert_true(dtap_masks_has_log(&masks, 0xb0c0));
	assert_false(dtap_masks_has_log(&masks, 0xb0c1));
	assert_int_equal(dtap_masks_count_logs(&masks), 1);
	assert_false(dtap_masks_has_any_event(&masks));
	assert_false(dtap_masks_has_any_message(&masks));
}

static void
each_kind_of_mask_is_read(void **state)
{
	(void)state;
	ADD(0x82, 0, 0, 0, 10, 0, 0x01, 0x02);
	ADD(0x7d, 4, 0xb9, 0x0b, 0xb9, 0x0b, 0, 0, 4, 0, 0, 0);
	ADD(0x81, 0, 0, 0); /* asks only */
	ADD(0x73, 0, 0, 0, 1, 0, 0, 0);
	ADD(0x7d, 1);
	assert_true(read_file());
	assert_true(dtap_masks_has_event(&masks, 0));
	assert_true(dtap_masks_has_event(&masks, 9));
	assert_false(dtap_masks_has_event(&masks, 1));
	assert_int_equal(dtap_masks_messages(&masks, 0x0bb9), 4);
	assert_int_equal(dtap_masks_messages(&masks, 0x0bba), 0);
	ADD(0x60, 1);
	assert_true(read_file());
	assert_true(dtap_masks_has_event(&masks, 4095));
}

/* Behind two good frames. */
static void
assert_refused(const char *says)
{
	assert_false(read_file());
	if (strstr(error.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error.text, says);
	assert_non_null(strstr(error.text, "frame 3: "));
}

static void
what_could_change_the_modem_is_refused(void **state)
{
	static const struct {
		uint8_t packet[8];
		size_t size;
		const char *says;
	} rows[] = {
		{{0x27, 1, 0}, 3, "NV write (0x27)"},
		{{0x29, 4, 0}, 3, "mode change (0x29)"},
		{{0x3a}, 1, "download mode"},
		{{0x4b, 0x13, 0x02, 0}, 4, "(0x4B)"},
		{{0x4b, 0x12, 0x18, 0x02}, 4, "(0x4B)"},
		{{0x80, 0, 0, 0}, 4, "(0x80)"},
		{{0x5d, 0}, 2, "(0x5D)"},
		{{0x78, 0, 0, 0}, 4, "(0x78)"},
		{{0x73, 0, 0, 0, 9, 0, 0, 0}, 8, "(0x73)"},
		{{0x7d, 9}, 2, "(0x7D)"},
		{{0xee}, 1, "0xEE"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size = 0;
		ADD(0x00);
		ADD(0x60, 1);
		add(rows[i].packet, rows[i].size);
		assert_refused(rows[i].says);
	}
}

static void
requests_that_are_cut_or_out_of_range_are_refused(void **state)
{
	static const struct {
		uint8_t packet[20];
		size_t size;
	} rows[] = {
		{{0x73, 0, 0, 0, 3, 0, 0, 0, 11, 0, 0, 0}, 12},
		{{0x73, 0, 0, 0, 3, 0, 0, 0, 11, 0, 0, 0, 99, 0, 0, 0, 1}, 17},
		{{0x73, 0, 0, 0, 3, 0, 0, 0, 16, 0, 0, 0, 8, 0, 0, 0, 1}, 17},
		{{0x73, 0, 0, 0, 3, 0, 0, 0, 11, 0, 0, 0, 255, 255, 255, 255},
		 16},
		{{0x7d, 4, 2, 0, 1, 0, 0, 0, 4, 0, 0, 0}, 12},
		{{0x7d, 4, 1, 0, 2, 0, 0, 0, 4, 0, 0, 0}, 12},
		{{0x7d, 5, 0, 0}, 4},
		{{0x82, 0, 0, 0, 99, 0, 1}, 7},
		{{0x60}, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size = 0;
		ADD(0x00);
		ADD(0x60, 1);
		add(rows[i].packet, rows[i].size);
		assert_refused("cut short or out of range");
	}
}

static void
frames_must_be_whole(void **state)
{
	(void)state;
	ADD(0x00);
	ADD(0x60, 1);
	ADD(0x60, 0);
	size--;
	assert_refused("no flag (0x7E) ends it");
	size -= 2;
	assert_refused("its CRC is wrong");
	file[size++] = 0x7e;
	assert_refused("its CRC is wrong");
}

static void
flags_in_a_row_are_no_frames(void **state)
{
	(void)state;
	file[size++] = 0x7e;
	ADD(0x60, 1);
	file[size++] = 0x7e;
	file[size++] = 0x7e;
	assert_true(read_file());
	ADD(0x27);
	assert_false(read_file());
	assert_non_null(strstr(error.text, "frame 2: "));
}

static void
a_file_that_sets_nothing_or_is_too_large_is_refused(void **state)
{
	(void)state;
	assert_false(read_file());
	assert_string_equal(error.text, "it sets no masks");
	ADD(0x00);
	assert_false(read_file());
	assert_string_equal(error.text, "it sets no masks");
	memset(file, 0x7e, DTAP_MASK_FILE_MAX);
	size = DTAP_MASK_FILE_MAX;
	assert_false(read_file());
	assert_string_equal(error.text, "it sets no masks");
	size++;
	assert_false(read_file());
	assert_non_null(strstr(error.text, "more than 65536"));
}

/* What is written is what was read. */
static void
masks_that_are_written_are_read_again(void **state)
{
	struct dtap_masks second;
	char *text;
	size_t length;
	FILE *out;

	(void)state;
	ADD(0x73, 0, 0, 0, 3, 0, 0, 0, 11, 0, 0, 0, 10, 0, 0, 0, 0x81, 0x02);
	ADD(0x73, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 0x40);
	ADD(0x82, 0, 0, 0, 10, 0, 0x01, 0x02);
	ADD(0x7d, 5, 0, 0, 0x1e, 0, 0, 0);
	ADD(0x7d, 4, 0xb9, 0x0b, 0xb9, 0x0b, 0, 0, 4, 0, 0, 0);
	assert_true(read_file());
	out = open_memstream(&text, &length);
	assert_true(dtap_mask_file_write(&masks, out));
	fclose(out);
	dtap_masks_init(&second);
	if (!dtap_mask_file_read(&second, (uint8_t *)text, length, &error))
		fail_msg("%s", error.text);
	for (unsigned i = 0; i < DTAP_EQUIPMENTS; i++)
		assert_memory_equal(second.logs[i].bits, masks.logs[i].bits,
				    sizeof masks.logs[i].bits);
	assert_memory_equal(second.events, masks.events, sizeof masks.events);
	for (unsigned i = 0; i < 65536; i++)
		assert_int_equal(dtap_masks_messages(&second, (uint16_t)i),
				 dtap_masks_messages(&masks, (uint16_t)i));
	assert_int_equal(dtap_masks_messages(&second, 0x0bb9), 4);
	assert_int_equal(dtap_masks_messages(&second, 0x0bba), 0x1e);
	dtap_masks_clear(&second);
	free(text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_file_of_mobile_insight_is_read),
		TEST(each_kind_of_mask_is_read),
		TEST(what_could_change_the_modem_is_refused),
		TEST(requests_that_are_cut_or_out_of_range_are_refused),
		TEST(frames_must_be_whole),
		TEST(flags_in_a_row_are_no_frames),
		TEST(a_file_that_sets_nothing_or_is_too_large_is_refused),
		TEST(masks_that_are_written_are_read_again),
	};

	return RUN(tests);
}
