/* SPDX-License-Identifier: MIT */
/* The JSON of a tree of files, and what is said of places that are unreadable.
 */
#include "devices/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/testing.h"
#include "support/usb_tree.h"

static struct usb_tree tree;

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
	usb_tree_end(&tree);
	return 0;
}

static void
plug_phone(void)
{
	static const struct usb_tree_interface interfaces[] = {
		{0, 0xff, 0xff, 0x30, "io", NULL, NULL}};
	const struct usb_tree_device device = {
		.name = "1-2",
		.maker = "Maker",
		.product = "\"Phone\"",
		.vendor = 0x05c6,
		.product_id = 0x9091,
		.bus = 1,
		.address = 5,
		.speed = 480,
		.interfaces = interfaces,
		.count = 1,
	};

	usb_tree_plug(&tree, &device);
	usb_tree_file(&tree, "/dev/bus/usb/001/005", "");
}

static char *
write_all(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_true(dtap_listing_write(out, tree.root));
	fclose(out);
	return text;
}

static void
assert_has(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("no %s in %s", what, text);
}

static void
a_phone_has_all_members(void **state)
{
	char *text;

	(void)state;
	plug_phone();
	text = write_all();
	assert_has(text, "{\"devices\": [\n  {\"diag\": \"yes\", \"node\": "
			 "\"/dev/bus/usb/001/005\"");
	assert_has(text, "\\\"Phone\\\", interface 0, 480 Mbit/s\"");
	assert_has(text, "\"configuration\": \"diag: { source = \\\"usb\\\"; "
			 "device = \\\"05c6:9091:0\\\"; };\"");
	assert_has(text, "\"permitted\": true, \"owner\": null, \"probe\": "
			 "\"not asked\", \"answer\": \"\"");
	assert_has(text, "\"class\": \"ff/ff/30\", \"speed_mbit\": 480}}\n]");
	assert_has(text, "\"unreadable\": []}\n");
	free(text);
}

static void
none_is_an_empty_list(void **state)
{
	char *text = write_all();

	(void)state;
	assert_has(text, "{\"devices\": [\n],\n\"sees_other_users\": ");
	free(text);
}

/* The daemon reads it itself: it is its owner. */
static void
what_this_program_reads_is_its_own(void **state)
{
	char path[128], expected[64], *text;
	int fd;

	(void)state;
	plug_phone();
	snprintf(path, sizeof path, "%s/dev/bus/usb/001/005", tree.root);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	text = write_all();
	snprintf(expected, sizeof expected, "\"owner\": {\"pid\": %d",
		 (int)getpid());
	assert_has(text, expected);
	free(text);
	close(fd);
}

/* A loop of links is as unreadable as a folder of root's, for root too. */
static void
what_cannot_be_read_is_named(void **state)
{
	char path[128], *text;
	struct dtap_unreadable unreadable;

	(void)state;
	snprintf(path, sizeof path, "%s/sys", tree.root);
	mkdir(path, 0755);
	snprintf(path, sizeof path, "%s/sys/bus", tree.root);
	assert_int_equal(symlink("bus", path), 0);
	text = write_all();
	assert_has(text, "\"unreadable\": [{\"path\": \"/sys/bus\", \"why\": "
			 "\"Too many levels of symbolic links\"}, ");
	free(text);
	dtap_unreadable_find(&unreadable, tree.root);
	assert_int_equal(unreadable.count, 2); /* and what is below it */
	assert_int_equal(unreadable.places[1].error, ELOOP);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_phone_has_all_members, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(none_is_an_empty_list, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			what_this_program_reads_is_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named,
						set_up, tear_down),
	};

	return RUN(tests);
}
