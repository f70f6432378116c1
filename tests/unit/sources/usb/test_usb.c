/* SPDX-License-Identifier: MIT */
/* The source on a tree of files and a device behind a table of calls. */
#include "sources/sources.h"

#include <errno.h>

#include <dtap/bytes.h>
#include <dtap/container.h>
#include <dtap/hdlc.h>

#include "support/fake_usbfs.h"
#include "support/other_process.h"
#include "support/testing.h"
#include "support/usb_tree.h"

static const struct usb_tree_interface interfaces[] = {
	{0, 0xff, 0x42, 0x01, "io", NULL, NULL},
	{1, 0xff, 0xff, 0x30, "oi", NULL, NULL},
	{2, 0xff, 0xff, 0x30, "oi", NULL, NULL},
};

static struct usb_tree_device phone = {
	.name = "1-1",
	.product = "Phone",
	.vendor = 0x05c6,
	.product_id = 0x9091,
	.bus = 1,
	.address = 7,
	.speed = 480,
	.interfaces = interfaces,
	.count = 2,
};

static struct usb_tree tree;
static struct dtap_source *source;
static uint8_t buffer[1 << 18];

static void
make_source(const char *device)
{
	const struct dtap_usb_options options = {
		.device = device,
		.calls = &fake_usbfs,
		.root = tree.root,
	};

	source = dtap_usb_new(&options);
	assert_non_null(source);
}

static int
set_up(void **state)
{
	(void)state;
	phone.count = 2;
	phone.address = 7;
	fake_usb_reset();
	tree = usb_tree_new();
	usb_tree_plug(&tree, &phone);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	if (source != NULL)
		source->ops->free(source);
	source = NULL;
	usb_tree_end(&tree);
	return 0;
}

static int
open_source(void)
{
	source->why[0] = '\0';
	return source->ops->open(source);
}

static ssize_t
read_source(void)
{
	ssize_t given;

	source->why[0] = '\0';
	given = source->ops->read(source, buffer, source->buffer_size);
	return given;
}

static void
send_packet(const uint8_t *packet, size_t size)
{
	uint8_t frame[512];

	fake_usb_send(frame, dtap_hdlc_encode(frame, packet, size), true);
}

/* What a container of one message has. */
static void
assert_message(ssize_t given, const uint8_t *packet, size_t size)
{
	uint8_t frame[512];
	size_t length = dtap_hdlc_encode(frame, packet, size);

	assert_int_equal(given, 12 + length);
	assert_int_equal(dtap_get32(buffer), DTAP_DATA);
	assert_int_equal(dtap_get32(buffer + 4), 1);
	assert_memory_equal(buffer + 12, frame, length);
}

static const uint8_t log_packet[] = {0x10, 0, 4, 0, 4, 0, 0xc0, 0xb0, 0x7e};

static void
it_is_found_told_and_read(void **state)
{
	char node[128];

	(void)state;
	make_source("auto");
	assert_int_equal(open_source(), 0);
	snprintf(node, sizeof node, "%s/dev/bus/usb/001/007", tree.root);
	assert_string_equal(fake_usb.path, node);
	assert_int_equal(fake_usb.claimed, 1);
	assert_int_equal(read_source(), 0);
	assert_true(source->notice);
	assert_string_equal(source->why,
			    "Reads interface 1 of 05c6:9091 Phone at 1-1");
	send_packet(log_packet, sizeof log_packet);
	assert_message(read_source(), log_packet, sizeof log_packet);
	assert_false(source->notice);
	assert_int_equal(read_source(), 0);
	assert_string_equal(source->why, "");
	source->ops->close(source);
	assert_false(fake_usb.is_open);
}

