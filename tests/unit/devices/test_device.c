/* SPDX-License-Identifier: MIT */
/* What is listed of trees of files, as machines with these devices have them.
 */
#include "devices/device.h"

#include "support/testing.h"
#include "support/usb_tree.h"

static struct usb_tree tree;
static struct dtap_devices devices;

static int
set_up(void **state)
{
	(void)state;
	tree = usb_tree_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	dtap_devices_free(&devices);
	usb_tree_end(&tree);
	return 0;
}

static void
find(void)
{
	dtap_devices_free(&devices);
	assert_true(dtap_devices_find(&devices, tree.root));
}

/* Plugs in one device with these interfaces. */
static void
plug(const char *name, unsigned vendor, unsigned product,
     const struct usb_tree_interface *interfaces, size_t count)
{
	static unsigned address = 1;
	const struct usb_tree_device device = {
		.name = name,
		.maker = "Maker",
		.product = "Phone\033[2J",
		.vendor = vendor,
		.product_id = product,
		.bus = 1,
		.address = address,
		.speed = 480,
		.interfaces = interfaces,
		.count = count,
	};

	address++;
	usb_tree_plug(&tree, &device);
}

static void
a_machine_without_devices_has_none(void **state)
{
	(void)state;
	find();
	assert_int_equal(devices.count, 0);
}

static void
a_phone_is_found_with_the_line_that_reads_it(void **state)
{
	static const struct usb_tree_interface phone[] = {
		{.number = 0,
		 .class = 0xff,
		 .subclass = 0x42,
		 .protocol = 1,
		 .endpoints = "io",
		 .driver = "usbfs"},
		{.number = 4,
		 .class = 0xff,
		 .subclass = 0xff,
		 .protocol = 0x30,
		 .endpoints = "oi"},
		{.number = 6,
		 .class = 8,
		 .endpoints = "io",
		 .driver = "usb-storage"},
	};
	const struct dtap_device *first;
	char line[128];

	(void)state;
	plug("1-1.2", 0x05c6, 0x9091, phone, COUNT(phone));
	find();
	assert_int_equal(devices.count, 2); /* no line for the storage */
	first = devices.list;
	assert_int_equal(first->kind, DTAP_DEVICE_USB);
	assert_int_equal(first->score, DTAP_USB_DIAG);
	assert_string_equal(first->what, "05c6:9091 Maker Phone?[2J, "
					 "interface 4, 480 Mbit/s");
	assert_string_equal(
		dtap_device_configuration(first, line, sizeof line),
		"diag: { source = \"usb\"; device = \"05c6:9091:4\"; };");
	assert_int_equal(devices.list[1].score, DTAP_USB_NOT);
	assert_string_equal(devices.list[1].why, "adb");
	assert_string_equal(
		dtap_device_configuration(&devices.list[1], line, sizeof line),
		"");

	plug("2-1", 0x05c6, 0x9091, phone, COUNT(phone));
	find();
	assert_int_equal(devices.count, 4);
	assert_string_equal(devices.list[0].device, "usb:1-1.2:4");
	assert_string_equal(devices.list[1].device, "usb:2-1:4");
}

static void
of_the_ports_of_a_module_udev_knows_the_right_one(void **state)
{
	static const struct usb_tree_interface module[] = {
		{.number = 0,
		 .class = 0xff,
		 .subclass = 0xff,
		 .protocol = 0xff,
		 .endpoints = "io",
		 .driver = "option",
		 .tty = "ttyUSB3"},
		{.number = 1,
		 .class = 0xff,
		 .subclass = 0,
		 .protocol = 0,
		 .endpoints = "nio",
		 .driver = "option",
		 .tty = "ttyUSB4"},
		{.number = 3,
		 .class = 0xff,
		 .subclass = 0xff,
		 .protocol = 0xff,
		 .endpoints = "io",
		 .driver = "option",
		 .tty = "ttyUSB5"},
	};
	const struct dtap_device *list;

	(void)state;
	plug("1-4", 0x2c7c, 0x0128, module, COUNT(module));
	find();
	list = devices.list;
	assert_int_equal(devices.count, 3);
	assert_int_equal(list[0].score, DTAP_USB_MAY_BE);
	assert_int_equal(list[1].score, DTAP_USB_MAY_BE);
	assert_int_equal(list[2].score, DTAP_USB_NOT);
	assert_string_equal(list[0].node, "/dev/ttyUSB3");
	assert_string_equal(list[0].source, "hdlc");
	assert_string_equal(list[0].device, "/dev/ttyUSB3");

	usb_tree_file(&tree, "/sys/class/tty/ttyUSB5/dev", "188:5\n");
	usb_tree_file(&tree, "/run/udev/data/c188:5",
		      "S:serial/by-id/x\nE:ID_MM_PORT_TYPE_QCDM=1\n");
	usb_tree_file(&tree, "/sys/class/tty/ttyUSB3/dev", "188:3\n");
	usb_tree_file(&tree, "/run/udev/data/c188:3",
		      "E:ID_MM_PORT_TYPE_QCDM=0\n");
	find();
	list = devices.list;
	assert_string_equal(list[0].node, "/dev/ttyUSB5");
	assert_int_equal(list[0].score, DTAP_USB_DIAG);
	assert_int_equal(list[1].score, DTAP_USB_MAY_BE);
}

