/* SPDX-License-Identifier: MIT */
#include "port/command.h"

#include <dtap/bytes.h>
#include <dtap/codes.h>

#include "support/testing.h"

#define S DTAP_COMMAND_SAFE
#define I DTAP_COMMAND_IDENTITY
#define E DTAP_COMMAND_EFS
#define R DTAP_COMMAND_REFUSED
#define D DTAP_COMMAND_DANGEROUS
#define M DTAP_COMMAND_MASK

/* By opcode; what is 0 here is unknown, and refused. */
static const uint8_t classes[256] = {
	S, I, R, R, R, R, R, R, R, R, R, R, S, 0, 0, M, /* 00 */
	0, R, R, 0, 0, 0, 0, 0, 0, 0, S, R, S, S, R, 0, /* 10 */
	R, R, R, 0, R, 0, I, R, 0, D, I, R, R, S, R, S, /* 20 */
	R, R, R, 0, 0, R, R, 0, S, 0, D, R, S, S, 0, S, /* 30 */
	S, D, 0, 0, R, 0, D, 0, R, I, 0, 0, 0, 0, 0, 0, /* 40 */
	0, S, 0, I, R, S, S, R, S, R, R, 0, R, M, 0, 0, /* 50 */
	M, R, S, S, R, I, R, I, R, I, R, R, R, 0, S, R, /* 60 */
	R, R, R, M, 0, R, R, R, M, 0, R, S, S, M, 0, 0, /* 70 */
	0, M, M,                                        /* 80 */
};

/* Of 4b 13 and 3e; what is 0 is unknown, and refused. */
static const uint8_t efs_classes[256] = {
	S, S, R, E, E, R, R, E, R, R, R, E, E, E, R, E, /* 00 */
	E, E, R, E, E, E, R, R, R, R, R, 0, 0, E, R, 0, /* 10 */
	0, 0, R, R, 0, R, R, E, R, R, E, E, R, R, R, 0, /* 20 */
	R, 0, R, R, 0, R,                               /* 30 */
};

static enum dtap_command_class
class_of_subsystem(uint8_t opcode, uint8_t subsystem, uint16_t command)
{
	uint8_t packet[12] = {opcode, subsystem};

	dtap_put16(packet + 2, command);
	return dtap_command_class_of(packet, 4);
}

static void
each_opcode_has_its_class(void **state)
{
	(void)state;
	for (unsigned opcode = 0; opcode < 256; opcode++) {
		uint8_t packet[] = {(uint8_t)opcode, 0, 0, 0};
		enum dtap_command_class class = classes[opcode];

		if (opcode == DTAP_OPCODE_SUBSYSTEM ||
		    opcode == DTAP_OPCODE_SUBSYSTEM_2)
			continue;
		assert_int_equal(dtap_command_class_of(packet, sizeof packet),
				 class == 0 ? R : class);
		assert_int_equal(dtap_command_class_of(packet, 1),
				 class == 0 ? R : class);
	}
	assert_int_equal(dtap_command_class_of(NULL, 0), R);
}

static void
subsystems_have_the_commands_of_the_driver(void **state)
{
	static const struct {
		uint8_t subsystem;
		uint16_t command;
	} safe[] = {{4, 0},    {4, 0xf},  {8, 0},       {8, 1},    {9, 0},
		    {0xf, 0},  {0xc, 2},  {0xc, 0x100}, {0x12, 0}, {0x12, 6},
		    {0x12, 7}, {0x13, 0}, {0x13, 1},    {0x32, 3}, {0x32, 4}};
	static const uint8_t opcodes[] = {0x4b, 0x80};

	(void)state;
	for (size_t i = 0; i < COUNT(opcodes); i++) {
		unsigned count = 0;

		for (unsigned at = 0; at < COUNT(safe); at++)
			assert_int_equal(class_of_subsystem(opcodes[i],
							    safe[at].subsystem,
							    safe[at].command),
					 S);
		for (unsigned subsystem = 0; subsystem < 256; subsystem++)
			for (unsigned command = 0; command < 0x400; command++)
				count += class_of_subsystem(
						 opcodes[i], (uint8_t)subsystem,
						 (uint16_t)command) == S;
		assert_int_equal(count, COUNT(safe));
		assert_int_equal(class_of_subsystem(opcodes[i], 0x12, 0x218),
				 DTAP_COMMAND_LOCAL);
		assert_int_equal(class_of_subsystem(opcodes[i], 0x12, 0x20c),
				 R); /* STM */
	}
}