/* The end of what the reader before us had asked for, without its begin. */
static void
a_rest_before_the_first_flag_is_no_wrong_frame(void **state)
{
	(void)state;
	make_source("auto");
	assert_int_equal(open_source(), 0);
	read_source();
	fake_usb_send("rest\x7e", 5, true);
	assert_true(read_source() > 0);
	assert_int_equal(source->wrong_frames, 0);
	fake_usb_send("rest\x7e", 5, true);
	assert_true(read_source() > 0);
	assert_int_equal(source->wrong_frames, 1);
	source->ops->close(source);
}

/* Each time that it is open is a session, and a request is bare HDLC. */
static void
a_request_is_written_in_each_session(void **state)
{
	static const uint8_t request[] = {0x20, 0,    0,    0,   0x60,
					  1,    0x9b, 0x7b, 0x7e};

	(void)state;
	make_source("auto");
	for (uint64_t i = 0; i < 2; i++) {
		fake_usb.log_size = 0;
		assert_int_equal(source->session, 2 * i);
		assert_int_equal(open_source(), 0);
		assert_int_equal(source->session, 2 * i + 1);
		assert_int_equal(
			source->ops->write(source, request, sizeof request), 0);
		assert_int_equal(fake_usb.log_size, sizeof request - 4);
		assert_memory_equal(fake_usb.log, request + 4,
				    sizeof request - 4);
		source->ops->close(source);
	}
}

/* Interface 1 is the application processor: it knows no log of LTE. */
static void
answer_as_two_modems(const uint8_t *data, size_t size)
{
	uint8_t ranges[12 + 64] = {0x73, 0, 0, 0, 1};
	static const uint8_t version[] = {0, 'N', 'o', 'v'};
	uint8_t packet[600];
	size_t length;

	if (data[0] == DTAP_HDLC_FLAG) {
		data++;
		size--;
	}
	if (!dtap_hdlc_decode(packet, &length, data, size - 1))
		return;
	if (packet[0] == 0)
		send_packet(version, sizeof version);
	dtap_put32(ranges + 12 + 4 * (fake_usb.claimed == 2 ? 11 : 1), 0x1ff);
	if (packet[0] == 0x73)
		send_packet(ranges, sizeof ranges);
}

static void
of_two_interfaces_the_one_with_lte_is_read(void **state)
{
	(void)state;
	phone.count = 3;
	usb_tree_unplug(&tree, "1-1");
	usb_tree_plug(&tree, &phone);
	make_source("auto");
	fake_usb.written = answer_as_two_modems;
	assert_int_equal(open_source(), 0);
	assert_int_equal(fake_usb.claimed, 2);
	assert_int_equal(fake_usb.opened, 3); /* each is asked */
	source->ops->close(source);

	/* The next time it is known. */
	assert_int_equal(open_source(), 0);
	assert_int_equal(fake_usb.claimed, 2);
	assert_int_equal(fake_usb.opened, 4);
	source->ops->close(source);
}

static void
a_device_that_comes_back_is_found_under_its_new_number(void **state)
{
	(void)state;
	make_source("05c6:9091");
	assert_int_equal(open_source(), 0);
	read_source();
	usb_tree_unplug(&tree, "1-1");
	fake_usb_fail(-EPROTO);
	assert_int_equal(read_source(), -1);
	assert_int_equal(errno, EIO);
	assert_string_equal(source->why,
			    "It was unplugged. diagtapd waits for it.");
	source->ops->close(source);
	assert_int_equal(open_source(), -1);
	assert_non_null(strstr(source->why, "not plugged in"));

	fake_usb_reset();
	phone.address = 9;
	usb_tree_plug(&tree, &phone);
	assert_int_equal(open_source(), 0);
	assert_non_null(strstr(fake_usb.path, "/001/009"));
	source->ops->close(source);
}

