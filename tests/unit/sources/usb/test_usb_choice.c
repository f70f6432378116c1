/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_choice.h"

#include "support/testing.h"

/* An interface with two bulk endpoints. */
/* NOLINTBEGIN(bugprone-macro-parentheses): these are initialisers */
#define PORT(where, id, n, sub, proto, by, terminal)               \
	{                                                          \
		.device = where, .vendor = 0x05c6, .product = id,  \
		.configuration = 1, .driver = by, .tty = terminal, \
		.interface = {.number = n,                         \
			      .class = 0xff,                       \
			      .subclass = sub,                     \
			      .protocol = proto,                   \
			      .in = 0x81,                          \
			      .out = 1,                            \
			      .endpoints = 2},                     \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static struct dtap_usb_port phone[] = {
	PORT("1-1", 0x9091, 0, 0x42, 0x01, "", ""),
	PORT("1-1", 0x9091, 1, 0xff, 0xff, "", ""),
	PORT("1-1", 0x9091, 2, 0xff, 0x30, "", ""),
	PORT("1-1", 0x9091, 3, 0xff, 0x30, "", ""),
};
static struct dtap_usb_port module[] = {
	PORT("1-2", 0x9215, 0, 0xff, 0xff, "option", "ttyUSB0"),
	PORT("1-2", 0x9215, 1, 0xff, 0x30, "usb_debug", ""),
};
static struct dtap_usb_port emergency[] = {
	PORT("1-3", 0x9008, 0, 0xff, 0x30, "", ""),
};

static struct dtap_usb_choice
choose(const struct dtap_usb_port *ports, size_t count, const char *address)
{
	struct dtap_usb_ports all = {
		(struct dtap_usb_port *)(uintptr_t)ports, /* NOLINT */
		count};
	struct dtap_usb_address at;

	assert_true(dtap_usb_address_read(&at, address));
	return dtap_usb_choose(&all, &at);
}

static void
all_interfaces_that_are_diag_are_candidates(void **state)
{
	static const char *const addresses[] = {"auto", "05c6:9091", "usb:1-1"};

	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct dtap_usb_choice choice =
			choose(phone, COUNT(phone), addresses[i]);

		assert_int_equal(choice.count, 2);
		assert_int_equal(choice.devices, 1);
		assert_ptr_equal(choice.ports[0], &phone[2]);
		assert_ptr_equal(choice.ports[1], &phone[3]);
	}
}

static void
an_interface_that_is_named_is_taken_as_it_is(void **state)
{
	struct dtap_usb_choice choice =
		choose(phone, COUNT(phone), "05c6:9091:3");

	(void)state;
	assert_int_equal(choice.count, 1);
	assert_ptr_equal(choice.ports[0], &phone[3]);
	choice = choose(phone, COUNT(phone), "usb:1-1:0");
	assert_int_equal(choice.count, 1);
	assert_ptr_equal(choice.ports[0], &phone[0]);
	choice = choose(phone, COUNT(phone), "usb:1-1:9");
	assert_int_equal(choice.count, 0);
	assert_non_null(strstr(choice.why, "no such DIAG interface"));
}

static void
what_may_be_diag_is_taken_if_nothing_is(void **state)
{
	struct dtap_usb_choice choice = choose(phone, 2, "auto");

	(void)state;
	assert_int_equal(choice.count, 1);
	assert_ptr_equal(choice.ports[0], &phone[1]);
}

static void
who_has_an_interface_is_said(void **state)
{
	struct dtap_usb_choice choice = choose(module, 1, "auto");

	(void)state;
	assert_int_equal(choice.count, 0);
	assert_string_equal(choice.why,
			    "The driver option has interface 0 of 05c6:9215. "
			    "Set diag.source = \"hdlc\" and diag.device = "
			    "\"/dev/ttyUSB0\".");
	choice = choose(module, 2, "usb:1-2:1");
	assert_int_equal(choice.count, 0);
	assert_non_null(strstr(choice.why, "echo 1-2:1.1 > /sys/bus/usb/"
					   "drivers/usb_debug/unbind"));
}

static void
nothing_there_is_said(void **state)
{
	(void)state;
	assert_non_null(strstr(choose(NULL, 0, "auto").why,
			       "No USB device with DIAG is plugged in"));
	assert_non_null(strstr(choose(phone, 4, "usb:2-1").why,
			       "This USB device is not plugged in"));
	assert_non_null(strstr(choose(phone, 1, "usb:1-1").why,
			       "05c6:9091 is plugged in at 1-1, but has no"));
}

static void
emergency_download_is_never_taken(void **state)
{
	(void)state;
	assert_int_equal(choose(emergency, 1, "auto").count, 0);
	assert_int_equal(choose(emergency, 1, "usb:1-3:0").count, 0);
}

static void
two_devices_are_counted_and_the_first_is_taken(void **state)
{
	struct dtap_usb_port both[] = {phone[2], phone[2], phone[1]};
	struct dtap_usb_choice choice;

	(void)state;
	strcpy(both[1].device, "1-4");
	strcpy(both[2].device, "1-5");
	choice = choose(both, 3, "auto");
	assert_int_equal(choice.devices, 3);
	assert_int_equal(choice.count, 1);
	assert_ptr_equal(choice.ports[0], &both[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_interfaces_that_are_diag_are_candidates),
		cmocka_unit_test(an_interface_that_is_named_is_taken_as_it_is),
		cmocka_unit_test(what_may_be_diag_is_taken_if_nothing_is),
		cmocka_unit_test(who_has_an_interface_is_said),
		cmocka_unit_test(nothing_there_is_said),
		cmocka_unit_test(emergency_download_is_never_taken),
		cmocka_unit_test(
			two_devices_are_counted_and_the_first_is_taken),
	};

	return RUN(tests);
}
