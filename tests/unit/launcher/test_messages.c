/* SPDX-License-Identifier: MIT */
#include "launcher/messages.h"

#include "support/testing.h"

static const uint8_t attached[] = "DTAP-RUN\1\3\0\0\7\0\0\0";
#define ATTACHED_SIZE (sizeof attached - 1)

static void
attach_has_the_layout_of_the_protocol(void **state)
{
	static const char name[DTAP_LAUNCH_NAME] = "rayhunter";
	static const uint8_t expected[] = "DTAP-RUN\1\1\0\0"
					  "\x04\x03\x02\x01"
					  "rayhunter\0\0\0\0\0\0\0"
					  "masks";
	uint8_t out[DTAP_LAUNCH_MAX];

	(void)state;
	assert_int_equal(dtap_message_attach(out, 0x01020304, name,
					     (const uint8_t *)"masks", 5),
			 sizeof expected - 1);
	assert_memory_equal(out, expected, sizeof expected - 1);
	assert_int_equal(dtap_message_attach(out, 1, name, NULL, 0), 32);
}

static void
longest_attach_fits(void **state)
{
	static const char name[DTAP_LAUNCH_NAME];
	static uint8_t masks[DTAP_MASKS_SAVED_MAX], out[DTAP_LAUNCH_MAX];

	(void)state;
	assert_int_equal(dtap_message_attach(out, 1, name, masks, sizeof masks),
			 DTAP_LAUNCH_MAX);
}

static void
ioctl_has_the_layout_of_the_protocol(void **state)
{
	static const uint8_t expected[] = "DTAP-RUN\1\2\0\0\x26\0\0\0\1\2\0\0";
	uint8_t out[DTAP_LAUNCH_MAX];

	(void)state;
	assert_int_equal(dtap_message_ioctl(out, 38, 0x0201),
			 sizeof expected - 1);
	assert_memory_equal(out, expected, sizeof expected - 1);
}

static void
answers_are_read(void **state)
{
	struct dtap_message message;
	uint8_t packet[ATTACHED_SIZE];

	(void)state;
	memcpy(packet, attached, ATTACHED_SIZE);
	assert_true(dtap_message_read(&message, packet, sizeof packet));
	assert_int_equal(message.type, DTAP_LAUNCH_ATTACHED);
	assert_int_equal(message.value, 7);
	packet[9] = DTAP_LAUNCH_REFUSED;
	assert_true(dtap_message_read(&message, packet, sizeof packet));
	assert_int_equal(message.type, DTAP_LAUNCH_REFUSED);
	packet[9] = DTAP_LAUNCH_MASKS;
	assert_true(dtap_message_read(&message, packet, sizeof packet));
	assert_ptr_equal(message.masks, packet + DTAP_LAUNCH_HEAD);
	assert_int_equal(message.masks_size, 4);
	assert_true(dtap_message_read(&message, packet, DTAP_LAUNCH_HEAD));
	assert_int_equal(message.masks_size, 0);
}

/* Each byte of the head counts, and so does the size. */
static void
anything_else_is_refused(void **state)
{
	struct dtap_message message;
	uint8_t packet[ATTACHED_SIZE + 1] = {0};

	(void)state;
	for (size_t i = 0; i < DTAP_LAUNCH_HEAD; i++) {
		memcpy(packet, attached, ATTACHED_SIZE);
		packet[i] ^= 0x10;
		assert_false(
			dtap_message_read(&message, packet, ATTACHED_SIZE));
	}
	memcpy(packet, attached, ATTACHED_SIZE);
	for (size_t size = 0; size <= sizeof packet; size++)
		assert_int_equal(dtap_message_read(&message, packet, size),
				 size == ATTACHED_SIZE);
	packet[9] = DTAP_LAUNCH_ATTACH;
	assert_false(dtap_message_read(&message, packet, ATTACHED_SIZE));
	packet[9] = 0;
	assert_false(dtap_message_read(&message, packet, ATTACHED_SIZE));
}

static void
masks_that_are_too_long_are_refused(void **state)
{
	static uint8_t packet[DTAP_LAUNCH_MAX + 1];
	const size_t most = DTAP_LAUNCH_HEAD + DTAP_MASKS_SAVED_MAX;
	struct dtap_message message;

	(void)state;
	memcpy(packet, attached, DTAP_LAUNCH_HEAD);
	packet[9] = DTAP_LAUNCH_MASKS;
	assert_true(dtap_message_read(&message, packet, most));
	assert_int_equal(message.masks_size, DTAP_MASKS_SAVED_MAX);
	assert_false(dtap_message_read(&message, packet, most + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attach_has_the_layout_of_the_protocol),
		cmocka_unit_test(longest_attach_fits),
		cmocka_unit_test(ioctl_has_the_layout_of_the_protocol),
		cmocka_unit_test(answers_are_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(masks_that_are_too_long_are_refused),
	};

	return RUN(tests);
}
