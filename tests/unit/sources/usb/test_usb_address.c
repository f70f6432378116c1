/* SPDX-License-Identifier: MIT */
#include "sources/usb/usb_address.h"

#include "support/testing.h"

static void
each_form_is_read(void **state)
{
	static const struct {
		const char *text, *device;
		int vendor, interface;
	} rows[] = {
		{"auto", "", -1, -1},
		{"/dev/diag", "", -1, -1},
		{"05c6:9091", "", 0x05c6, -1},
		{"05C6:9091:4", "", 0x05c6, 4},
		{"usb:1-1.2", "1-1.2", -1, -1},
		{"usb:10-1.4.3:12", "10-1.4.3", -1, 12},
	};
	struct dtap_usb_address address;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(dtap_usb_address_read(&address, rows[i].text));
		assert_string_equal(address.device, rows[i].device);
		assert_int_equal(address.has_id, rows[i].vendor >= 0);
		if (address.has_id) {
			assert_int_equal(address.vendor, rows[i].vendor);
			assert_int_equal(address.product, 0x9091);
		}
		assert_int_equal(address.interface, rows[i].interface);
	}
}

static void
anything_else_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"Auto",
		"05c6",
		"05c6:",
		"05c6:909",
		"05c6:90911",
		"05c6:9091:",
		"05c6:9091:x",
		"5c6:9091",
		"usb:",
		"usb:1",
		"usb:1-1:",
		"usb:1-1:256",
		"usb:1-1:-1",
		"usb:1-1/..",
		"/dev/ttyUSB0",
		"usb:1-1:1 ",
		"05c6:9091:1:2",
		"usb:1-11111111111111111111111111111111",
	};
	struct dtap_usb_address address;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_false(dtap_usb_address_read(&address, rows[i]));
}

static void
an_address_fits_what_it_names(void **state)
{
	static const struct {
		const char *text;
		bool fits;
	} rows[] = {
		{"auto", true},        {"05c6:9091", true},
		{"05c6:9092", false},  {"05c7:9091", false},
		{"05c6:9091:4", true}, {"05c6:9091:0", false},
		{"usb:1-1", true},     {"usb:1-1.2", false},
		{"usb:1-1:4", true},   {"usb:1-1:3", false},
	};
	static const struct dtap_usb_port port = {
		.device = "1-1",
		.vendor = 0x05c6,
		.product = 0x9091,
		.interface.number = 4,
	};
	struct dtap_usb_address address;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(dtap_usb_address_read(&address, rows[i].text));
		assert_int_equal(dtap_usb_address_fits(&address, &port),
				 rows[i].fits);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(an_address_fits_what_it_names),
	};

	return RUN(tests);
}
