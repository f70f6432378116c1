/* SPDX-License-Identifier: MIT */
#include "support/usb_tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/bytes.h>

#include "support/testing.h"

#define DEVICES "/sys/bus/usb/devices"

struct usb_tree
usb_tree_new(void)
{
	struct usb_tree tree = {"/tmp/usb-tree-XXXXXX"};

	assert_non_null(mkdtemp(tree.root));
	return tree;
}

static void
run(const char *format, const char *root, const char *name)
{
	char command[256];

	snprintf(command, sizeof command, format, root, name);
	assert_int_equal(system(command), 0);
}

void
usb_tree_end(const struct usb_tree *tree)
{
	run("rm -rf '%s'%s", tree->root, "");
}

static void
make_folders(char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		mkdir(path, 0755);
		*at = '/';
	}
}

void
usb_tree_bytes(const struct usb_tree *tree, const char *path, const void *data,
	       size_t size)
{
	char whole[256];
	int fd;

	snprintf(whole, sizeof whole, "%s%s", tree->root, path);
	make_folders(whole);
	fd = open(whole, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, size), size);
	close(fd);
}

void
usb_tree_file(const struct usb_tree *tree, const char *path, const char *text)
{
	usb_tree_bytes(tree, path, text, strlen(text));
}

static size_t
put_endpoint(uint8_t *out, char kind, unsigned number, unsigned packet)
{
	const uint8_t address = (uint8_t)(number | (kind == 'o' ? 0 : 0x80));
	const uint8_t descriptor[] = {7,
				      5,
				      address,
				      kind == 'n' ? 3 : 2,
				      (uint8_t)packet,
				      (uint8_t)(packet >> 8),
				      0};

	memcpy(out, descriptor, sizeof descriptor);
	return sizeof descriptor;
}

size_t
usb_tree_descriptors(const struct usb_tree_device *device, uint8_t out[2048])
{
	const uint8_t head[] = {18, 1, 0, 2, 0, 0, 0, 64, 0, 0, 0, 0,    0,  0,
				0,  0, 0, 1, 9, 2, 0, 0,  0, 1, 0, 0x80, 250};
	unsigned packet = device->speed >= 5000  ? 1024
			  : device->speed >= 480 ? 512
						 : 64;
	unsigned endpoint = 1;
	size_t size = sizeof head;

	memcpy(out, head, size);
	dtap_put16(out + 8, (uint16_t)device->vendor);
	dtap_put16(out + 10, (uint16_t)device->product_id);
	out[22] = (uint8_t)device->count;
	for (size_t i = 0; i < device->count; i++) {
		const struct usb_tree_interface *about = &device->interfaces[i];
		const uint8_t descriptor[] = {9,
					      4,
					      about->number,
					      0,
					      (uint8_t)strlen(about->endpoints),
					      about->class,
					      about->subclass,
					      about->protocol,
					      0};

		memcpy(out + size, descriptor, sizeof descriptor);
		size += sizeof descriptor;
		for (const char *kind = about->endpoints; *kind != '\0'; kind++)
			size += put_endpoint(out + size, *kind, endpoint++,
					     packet);
	}
	dtap_put16(out + 20, (uint16_t)(size - 18));
	return size;
}

static void
plug_interface(const struct usb_tree *tree,
	       const struct usb_tree_device *device,
	       const struct usb_tree_interface *about)
{
	char path[200], target[128], whole[256];

	snprintf(path, sizeof path, DEVICES "/%s:1.%u/bInterfaceNumber",
		 device->name, about->number);
	snprintf(target, sizeof target, "%02x\n", about->number);
	usb_tree_file(tree, path, target);
	if (about->driver != NULL) {
		snprintf(target, sizeof target, "../../drivers/%s",
			 about->driver);
		snprintf(whole, sizeof whole, "%s" DEVICES "/%s:1.%u/driver",
			 tree->root, device->name, about->number);
		assert_int_equal(symlink(target, whole), 0);
	}
	if (about->tty != NULL) {
		snprintf(path, sizeof path, DEVICES "/%s:1.%u/%s%s/uevent",
			 device->name, about->number,
			 strncmp(about->tty, "ttyUSB", 6) == 0 ? "" : "tty/",
			 about->tty);
		usb_tree_file(tree, path, "");
		snprintf(path, sizeof path, "/dev/%s", about->tty);
		usb_tree_file(tree, path, "");
	}
}

static void
put(const struct usb_tree *tree, const char *name, const char *file,
    const char *format, unsigned number, const char *text)
{
	char path[128], line[128];

	if (text == NULL)
		return;
	snprintf(path, sizeof path, DEVICES "/%s/%s", name, file);
	snprintf(line, sizeof line, format, number, text);
	usb_tree_file(tree, path, line);
}

void
usb_tree_plug(const struct usb_tree *tree, const struct usb_tree_device *device)
{
	uint8_t descriptors[2048];
	char path[128];

	snprintf(path, sizeof path, DEVICES "/%s/descriptors", device->name);
	usb_tree_bytes(tree, path, descriptors,
		       usb_tree_descriptors(device, descriptors));
	put(tree, device->name, "busnum", "%u%s\n", device->bus, "");
	put(tree, device->name, "devnum", "%u%s\n", device->address, "");
	put(tree, device->name, "speed", "%u%s\n", device->speed, "");
	put(tree, device->name, "bConfigurationValue", "%u%s\n", 1, "");
	put(tree, device->name, "manufacturer", "%.0u%s\n", 0, device->maker);
	put(tree, device->name, "product", "%.0u%s\n", 0, device->product);
	for (size_t i = 0; i < device->count; i++)
		plug_interface(tree, device, &device->interfaces[i]);
	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", device->bus,
		 device->address);
	usb_tree_file(tree, path, "");
}

void
usb_tree_unplug(const struct usb_tree *tree, const char *name)
{
	run("rm -rf '%s" DEVICES "'/'%s'*", tree->root, name);
}