static void
efs_is_read_by_name_and_never_written(void **state)
{
	(void)state;
	for (unsigned command = 0; command < 256; command++) {
		enum dtap_command_class class = efs_classes[command];

		class = class == 0 ? R : class;
		assert_int_equal(
			class_of_subsystem(0x4b, 0x13, (uint16_t)command),
			class);
		assert_int_equal(
			class_of_subsystem(0x4b, 0x3e, (uint16_t)command),
			class == S ? E : class);
		assert_int_equal(class_of_subsystem(0x4b, 0x13,
						    (uint16_t)(command + 256)),
				 R);
	}
}

static void
only_an_open_without_flags_reads(void **state)
{
	uint8_t open[] = {0x4b, 0x13, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, '/', 0};

	(void)state;
	assert_int_equal(dtap_command_class_of(open, sizeof open), E);
	assert_int_equal(dtap_command_class_of(open, 8), E);
	assert_int_equal(dtap_command_class_of(open, 7), R);
	for (unsigned bit = 0; bit < 32; bit++) {
		dtap_put32(open + 4, UINT32_C(1) << bit);
		assert_int_equal(dtap_command_class_of(open, sizeof open), R);
	}
	dtap_put32(open + 4, 0);
	open[0] = 0x80;
	assert_int_equal(dtap_command_class_of(open, sizeof open), R);
}

static void
a_subsystem_command_that_is_cut_is_refused(void **state)
{
	static const uint8_t packet[] = {0x4b, 4, 0};

	(void)state;
	for (size_t size = 1; size <= sizeof packet; size++)
		assert_int_equal(dtap_command_class_of(packet, size), R);
}

static void
assert_name(const uint8_t *packet, size_t size, const char *expected)
{
	char room[DTAP_COMMAND_NAME];

	assert_string_equal(dtap_command_name(packet, size, room), expected);
}

static void
commands_have_names(void **state)
{
	static const uint8_t open[] = {0x4b, 0x3e, 2, 0};
	static const uint8_t hdlc[] = {0x4b, 0x12, 0x18, 2};
	static const uint8_t other[] = {0x80, 0xff, 0xff, 0xff};

	(void)state;
	assert_name((const uint8_t[]){0x27}, 1, "NV write");
	assert_name((const uint8_t[]){0xfb}, 1, "command 0xfb");
	assert_name(open, 4, "EFS open");
	assert_name(hdlc, 4, "HDLC off");
	assert_name(other, 4, "subsystem 0xff command 0xffff");
	assert_name(other, 3, "command 0x80");
	assert_name(NULL, 0, "command 0x00");
}

static bool
answers(const char *request, size_t request_size, const char *packet,
	size_t size)
{
	return dtap_command_is_reply((const uint8_t *)request, request_size,
				     (const uint8_t *)packet, size);
}

#define ANSWERS(request, packet) \
	answers(request, sizeof(request) - 1, packet, sizeof(packet) - 1)

static void
a_reply_begins_as_its_request(void **state)
{
	(void)state;
	assert_true(ANSWERS("\0", "\0Jan"));
	assert_false(ANSWERS("\0", "\x0c"));
	assert_true(ANSWERS("\x4b\x0f\0\0", "\x4b\x0f\0\0xyz"));
	assert_false(ANSWERS("\x4b\x0f\0\0", "\x4b\x0f\1\0xyz"));
	assert_false(ANSWERS("\x4b\x0f\0\0", "\x4b\x0f\0"));
	assert_true(ANSWERS("\x80\x0f\0\1", "\x80\x0f\0\1"));
	assert_false(ANSWERS("\x80\x0f\0\1", "\x80\x0f\0\0"));
	assert_true(ANSWERS("\x73\0\0\0\1\0\0\0", "\x73\0\0\0\1\0\0\0ssss"));
	assert_false(ANSWERS("\x73\0\0\0\1\0\0\0", "\x73\0\0\0\3\0\0\0ssss"));
	assert_true(ANSWERS("\x7d\1", "\x7d\1\1\0"));
	assert_false(ANSWERS("\x7d\1", "\x7d\2\1\0"));
	assert_true(ANSWERS("\x78\xc0\xb0", "\x78\xc0\xb0\1"));
	assert_false(ANSWERS("\x78\xc0\xb0", "\x78\xc1\xb0\1"));
	assert_false(answers("", 0, "", 0));
	assert_false(answers("\0", 1, "", 0));
}

