/* SPDX-License-Identifier: MIT */
/* Packets of launchers: what is within them, and what is refused. */
#include "port/launch_request.h"

#include <errno.h>

#include <dtap/bytes.h>

#include "support/testing.h"

static uint8_t packet[DTAP_LAUNCH_MAX + 1];
static struct dtap_launch_request request;

static size_t
begin(enum dtap_launch_type type)
{
	memset(packet, 0, sizeof packet);
	memcpy(packet, DTAP_LAUNCH_MAGIC, 8);
	packet[8] = DTAP_LAUNCH_VERSION;
	packet[9] = (uint8_t)type;
	dtap_put32(packet + 12, 0xfffffff0);
	return DTAP_LAUNCH_HEAD;
}

static void
a_launcher_is_told_from_a_program(void **state)
{
	(void)state;
	begin(DTAP_LAUNCH_ATTACH);
	assert_true(dtap_launch_request_is(packet, DTAP_LAUNCH_HEAD));
	for (size_t size = 0; size < DTAP_LAUNCH_HEAD; size++)
		assert_false(dtap_launch_request_is(packet, size));
	packet[7] = 'n';
	assert_false(dtap_launch_request_is(packet, sizeof packet));
}

static void
an_attach_has_a_name_and_masks(void **state)
{
	size_t size = begin(DTAP_LAUNCH_ATTACH) + 20;

	(void)state;
	memset(packet + 16, 'x', DTAP_LAUNCH_NAME); /* without a zero */
	assert_int_equal(dtap_launch_request_read(&request, packet, size), 0);
	assert_int_equal(request.type, DTAP_LAUNCH_ATTACH);
	assert_int_equal(request.value, 0xfffffff0);
	assert_string_equal(request.name, "xxxxxxxxxxxxxxxx");
	assert_int_equal(request.masks_size, 0);
	assert_int_equal(
		dtap_launch_request_read(&request, packet, DTAP_LAUNCH_MAX), 0);
	assert_ptr_equal(request.masks, packet + 32);
	assert_int_equal(request.masks_size, DTAP_MASKS_SAVED_MAX);
}

static void
assert_refused(size_t size, int error)
{
	assert_int_equal(dtap_launch_request_read(&request, packet, size), -1);
	assert_int_equal(errno, error);
}

static void
what_is_too_short_or_too_long_is_refused(void **state)
{
	(void)state;
	for (size_t size = begin(DTAP_LAUNCH_ATTACH); size < 32; size++)
		assert_refused(size, EINVAL);
	assert_refused(sizeof packet, EINVAL);
	for (size_t size = begin(DTAP_LAUNCH_IOCTL); size < 20; size++)
		assert_refused(size, EINVAL);
	assert_int_equal(dtap_launch_request_read(&request, packet, 20), 0);
	assert_int_equal(request.value, 0xfffffff0);
	packet[8]++;
	assert_refused(20, EPROTO);
}

/* One that a later launcher sends. */
static void
an_unknown_type_is_read(void **state)
{
	(void)state;
	begin(DTAP_LAUNCH_ATTACH);
	packet[9] = 200;
	assert_int_equal(dtap_launch_request_read(&request, packet, 12), 0);
	assert_int_equal(request.type, 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_launcher_is_told_from_a_program),
		cmocka_unit_test(an_attach_has_a_name_and_masks),
		cmocka_unit_test(what_is_too_short_or_too_long_is_refused),
		cmocka_unit_test(an_unknown_type_is_read),
	};

	return RUN(tests);
}
