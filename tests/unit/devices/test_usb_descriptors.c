/* SPDX-License-Identifier: MIT */
#include "devices/usb_descriptors.h"

#include <dtap/bytes.h>

#include "support/testing.h"
#include "support/usb_tree.h"

static const struct usb_tree_interface interfaces[] = {
	{.number = 5,
	 .class = 0xff,
	 .subclass = 0xff,
	 .protocol = 0x30,
	 .endpoints = "oi"},
	{.number = 2,
	 .class = 0xff,
	 .subclass = 0xff,
	 .protocol = 0x40,
	 .endpoints = "nio"},
	{.number = 3, .class = 2, .endpoints = ""},
};

static const struct usb_tree_device phone = {
	.vendor = 0x05c6,
	.product_id = 0x9091,
	.speed = 5000,
	.interfaces = interfaces,
	.count = COUNT(interfaces),
};

static struct dtap_usb_descriptors parsed;
static uint8_t data[2048];

static void
interfaces_are_read_with_their_bulk_endpoints(void **state)
{
	size_t size = usb_tree_descriptors(&phone, data);
	const struct dtap_usb_interface *first = parsed.interfaces;

	(void)state;
	assert_true(dtap_usb_descriptors_parse(&parsed, data, size, 1));
	assert_int_equal(parsed.vendor, 0x05c6);
	assert_int_equal(parsed.product, 0x9091);
	assert_int_equal(parsed.count, 3);
	assert_int_equal(first->number, 5);
	assert_int_equal(first->protocol, 0x30);
	assert_int_equal(first->out, 0x01);
	assert_int_equal(first->in, 0x82);
	assert_int_equal(first->in_packet, 1024);
	assert_int_equal(first->out_packet, 1024);
	assert_int_equal(first->endpoints, 2);
	assert_int_equal(first[1].endpoints, 3);
	assert_int_equal(first[1].in, 0x84); /* 0x83 is an interrupt's */
	assert_int_equal(first[2].in, 0);
}

static void
another_configuration_has_other_interfaces(void **state)
{
	size_t size = usb_tree_descriptors(&phone, data);

	(void)state;
	assert_true(dtap_usb_descriptors_parse(&parsed, data, size, 2));
	assert_int_equal(parsed.count, 0);
	data[23] = 2; /* bConfigurationValue */
	assert_true(dtap_usb_descriptors_parse(&parsed, data, size, 2));
	assert_int_equal(parsed.count, 3);
}

/* Other settings of an interface, and endpoints behind them, are not its own.
 */
static void
the_first_setting_counts(void **state)
{
	size_t size = usb_tree_descriptors(&phone, data);
	static const uint8_t other[] = {9, 4, 3,    1, 2, 0xff, 0, 0,
					0, 7, 5,    1, 2, 0,    2, 0,
					7, 5, 0x81, 2, 0, 2,    0};

	(void)state;
	memcpy(data + size, other, sizeof other);
	assert_true(dtap_usb_descriptors_parse(&parsed, data,
					       size + sizeof other, 1));
	assert_int_equal(parsed.count, 3);
	assert_int_equal(parsed.interfaces[2].endpoints, 0);
}

static void
what_is_cut_or_wrong_ends_the_list(void **state)
{
	size_t size = usb_tree_descriptors(&phone, data);
	unsigned before = 0;

	(void)state;
	for (size_t cut = 0; cut <= size; cut++) {
		uint8_t *copy =
			malloc(cut > 0 ? cut : 1); /* a byte too far is found */

		memcpy(copy, data, cut);
		assert_int_equal(
			dtap_usb_descriptors_parse(&parsed, copy, cut, 1),
			cut >= 18);
		assert_true(parsed.count >= before);
		before = parsed.count;
		free(copy);
	}
	assert_int_equal(before, 3);
	data[27] = 0; /* a descriptor without a length */
	assert_true(dtap_usb_descriptors_parse(&parsed, data, size, 1));
	assert_int_equal(parsed.count, 0);
	data[1] = 2;
	assert_false(dtap_usb_descriptors_parse(&parsed, data, size, 1));
}

/* Number 0 is no bulk endpoint, and some bits are reserved. */
static void
an_endpoint_with_a_wrong_address_is_none(void **state)
{
	static const uint8_t addresses[] = {0x00, 0x80, 0x11, 0xf1};
	size_t size = usb_tree_descriptors(&phone, data);

	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		data[27 + 9 + 2] = addresses[i]; /* of the first endpoint */
		assert_true(dtap_usb_descriptors_parse(&parsed, data, size, 1));
		assert_int_equal(parsed.interfaces[0].out, 0);
		assert_int_equal(parsed.interfaces[0].out_packet, 0);
		assert_int_equal(parsed.interfaces[0].in, 0x82);
		assert_int_equal(parsed.interfaces[0].endpoints, 2);
	}
}

static void
too_many_interfaces_are_left_out(void **state)
{
	uint8_t many[18 + 9 + 9 * 200];
	size_t size = usb_tree_descriptors(&phone, data);

	(void)state;
	assert_true(size > 36);
	memcpy(many, data, 27);
	for (size_t i = 0; i < 200; i++)
		memcpy(many + 27 + 9 * i, data + 27, 9);
	assert_true(dtap_usb_descriptors_parse(&parsed, many, sizeof many, 1));
	assert_int_equal(parsed.count, DTAP_USB_INTERFACES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interfaces_are_read_with_their_bulk_endpoints),
		cmocka_unit_test(another_configuration_has_other_interfaces),
		cmocka_unit_test(the_first_setting_counts),
		cmocka_unit_test(what_is_cut_or_wrong_ends_the_list),
		cmocka_unit_test(an_endpoint_with_a_wrong_address_is_none),
		cmocka_unit_test(too_many_interfaces_are_left_out),
	};

	return RUN(tests);
}