static void
a_failure_of_a_device_that_is_there_is_no_unplugging(void **state)
{
	static const struct {
		int status;
		const char *says;
	} rows[] = {
		{-EPROTO, "bad cable"},
		{-ESHUTDOWN, "is suspended"},
		{-ENODEV, "unplugged"},
	};

	(void)state;
	make_source("auto");
	for (size_t i = 0; i < COUNT(rows); i++) {
		fake_usb_reset();
		assert_int_equal(open_source(), 0);
		read_source();
		fake_usb_fail(rows[i].status);
		assert_int_equal(read_source(), -1);
		assert_non_null(strstr(source->why, rows[i].says));
		source->ops->close(source);
	}
}

static void
why_it_cannot_be_opened_is_said_with_the_cure(void **state)
{
	char node[128];
	pid_t pid;

	(void)state;
	make_source("auto");
	fake_usb.open_error = EACCES;
	assert_int_equal(open_source(), -1);
	assert_int_equal(errno, EACCES);
	assert_non_null(strstr(source->why, "60-diagtap.rules"));

	fake_usb_reset();
	fake_usb.claim_error = EBUSY;
	assert_int_equal(open_source(), -1);
	assert_int_equal(errno, EBUSY);
	assert_non_null(strstr(source->why, "fuser"));
	snprintf(node, sizeof node, "%s/dev/bus/usb/001/007", tree.root);
	pid = other_process_hold(node, "scat", false);
	assert_int_equal(open_source(), -1);
	assert_non_null(strstr(source->why, "scat (pid "));
	other_process_end(pid);
	assert_true(strlen(source->why) < sizeof source->why - 1);
}

/* A terminal that may be DIAG and is silent is not taken for it. */
static void
a_silent_port_that_only_may_be_diag_is_left_alone(void **state)
{
	static const struct usb_tree_interface unknown[] = {
		{0, 0xff, 0xff, 0xff, "io", NULL, NULL},
	};
	static struct usb_tree_device other;

	(void)state;
	other = phone;
	other.interfaces = unknown;
	other.count = 1;
	usb_tree_unplug(&tree, "1-1");
	usb_tree_plug(&tree, &other);
	make_source("auto");
	assert_int_equal(open_source(), -1);
	assert_int_equal(errno, ENOMSG);
	assert_non_null(strstr(source->why, "does not answer as DIAG"));
	fake_usb.written = answer_as_two_modems;
	assert_int_equal(open_source(), 0);
	source->ops->close(source);
}

static void
a_drain_gives_whole_frames_only(void **state)
{
	unsigned waits;

	(void)state;
	make_source("auto");
	assert_int_equal(open_source(), 0);
	read_source();
	send_packet(log_packet, sizeof log_packet);
	send_packet(log_packet, sizeof log_packet);
	fake_usb_send("half", 4, true);
	waits = fake_usb.waits;
	assert_message(source->ops->drain(source, buffer), log_packet,
		       sizeof log_packet);
	assert_message(source->ops->drain(source, buffer), log_packet,
		       sizeof log_packet);
	assert_int_equal(source->ops->drain(source, buffer), 0);
	assert_int_equal(fake_usb.waits, waits);
	source->ops->close(source);
}

static void
an_address_that_is_none_is_refused(void **state)
{
	const struct dtap_usb_options options = {.device = "/dev/ttyUSB0"};

	(void)state;
	assert_null(dtap_usb_new(&options));
	assert_int_equal(errno, EINVAL);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(it_is_found_told_and_read),
		TEST(a_rest_before_the_first_flag_is_no_wrong_frame),
		TEST(a_request_is_written_in_each_session),
		TEST(of_two_interfaces_the_one_with_lte_is_read),
		TEST(a_device_that_comes_back_is_found_under_its_new_number),
		TEST(a_failure_of_a_device_that_is_there_is_no_unplugging),
		TEST(why_it_cannot_be_opened_is_said_with_the_cure),
		TEST(a_silent_port_that_only_may_be_diag_is_left_alone),
		TEST(a_drain_gives_whole_frames_only),
		TEST(an_address_that_is_none_is_refused),
	};

	return RUN(tests);
}
