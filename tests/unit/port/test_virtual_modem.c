/* SPDX-License-Identifier: MIT */
/* Its answers are read as QCSuper, scat and rayhunter read them. */
#include "port/virtual_modem.h"

#include <dtap/bytes.h>

#include "support/testing.h"

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

static struct dtap_virtual_modem *modem;
static uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];

static int
start(void **state)
{
	(void)state;
	modem = dtap_virtual_modem_new();
	return modem == NULL;
}

static int
end(void **state)
{
	(void)state;
	dtap_virtual_modem_free(modem);
	return 0;
}

static size_t
ask(const uint8_t *packet, size_t size)
{
	return dtap_virtual_modem_answer(modem, packet, size, reply);
}

/* QCSuper wants 55 bytes or more, with ASCII in its dates. */
static void
version(void **state)
{
	(void)state;
	assert_true(ask(BYTES("\0")) >= 55);
	assert_int_equal(reply[0], 0);
	for (size_t i = 1; i < 39; i++)
		assert_in_range(reply[i], 0x20, 0x7e);
}

/* QCSuper splits what is behind 12 bytes at two zeros. */
static void
build_id(void **state)
{
	size_t size = ask(BYTES("\x7c"));

	(void)state;
	assert_int_equal(reply[0], 0x7c);
	assert_int_equal(reply[size - 1], 0);
	assert_non_null(memchr(reply + 12, 0, size - 13));
}

/* QCSuper reads a u16 and nothing behind it. */
static void
diag_version_and_status(void **state)
{
	(void)state;
	assert_int_equal(ask(BYTES("\x1c")), 3);
	assert_int_equal(dtap_get16(reply + 1), 2);
	assert_int_equal(ask(BYTES("\x0c")), 48);
	assert_int_equal(reply[0], 0x0c);
}

/* All read 16 numbers behind the status. */
static void
log_ranges(void **state)
{
	(void)state;
	assert_int_equal(ask(BYTES("\x73\0\0\0\1\0\0\0")), 76);
	assert_memory_equal(reply, "\x73\0\0\0\1\0\0\0\0\0\0\0", 12);
	assert_int_equal(dtap_get32(reply + 12 + 4 * 11), 0xfff);
	assert_int_equal(dtap_get32(reply + 12 + 4 * 2), 0);
}

/* scat reads a count, then pairs; it wants levels for all of a range. */
static void
message_ranges_and_build_masks(void **state)
{
	size_t size = ask(BYTES("\x7d\1"));
	unsigned count = dtap_get32(reply + 4);
	uint8_t get[6] = {0x7d, 2};

	(void)state;
	assert_memory_equal(reply, "\x7d\1\1\0", 4);
	assert_int_equal(size, 8 + 4 * count);
	memcpy(get + 2, reply + 8 + 4 * (count - 1), 4);
	size = ask(get, sizeof get);
	assert_int_equal(size, 8 + 4 * 100);
	assert_memory_equal(reply, get, 6);
	assert_int_equal(reply[6], 1);
	assert_int_equal(dtap_get32(reply + 8), 0x1f);
	assert_int_equal(ask(BYTES("\x7d\2\xfa\0\xfa\0")), 8);
	assert_memory_equal(reply, "\x7d\2\xfa\0\xfa\0\0\0", 8);
}

static void
all_masks_are_set_at_first(void **state)
{
	const struct dtap_masks *masks = dtap_virtual_modem_masks(modem);

	(void)state;
	assert_true(dtap_masks_has_log(masks, 0xb0c0));
	assert_true(dtap_masks_has_log(masks, 0xbffe));
	assert_true(dtap_masks_has_event(masks, 4095));
	assert_int_equal(dtap_masks_messages(masks, 0xc000), UINT32_MAX);
}

static void
masks_are_set_and_got(void **state)
{
	const struct dtap_masks *masks = dtap_virtual_modem_masks(modem);
	static const char set[] = "\x73\0\0\0\3\0\0\0\x0b\0\0\0\x08\0\0\0\x81";

	(void)state;
	assert_int_equal(ask(BYTES("\x73\0\0\0\0\0\0\0")), 12);
	assert_false(dtap_masks_has_any_log(masks));
	assert_int_equal(ask(BYTES(set)), 21);
	assert_memory_equal(
		reply, "\x73\0\0\0\3\0\0\0\0\0\0\0\x0b\0\0\0\x08\0\0\0\x81",
		21);
	assert_int_equal(dtap_masks_count_logs(masks), 2);
	assert_int_equal(ask(BYTES("\x73\0\0\0\4\0\0\0\x0b\0\0\0")), 21);
	assert_int_equal(reply[20], 0x81);
	assert_int_equal(ask(BYTES("\x60\0")), 3);
	assert_false(dtap_masks_has_any_event(masks));
	assert_int_equal(ask(BYTES("\x81\0\0\0")), 6 + 512);
	assert_int_equal(ask(BYTES("\x82\0\0\0\x09\0\0\1")), 8);
	assert_true(dtap_masks_has_event(masks, 8));
	assert_int_equal(ask(BYTES("\x7d\5\0\0\2\0\0\0")), 8);
	assert_int_equal(dtap_masks_messages(masks, 7), 2);
	assert_int_equal(ask(BYTES("\x7d\3\0\0\1\0")), 16);
	assert_int_equal(dtap_get32(reply + 12), 2);
}

static void
others_are_unknown(void **state)
{
	static uint8_t long_one[2 * DTAP_VIRTUAL_REPLY_MAX];

	(void)state;
	assert_int_equal(ask(BYTES("\x4b\x0f\0\0")), 5);
	assert_memory_equal(reply, "\x13\x4b\x0f\0\0", 5);
	assert_int_equal(ask(BYTES("\x73\0\0\0\2\0\0\0")), 9);
	assert_int_equal(reply[0], 0x13);
	assert_int_equal(ask(NULL, 0), 1);
	long_one[0] = 0x26;
	assert_int_equal(ask(long_one, sizeof long_one),
			 DTAP_VIRTUAL_REPLY_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(version),
		TEST(build_id),
		TEST(diag_version_and_status),
		TEST(log_ranges),
		TEST(message_ranges_and_build_masks),
		TEST(all_masks_are_set_at_first),
		TEST(masks_are_set_and_got),
		TEST(others_are_unknown),
	};

	return RUN(tests);
}