static void
a_log_mask_is_of_its_equipment(void **state)
{
	static const char request[] = "\x73\0\0\0\3\0\0\0\x0b\0\0\0\1\0\0\0\1";

	(void)state;
	assert_true(
		ANSWERS(request, "\x73\0\0\0\3\0\0\0ssss\x0b\0\0\0\1\0\0\0"));
	assert_false(
		ANSWERS(request, "\x73\0\0\0\3\0\0\0ssss\x07\0\0\0\1\0\0\0"));
	assert_true(ANSWERS(request, "\x73\0\0\0\3\0\0\0ssss"));
}

static void
an_error_has_the_request_behind_it(void **state)
{
	static const uint8_t errors[] = {0x13, 0x14, 0x15, 0x16,
					 0x18, 0x42, 0x47, 0x95};
	static const uint8_t request[] = {0x26, 1, 2, 3};
	uint8_t error[5];

	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++) {
		assert_int_equal(dtap_command_error(error, errors[i], request,
						    sizeof request),
				 5);
		assert_true(dtap_command_is_reply(request, 4, error, 5));
		assert_true(dtap_command_is_reply(request, 4, error, 2));
		assert_false(dtap_command_is_reply(request, 4, error, 1));
		error[4] = 9;
		assert_false(dtap_command_is_reply(request, 4, error, 5));
	}
	assert_false(ANSWERS("\x26\1", "\x17\x26\1"));
}

static void
logs_events_and_messages_are_no_replies(void **state)
{
	static const uint8_t others[] = {0x10, 0x1f, 0x79, 0x7e, 0x7f, 0x92,
					 0x98, 0x99, 0x9b, 0x9c, 0x9d, 0x9e};
	uint8_t packet[16] = {0};
	unsigned count = 0;

	(void)state;
	for (unsigned opcode = 0; opcode < 256; opcode++) {
		packet[0] = (uint8_t)opcode;
		count += !dtap_command_can_reply(packet, sizeof packet);
	}
	assert_int_equal(count, COUNT(others) + 1);
	for (size_t i = 0; i < COUNT(others); i++) {
		packet[0] = others[i];
		assert_false(dtap_command_can_reply(packet, sizeof packet));
		assert_false(dtap_command_is_reply(packet, 4, packet, 16));
	}
	assert_false(dtap_command_can_reply(packet, 0));
}

static void
an_event_report_without_events_is_a_reply(void **state)
{
	(void)state;
	assert_true(ANSWERS("\x60\1", "\x60\0\0"));
	assert_false(ANSWERS("\x60\1", "\x60\4\0"));
	assert_false(ANSWERS("\x60\1", "\x60\4\0abcd"));
	assert_false(ANSWERS("\x60\1", "\x60\0\0\0"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_opcode_has_its_class),
		cmocka_unit_test(subsystems_have_the_commands_of_the_driver),
		cmocka_unit_test(efs_is_read_by_name_and_never_written),
		cmocka_unit_test(only_an_open_without_flags_reads),
		cmocka_unit_test(a_subsystem_command_that_is_cut_is_refused),
		cmocka_unit_test(commands_have_names),
		cmocka_unit_test(a_reply_begins_as_its_request),
		cmocka_unit_test(a_log_mask_is_of_its_equipment),
		cmocka_unit_test(an_error_has_the_request_behind_it),
		cmocka_unit_test(logs_events_and_messages_are_no_replies),
		cmocka_unit_test(an_event_report_without_events_is_a_reply),
	};

	return RUN(tests);
}