/* Each row: an interface, and what it is. */
static void
an_interface_is_known_by_what_it_says(void **state)
{
	static const struct {
		struct usb_tree_interface about;
		enum dtap_usb_score score;
	} rows[] = {
		{{0, 0xff, 0xff, 0x30, "io", NULL, NULL}, DTAP_USB_DIAG},
		{{0, 0xff, 0xff, 0x30, "oi", NULL, NULL}, DTAP_USB_DIAG},
		{{0, 0xff, 0xff, 0x30, "nio", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x30, "ii", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x30, "", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0xff, "io", NULL, NULL}, DTAP_USB_MAY_BE},
		{{0, 0xff, 0x00, 0x00, "io", NULL, NULL}, DTAP_USB_MAY_BE},
		{{0, 0xff, 0xff, 0x00, "io", NULL, NULL}, DTAP_USB_NOT},
		{{1, 0xff, 0xff, 0x00, "io", "qcserial", "ttyUSB0"},
		 DTAP_USB_MAY_BE},
		{{2, 0xff, 0xff, 0x00, "io", "qcserial", "ttyUSB0"},
		 DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x00, "nio", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x40, "io", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x50, "nio", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0xff, 0x60, "io", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0x42, 0x01, "io", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0x42, 0x03, "io", NULL, NULL}, DTAP_USB_NOT},
		{{0, 0xff, 0x10, 0x01, "io", NULL, NULL}, DTAP_USB_NOT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		usb_tree_unplug(&tree, "1-1");
		plug("1-1", 0x1111, 0x2222, &rows[i].about, 1);
		find();
		assert_true(devices.count >= 1); /* a phone has advice too */
		assert_int_equal(devices.list[0].score, rows[i].score);
		assert_string_not_equal(devices.list[0].why, "");
	}
}

static void
emergency_download_is_never_offered(void **state)
{
	static const struct usb_tree_interface mode[] = {
		{0, 0xff, 0xff, 0x30, "io", NULL, NULL},
	};

	(void)state;
	plug("1-1", 0x05c6, 0x9008, mode, 1);
	find();
	assert_int_equal(devices.count, 1);
	assert_int_equal(devices.list[0].score, DTAP_USB_NOT);
	assert_string_equal(devices.list[0].source, "");
}

static void
a_port_with_another_driver_cannot_be_read(void **state)
{
	static const struct usb_tree_interface taken[] = {
		{0, 0xff, 0xff, 0x30, "io", "usb_debug", NULL},
	};

	(void)state;
	plug("1-1", 0x1111, 0x2222, taken, 1);
	find();
	assert_string_equal(devices.list[0].source, "");
	assert_string_equal(devices.list[0].advice,
			    "the driver usb_debug has it");
}

static void
a_device_without_diag_says_how_to_switch_it_on(void **state)
{
	static const struct usb_tree_interface disk[] = {
		{.class = 8, .endpoints = "io"},
	};
	static const struct usb_tree_interface adb[] = {
		{.class = 0xff,
		 .subclass = 0x42,
		 .protocol = 1,
		 .endpoints = "io"},
	};
	static const struct usb_tree_interface network[] = {
		{.class = 2, .endpoints = "n"},
	};
	static const struct {
		unsigned vendor;
		const struct usb_tree_interface *has;
		const char *says; /* NULL: nothing */
	} rows[] = {
		{0x12d1, disk, "usb_modeswitch"}, {0x0781, disk, NULL},
		{0x18d1, adb, "diagtap-adb"},     {0x04e8, adb, "*#0808#"},
		{0x1199, network, "AT!USBCOMP"},  {0x19d2, network, "AT$QCDMG"},
		{0x1e0e, network, "9001"},        {0x2c7c, network, "usbcfg"},
		{0x0bda, network, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct dtap_device *last;

		usb_tree_unplug(&tree, "1-1");
		plug("1-1", rows[i].vendor, 1, rows[i].has, 1);
		find();
		last = devices.count > 0 ? &devices.list[devices.count - 1]
					 : NULL;
		if (rows[i].says == NULL) {
			assert_null(last);
			continue;
		}
		assert_non_null(last);
		if (last == NULL)
			return; /* for the analyser */
		assert_int_equal(last->kind, DTAP_DEVICE_OTHER);
		assert_non_null(strstr(last->advice, rows[i].says));
	}
}

static void
ports_that_are_no_usb_interfaces_are_found_by_name(void **state)
{
	static const char *const files[] = {
		"/dev/diag",     "/dev/diagnostics", "/dev/wwan0qcdm0",
		"/dev/wwan0at0", "/dev/mhi_DIAG",    "/dev/ffs-diag-1/ep0",
	};
	static const struct {
		const char *node, *source;
	} found[] = {
		{"/dev/diag", "diag"},     {"/dev/wwan0qcdm0", "hdlc"},
		{"/dev/mhi_DIAG", "hdlc"}, {"@diag", "unix"},
		{"/dev/ffs-diag-1", ""},
	};
	char line[128];

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++)
		usb_tree_file(&tree, files[i], "");
	usb_tree_file(&tree, "/proc/net/unix",
		      "Num RefCount Protocol Flags Type St Inode Path\n"
		      "0: 2 0 10000 0005 01 1 @diagnostics\n");
	find();
	assert_int_equal(devices.count, 4);
	usb_tree_file(&tree, "/proc/net/unix",
		      "Num RefCount Protocol Flags Type St Inode Path\n"
		      "0: 2 0 10000 0005 01 1 @diag\n");
	find();
	assert_int_equal(devices.count, COUNT(found));
	for (size_t i = 0; i < COUNT(found); i++) {
		assert_string_equal(devices.list[i].node, found[i].node);
		assert_string_equal(devices.list[i].source, found[i].source);
	}
	assert_string_equal(
		dtap_device_configuration(&devices.list[3], line, sizeof line),
		"diag: { source = \"unix\"; socket = \"@diag\"; };");
	assert_non_null(strstr(devices.list[4].advice, "end of the cable"));
}

/* A file of sysfs that is too long, absent or a trap. */
static void
files_that_are_wrong_do_no_harm(void **state)
{
	static char noise[70000];
	static const struct usb_tree_interface phone[] = {
		{0, 0xff, 0xff, 0x30, "io", NULL, NULL},
	};

	(void)state;
	plug("1-1", 0x1111, 0x2222, phone, 1);
	memset(noise, 0xff, sizeof noise);
	usb_tree_bytes(&tree, "/sys/bus/usb/devices/1-1/product", noise,
		       sizeof noise);
	usb_tree_bytes(&tree, "/sys/bus/usb/devices/1-1/speed", noise,
		       sizeof noise);
	usb_tree_file(&tree, "/sys/bus/usb/devices/1-2/descriptors", "short");
	usb_tree_bytes(&tree, "/sys/bus/usb/devices/1-3/descriptors", noise,
		       sizeof noise);
	find();
	assert_int_equal(devices.count, 1);
	assert_int_equal(devices.list[0].score, DTAP_USB_DIAG);
	assert_int_equal(devices.list[0].port.speed, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_machine_without_devices_has_none),
		TEST(a_phone_is_found_with_the_line_that_reads_it),
		TEST(of_the_ports_of_a_module_udev_knows_the_right_one),
		TEST(an_interface_is_known_by_what_it_says),
		TEST(emergency_download_is_never_offered),
		TEST(a_port_with_another_driver_cannot_be_read),
		TEST(a_device_without_diag_says_how_to_switch_it_on),
		TEST(ports_that_are_no_usb_interfaces_are_found_by_name),
		TEST(files_that_are_wrong_do_no_harm),
	};

	return RUN(tests);
}
